"""A basket in which nothing travels, as a person orders it on a phone: no way, no street, one box, one file."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from playwright.sync_api import expect

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.tests.conftest import OpenPage
from comptoir.channels.storefront.tests.test_journey import (
    PHONE,
    WORDS,
    expect_heading,
    find_a_bowl,
    go_to_the_order,
    order,
    put_it_in_the_basket,
)
from comptoir.downloads import facade as downloads
from comptoir.kit import clock
from comptoir.orders import facade as orders

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.7 a pattern"


@pytest.fixture
def sells_a_file(live_shop: SimpleNamespace) -> SimpleNamespace:
    said = {"origin": live_shop.context.origin(), "now": live_shop.now}
    catalog.set_nature(live_shop.products["bowl"], nature="digital", **said)
    downloads.keep_file(live_shop.products["bowl"], name="patron.pdf", content=PDF, **said)
    return live_shop


def opened_by_the_worker(link: str) -> None:
    """What the job does, in a thread of its own: this one must not touch the database while the browser runs."""

    def work() -> None:
        downloads.grant(orders.order_of_link(link), now=clock.now())
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)


def test_a_file_is_ordered_without_an_address_and_downloaded(sells_a_file, open_page: OpenPage) -> None:
    page = open_page(language="fr", width=PHONE, script=False)
    find_a_bowl(page, "fr")
    put_it_in_the_basket(page, "fr")
    go_to_the_order(page)
    expect(page.locator("#field-street")).to_have_count(0)
    expect(page.locator("#method")).to_have_count(0)
    expect(page.locator(".sum .total dd")).to_have_text("24,00\u202f€")
    page.locator("#field-email").fill("camille@example.com")
    page.locator("#field-name").fill("Camille Roux")
    expect(page.locator("[name=supply]")).not_to_be_checked()
    order(page, "fr", "tok_success")
    expect(page.locator("#supply .wrong")).to_be_visible()
    page.locator("[name=supply]").check()
    order(page, "fr", "tok_success")
    expect_heading(page, WORDS["fr"]["waiting"])
    expect(page.locator("[aria-labelledby=agreed]")).to_contain_text("droit de rétractation")
    found = re.search(r"/commande/([^/]+)/", page.url)
    assert found
    opened_by_the_worker(found[1])
    page.reload()
    expect_heading(page, "Votre commande est complète")
    with page.expect_download() as given:
        page.get_by_role("link", name="patron.pdf").click()
    assert Path(given.value.path()).read_bytes() == PDF
