"""An operator's morning, in a real browser: what is to be done, one order, its parcel, its story."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import OwnPicture
from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.tests import people
from comptoir.channels.backoffice.tests.test_pictures import SVG
from comptoir.content import facade as content
from comptoir.content.models import HomePage, StoryPage
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.project import founding

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "storefront" / "tests" / "vendor" / "axe.min.js"
SHOTS = os.environ.get("COMPTOIR_SHOTS")
LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def aside(call: Any, *args: Any) -> Any:
    """Playwright's thread runs an event loop, in which Django refuses to reach the database."""

    def work() -> Any:
        try:
            return call(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def make_order() -> UUID:
    """An order, and operators of both languages to look at it."""
    for locale in ("fr", "en"):
        people.log_in("operations", locale)
    return people.place()


def enter(browser: Browser, url: str, locale: str, width: int = 1280, role: str = "operations") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    session = aside(people.log_in, role, locale).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page.goto("/backoffice/")
    expect(page.locator("#today-title")).to_be_visible()
    return page


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def faults(page: Page, *more: str) -> list[str]:
    """By the rules of the law, and `more` rules of good practice."""
    page.add_script_tag(path=str(AXE))
    asked = {"runOnly": LAW, "rules": {rule: {"enabled": True} for rule in more}}
    found = page.evaluate("asked => axe.run(asked)", asked)
    return [
        f"{fault['id']} at {node['target']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def write_a_page(product: UUID) -> dict[str, int]:
    """A story with a text and goods that have a picture, and its translation."""
    origin = Origin(actor="system:tests", channel="tests", correlation=uuid7())
    picture = OwnPicture(product_id=product, content=SVG, alt=Localised())
    catalog.add_picture(picture, origin=origin, now=clock.now())
    content.open_home(founding.STOREFRONT)
    home = HomePage.objects.get(locale__language_code="fr")
    body = [
        ("text", {"audience": "", "text": "<p>Un bol.</p>"}),
        ("products", {"title": "", "products": [str(product)]}),
    ]
    page = home.add_child(instance=StoryPage(title="Le bol", slug="bol", live=False, locale=home.locale, body=body))
    page.save_revision()
    english = Locale.objects.get(language_code="en")
    translate_object(page, [english])
    return {"page": page.pk, "translation": page.get_translation(english).pk}


def test_an_operator_ships_an_order_and_reads_its_story(browser: Browser, live_shop: SimpleNamespace) -> None:
    order_id = aside(make_order)
    page = enter(browser, live_shop.url, "en")
    page.get_by_role("link", name="Orders to prepare").click()
    page.get_by_role("link", name=aside(orders.get, order_id).number).click()
    page.get_by_role("link", name="Ship", exact=True).click()
    page.get_by_label("Carrier").fill("Colissimo")
    page.get_by_label("Tracking number").fill("6A12345678901")
    page.get_by_role("button", name="The parcel has left").click()
    expect(page.get_by_text("The parcel is shipped.")).to_be_visible()
    story = page.get_by_role("region", name="What happened")
    expect(story.get_by_text("Parcel handed to the carrier")).to_be_visible()
    expect(story.get_by_text("6A12345678901")).to_be_visible()
    expect(story.get_by_text("Operations").first).to_be_visible()
    assert aside(orders.get, order_id).state == "shipped"


@pytest.mark.parametrize(("locale", "width"), [("en", 1280), ("fr", 360)])
def test_our_pages_have_no_accessibility_fault_and_fit_a_phone(
    browser: Browser, live_shop: SimpleNamespace, locale: str, width: int
) -> None:
    order_id = aside(make_order)
    product = live_shop.products["bowl"]
    home = aside(lambda: rows.DeliveryMethod.objects.get(code="home").pk)
    pages = {
        "front": "/backoffice/",
        "orders": "/backoffice/orders/",
        "order": f"/backoffice/orders/{order_id}/",
        "ship": f"/backoffice/orders/{order_id}/ship/",
        "products": "/backoffice/products/",
        "product": f"/backoffice/products/{product}/",
        "stock": "/backoffice/stock/",
        "letters": "/backoffice/letters/",
        "payments": "/backoffice/payments/",
        "delivery": f"/backoffice/delivery/{home}/",
        "delivery-rates": f"/backoffice/delivery/{home}/rates/",
    }
    wrong: dict[str, Any] = {}
    page = enter(browser, live_shop.url, locale, width)
    for name, address in pages.items():
        page.goto(address)
        shoot(page, f"{name}-{locale}-{width}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong[name] = "wider than the screen"
        if found := faults(page, *(["landmark-unique"] if name == "product" else [])):
            wrong[f"{name}, axe"] = found
    assert not wrong


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_pages_are_written_and_translated_without_an_accessibility_fault(
    browser: Browser, live_shop: SimpleNamespace, settings, tmp_path, locale: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    written = aside(write_a_page, live_shop.products["bowl"])
    page = enter(browser, live_shop.url, locale, role="administrator")
    page.goto(f"/backoffice/pages/{written['page']}/edit/")
    expect(page.locator(".goods-face img")).to_be_attached()
    expect(page.locator("[role=textbox].public-DraftEditor-content")).to_have_attribute(
        "aria-label", {"en": "Text", "fr": "Texte"}[locale]
    )
    assert faults(page) == []
    page.goto(f"/backoffice/pages/{written['translation']}/edit/")
    expect(page.locator(".js-translation-editor input[type=file]").first).to_be_attached()
    assert faults(page) == []


def test_a_merchant_puts_the_menu_into_another_order(browser: Browser, live_shop: SimpleNamespace) -> None:
    house = aside(catalog.category_by_slug, "maison", "fr").id
    page = enter(browser, live_shop.url, "fr", 360, role="merchant")
    page.goto(f"/backoffice/categories/order/{house}/")
    assert faults(page) == []
    page.get_by_role("button", name="Monter – Textile").click()
    expect(page.get_by_text("Textile a changé de place")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_text(["Textile", "Table"])
