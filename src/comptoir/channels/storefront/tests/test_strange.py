"""States that nobody wishes for: nothing sold, nothing left, names without end, 200 variants, no picture."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.channels.storefront.tests.conftest import OpenPage
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.org import facade as org
from comptoir.org.contracts import LegalIdentity
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding
from comptoir.search import facade as search

SHOTS = os.environ.get("COMPTOIR_SHOTS")
LONG = "Nappe brodée à la main par " + "Anne-Élisabeth-Marguerite " * 10
ARABIC = "وعاء الصباح الخزفي"


def look(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"strange-{name}.png"), full_page=True)


def test_a_server_without_a_shop_says_how_to_make_one(client: Client, database: str) -> None:
    answer = client.get("/fr/")
    assert (answer.status_code, "comptoir found" in answer.content.decode()) == (503, True)


def test_a_shop_of_ones_own_sells_elsewhere(client: Client, database: str) -> None:
    """Bad answers leave nothing behind; good ones may be given again."""
    now = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    seller = LegalIdentity(
        name="Atelier Nord SRL", country="BE", vat_number="BE 0203.430.576", street="5 rue Haute", postcode="1000",
        city="Bruxelles", email="bonjour@nord.example", timezone="Europe/Brussels",
    )  # fmt: skip
    house = founding.house_of(seller, shop="Atelier Nord", countries=("BE", "FR"), currency="EUR", locale="fr")
    who = {"administrator": "chef@nord.example", "password": "lunes-et-marees-7"}
    with pytest.raises(Invalid) as refused:
        wrong = replace(house, countries=("XX",), seller=replace(seller, vat_number="BE1"), code="")
        founding.found_for(wrong, administrator="chef", password="1234", now=now)
    assert set(refused.value.errors) == {"countries", "vat_number", "shop", "administrator", "password"}
    assert not org.legal_entities() and not org.storefronts()
    assert founding.found_for(house, **who, now=now) == []
    other = replace(house, seller=replace(house.seller, city="Gand"))
    assert founding.found_for(other, **who, now=now) == ["city", "password"], "said, not taken"
    assert [(each.code, each.market.code, each.market.countries) for each in org.storefronts().values()] == [
        ("atelier-nord", "be", ("BE", "FR"))
    ]
    assert [(each.country, each.city) for each in org.places()] == [("BE", "Bruxelles")]
    assert "Atelier Nord SRL" in client.get("/fr/informations/mentions-legales/").content.decode()
    with pytest.raises(Invalid, match="invalid"):
        founding.found_for(replace(house, code="another"), **who, now=now)


def test_a_shop_without_goods_stays_a_shop(client: Client, database: str) -> None:
    founding.found_house(datetime(2026, 11, 18, 9, 30, tzinfo=UTC))
    search.index_news()
    for path, status in (("/fr/", 200), ("/en/search/?q=bowl", 200), ("/fr/panier/", 200), ("/fr/rayon/table/", 404)):
        assert client.get(path).status_code == status, path


@pytest.fixture
def strange(live_shop: SimpleNamespace) -> SimpleNamespace:
    """A long name, a name from right to left, one with 200 variants; none has a picture."""
    table = CategoryDraft(names=(Localised(fr="Maison", en="Home"), Localised(fr="Table", en="Tableware")))
    colours = [f"Couleur {n}" for n in range(1, 21)]
    sizes = [str(n) for n in range(36, 46)]
    options = (("colour", Localised(fr="Couleur", en="Colour")), ("size", Localised(fr="Pointure", en="Size")))
    many = tuple(
        VariantDraft(
            external_id=f"M-{n}", sku=f"M-{n}", weight_g=900,
            options=tuple(
                AttributeDraft(code=code, label=label, kind="text", value=Localised(fr=value, en=value))
                for (code, label), value in zip(options, pair, strict=True)
            ),
        )
        for n, pair in enumerate(product(colours, sizes))
    )  # fmt: skip
    drafts = [
        ProductDraft(
            external_id=code, name=Localised(fr=name, en=name), brand=founding.NAME, category=table, variants=variants
        )
        for code, name, variants in (
            ("long", LONG[:300], (VariantDraft(external_id="LONG", sku="LONG", weight_g=1),)),
            ("rtl", ARABIC, (VariantDraft(external_id="RTL", sku="RTL", weight_g=1),)),
            ("many", "Bottine Deux Cents", many),
        )
    ]
    origin, now = live_shop.context.origin(), live_shop.now
    ids = catalog.upsert_products(drafts, market=founding.MARKET, origin=origin, now=now).variant_ids
    prices = [PriceToSet(variant_id=one, amount=Money(1234567, "EUR")) for one in ids.values()]
    pricing.set_prices(prices, market=founding.MARKET, origin=origin, now=now)
    levels = [
        Adjustment(variant_id=one, location_id=live_shop.warehouse.id, quantity=2)
        for sku, one in ids.items()
        if sku not in ("M-0", "M-199")
    ]
    inventory.set_levels(levels, reason="opening", origin=origin, now=now)
    search.index_news()
    return live_shop


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_names_without_end_and_two_hundred_variants_fit(
    strange: SimpleNamespace, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    page.goto("/fr/rayon/table/")
    look(page, f"category-{width}")
    page.get_by_role("link", name="Nappe brodée").first.click()
    expect(page.locator("h1")).to_contain_text("Nappe brodée")
    look(page, f"long-{width}")
    page.goto("/fr/recherche/?q=bottine")
    page.get_by_role("link", name="Bottine Deux Cents").click()
    expect(page.locator("h1")).to_have_text("Bottine Deux Cents")
    look(page, f"many-{width}")
    page.goto("/fr/rayon/table/")
    page.get_by_role("link", name=ARABIC).first.click()
    look(page, f"rtl-{width}")
    page.locator(".buy button").click()
    expect(page.locator("#said")).to_contain_text("C’est dans votre panier")
    page.goto("/fr/panier/")
    look(page, f"basket-{width}")


@pytest.mark.browser
def test_the_way_out_of_the_shop_is_silent(open_page: OpenPage) -> None:
    page, told = open_page(), list[str]()
    page.on("pageerror", lambda problem: told.append(str(problem)))
    page.goto("/fr/")
    page.evaluate("setTimeout(() => location.assign('/robots.txt'))")
    page.wait_for_url("**/robots.txt")
    page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    assert told == []
