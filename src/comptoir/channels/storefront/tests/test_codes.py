"""A code on a phone: mistyped, typed, ordered with, and seen again with the order."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from comptoir.channels.storefront.tests import test_journey as journey
from comptoir.channels.storefront.tests.conftest import OpenPage
from comptoir.kit import clock
from comptoir.kit.text import Localised
from comptoir.project import founding
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Terms

pytestmark = pytest.mark.browser


@pytest.fixture
def welcome(live_shop: SimpleNamespace) -> None:
    now = clock.now()
    terms = Terms(
        name="Bienvenue", shown=Localised(fr="Bienvenue", en="Welcome"), starts_at=now - timedelta(hours=1),
        trigger="code", code="HELLO10", effect="percent", percent_bp=1_000,
    )  # fmt: skip
    promotions.create_promotion(terms, market="fr", currency="EUR", origin=founding.origin(), now=now)


@pytest.mark.parametrize("script", [True, False])
def test_a_code_is_typed_on_a_phone_and_stands_on_the_order(
    welcome: None, open_page: OpenPage, script: bool
) -> None:
    page = open_page(width=journey.PHONE, script=script)
    journey.find_a_bowl(page, "fr")
    journey.put_it_in_the_basket(page, "fr")
    page.locator("#basket-link").click()
    field = page.locator("#field-code")
    field.fill("helo10")
    page.get_by_role("button", name="Utiliser").click()
    expect(page.locator("#code-wrong")).to_contain_text("Nous ne connaissons pas ce code")
    expect(field).to_have_value("helo10")
    field.fill("hello10")
    page.get_by_role("button", name="Utiliser").click()
    expect(page.locator(".line .saving")).to_have_text("Bienvenue\u202f: −10\u202f%, code HELLO10")
    expect(page.locator(".line-price")).to_have_text("24,00\u202f€")
    expect(page.locator(".sum .saving dd")).to_have_text("−2,40\u202f€")
    expect(page.locator(".sum .total dd")).to_have_text("26,55\u202f€")
    page.get_by_role("button", name="Retirer HELLO10").click()
    expect(page.locator(".line .saving")).to_have_count(0)
    page.locator(".totals a.button").click()
    page.locator("#field-promo").fill("hello10")
    page.locator("#promo button[value='promo']").click()
    expect(page.locator("#checkout-total .saving dd")).to_have_text("−2,40\u202f€")
    journey.fill_in(page)
    journey.order(page, "fr", "tok_success")
    journey.expect_heading(page, journey.WORDS["fr"]["waiting"])
    expect(page.locator(".small-lines .saving")).to_contain_text("Bienvenue\u202f: −10\u202f%, code HELLO10")
    expect(page.locator(".sum .total dd")).to_have_text("26,55\u202f€")
