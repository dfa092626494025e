"""Shops, their hours, and one article near a postcode."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.test import Client

from comptoir.channels.storefront.shown import prose
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.rules import dates
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.project import founding

CHRISTMAS = {
    date(2026, 12, 21): ((time(10), time(19)),),
    date(2026, 12, 24): ((time(10), time(17)),),
    date(2026, 12, 25): (),
}


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="127.0.0.1")


def test_single_days_go_before_weekdays_and_holidays(world) -> None:
    shop = world.shop
    org.set_hours(shop.code, opening=shop.opening, special=CHRISTMAS, origin=founding.origin(), now=world.now)
    place = org.place(shop.code)
    assert place.special == CHRISTMAS
    days = [date(2026, 12, day) for day in (21, 22, 24, 25, 28)]
    hours = fulfilment.hours(place, days, world.now)
    assert hours[days[0]] and not place.opening.get(1)  # a Monday, opened for once
    assert hours[days[1]] == place.opening[2] and hours[days[2]] == CHRISTMAS[days[2]]
    assert hours[days[3]] == hours[days[4]] == ()
    eve = datetime.fromisoformat("2026-12-24T16:30:00+01:00")
    ready = dates.ready_at(
        eve, minutes=60, zone=eve.tzinfo, opening=place.opening, closed={days[3]}, special=place.special  # type: ignore[arg-type]
    )
    assert ready and ready.date() == date(2026, 12, 26)
    with pytest.raises(Invalid):
        org.set_hours(
            shop.code, opening={}, special={days[0]: ((time(12), time(10)),)}, origin=founding.origin(), now=world.now
        )


def test_shops_say_where_how_far_and_when(world, browser: Client) -> None:
    html = browser.get("/fr/boutiques/?postcode=69003").content.decode()
    assert "14 rue de la Folie-Méricourt" in html and "À environ 390 km" in html
    assert "10\u202fh\u202f00 – 19\u202fh\u202f00" in html
    assert "Nous ne connaissons pas ce code postal" in browser.get("/fr/boutiques/?postcode=abc").content.decode()
    assert 'href="/en/shops/?postcode=69003" hreflang="en"' in html, "the postcode goes along with the language"
    assert browser.get("/en/shops/").status_code == 200


def test_an_article_near_a_postcode_has_stock_by_shop_and_a_day_at_home(world, browser: Client) -> None:
    address = f"/fr/pres-de-vous/{world.variants['BOOK']}/"
    assert f'data-near="{address}"' in browser.get("/fr/produit/cahier-de-table/").content.decode()
    answer = browser.get(address, {"postcode": "75011"})
    html = answer.content.decode()
    assert f'href="/en/near-you/{world.variants["BOOK"]}/?postcode=75011" hreflang="en"' in html
    assert "3 pièces sur place" in html and "Livraison entre" in html and "À moins de 5" in html
    assert answer.cookies["near"].value == "75011" and not answer.cookies["near"]["expires"]
    wrong = browser.get(address, {"postcode": "7501\x00"})
    assert wrong.status_code == 422 and "near" not in wrong.cookies
    assert browser.get(f"/fr/pres-de-vous/{world.shop.id}/").status_code == 404


def test_a_published_text_keeps_its_form() -> None:
    text = "# Titre\n\nUn paragraphe\nen deux lignes\n\n- un\n- deux\n\n> encadré\n> suite\n\n> encore\n\n#sans espace"
    assert [(block["kind"], block["texts"]) for block in prose.grouped(prose.read(text))] == [
        ("h", ["Titre"]), ("p", ["Un paragraphe\nen deux lignes"]), ("li", ["un", "deux"]),
        ("box", ["encadré\nsuite", "encore"]), ("p", ["#sans espace"]),
    ]  # fmt: skip


def test_an_article_that_is_nowhere_says_so_and_what_can_be_done(world, browser: Client) -> None:
    sql.run("UPDATE inventory_stocklevel SET on_hand = 0 WHERE variant_id = %s", [world.variants["BOOK"]])
    html = browser.get("/fr/produit/cahier-de-table/").content.decode()
    assert 'id="waiting"' in html and "Épuisé" in html
    near = browser.get(f"/fr/pres-de-vous/{world.variants['BOOK']}/", {"postcode": "75011"}).content.decode()
    assert "Épuisé partout pour le moment" in near and "#waiting" in near
    assert "ne pouvons pas l’apporter" not in near
