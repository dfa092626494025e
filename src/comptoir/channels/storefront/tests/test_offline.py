"""Without a network: what was seen is read again and says so; what was not gets a page in its language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comptoir.channels.storefront.tests.conftest import OpenPage

pytestmark = pytest.mark.browser
KEPT = "async () => (await (await caches.open('comptoir-pages')).keys()).map((one) => new URL(one.url).pathname)"


UNTIL = "async (path) => {{ while (!(await ({})()).includes(path)) await new Promise((go) => setTimeout(go, 20)); }}"


def until_kept(page: Page, path: str) -> None:
    page.evaluate(UNTIL.format(KEPT), path)


@pytest.mark.parametrize(
    ("language", "seen", "unseen", "title", "stale"),
    [
        ("fr", "/fr/produit/bol-matin/", "/fr/produit/plaid-du-plateau/", "Il n’y a pas de réseau", "peuvent avoir"),
        ("en", "/en/product/morning-bowl/", "/en/product/plateau-throw/", "There is no network", "may have changed"),
    ],
)
def test_a_seen_page_opens_without_a_network_and_says_so(
    open_page: OpenPage, language: str, seen: str, unseen: str, title: str, stale: str
) -> None:
    page = open_page(language=language, width=360)
    page.goto(f"/{language}/")
    until_kept(page, f"/{language}/")  # the first page of a visit came before the worker
    page.goto(seen)
    until_kept(page, seen)
    expect(page.locator("[data-stale]")).to_have_count(0)
    page.goto("/fr/panier/" if language == "fr" else "/en/basket/")
    page.context.set_offline(True)
    page.goto(seen)
    expect(page.locator("[data-stale]")).to_contain_text(stale)
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Hanken')
    page.goto(unseen)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("[data-again] a")).not_to_have_count(0)
    page.goto("/fr/panier/" if language == "fr" else "/en/basket/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    kept = page.evaluate(KEPT)
    assert all("panier" not in path and "basket" not in path for path in kept)
    page.context.set_offline(False)
    page.goto(unseen)
    expect(page.locator("[data-stale]")).to_have_count(0)
