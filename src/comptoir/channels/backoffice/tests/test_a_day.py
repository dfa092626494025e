"""A person's day, in two browsers: banner, a visit without consent, consent, a basket on the phone, the order at the
desk, the privacy centre, forgotten; and each time what the back office's timeline tells of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comptoir.channels.backoffice.tests import people
from comptoir.channels.backoffice.tests.test_journey import aside, shoot
from comptoir.kit import clock, sql
from comptoir.privacy import facade as privacy
from comptoir.project.world import PASSWORD, SHOPPER

pytestmark = pytest.mark.browser
KNOWN = "SELECT count(*) FROM journal_behaviour WHERE visitor IS NOT NULL OR person_key IS NOT NULL"

TOLD = ("A dit à quoi ses visites peuvent servir", "Au panier", "Connexion", "Commande")
ADDRESS = {
    "email": SHOPPER, "name": "Camille Roux", "street": "3 quai Saint-Antoine", "postcode": "69002", "city": "Lyon"
}  # fmt: skip


def opened(browser: Browser, url: str, width: int) -> Page:
    page = browser.new_context(base_url=url, viewport={"width": width, "height": 800}, locale="fr-FR").new_page()
    page.set_default_timeout(20_000)
    return page


def log_in(page: Page) -> None:
    page.goto("/fr/compte/")
    page.locator("#email").fill(SHOPPER)
    page.locator("#password").fill(PASSWORD)
    page.locator("form:has(#password) button:not([formaction])").click()
    expect(page.locator("#password")).to_have_count(0)


def count(statement: str) -> Any:
    return aside(lambda: sql.rows(statement)[0][0])


def test_a_persons_day_is_told_from_the_first_yes_until_they_are_forgotten(
    live_shop: SimpleNamespace, browser: Browser
) -> None:
    phone, desk = opened(browser, live_shop.url, 360), opened(browser, live_shop.url, 1280)
    phone.goto("/fr/")
    accept = phone.get_by_role("button", name="Tout accepter")
    expect(accept).to_be_visible()
    phone.goto("/fr/produit/bol-matin/")
    assert count(KNOWN) == 0, "who has not answered is nobody"

    accept.click()
    expect(accept).to_have_count(0)
    phone.locator(".buy button").click()
    expect(phone.locator("#basket-link .count")).to_contain_text("1")
    log_in(phone)

    log_in(desk)
    desk.goto("/fr/panier/")
    expect(desk.get_by_text("Bol Matin").first).to_be_visible()
    if desk.get_by_role("button", name="Tout accepter").count():
        desk.get_by_role("button", name="Tout accepter").click()
    desk.goto("/fr/commander/")
    for field, value in ADDRESS.items():
        desk.locator(f"#field-{field}").fill(value)
    desk.locator("input[value='test_card:tok_success']").check()
    desk.get_by_role("button", name="Commande avec obligation de paiement", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(
        "Merci, votre commande est confirmée", timeout=20_000
    )

    staff = opened(browser, live_shop.url, 1280)
    session = aside(people.log_in, "operations", "fr").cookies["sessionid"].value
    staff.context.add_cookies([{"name": "sessionid", "value": session, "url": live_shop.url}])
    staff.goto(f"/backoffice/customers/?q={SHOPPER}")
    staff.locator("main table tbody a").first.click()
    page, story = staff.url, staff.locator("[aria-labelledby=timeline] .story__text")
    expect(story.filter(has_text="Commande").first).to_be_visible()
    told = story.all_inner_texts()[::-1]
    places = [next(n for n, text in enumerate(told) if text.startswith(begin)) for begin in TOLD]
    assert places == sorted(places), told
    shoot(staff, "day-timeline")

    desk.goto("/fr/compte/donnees/")
    desk.get_by_role("link", name="Faire effacer mes données").click()
    desk.locator("#sure").check()
    desk.get_by_role("button", name="Effacer mes données").click()
    expect(desk.locator("h1")).to_contain_text("oubli")
    aside(privacy.work_erasures, clock.now())
    assert count(KNOWN) == 0
    staff.goto(page)
    expect(staff.get_by_text("Au panier")).to_have_count(0)
    shoot(staff, "day-forgotten")
