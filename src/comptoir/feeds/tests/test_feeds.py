"""A feed says what the API says, in the way in which each channel reads it, and lists what it would refuse."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import OwnPicture, Picture, ProductRecord, VariantRecord
from comptoir.feeds import facade as feeds
from comptoir.feeds import jobs, rules
from comptoir.feeds.commands import publish_feed
from comptoir.feeds.errors import FeedExists
from comptoir.feeds.rules import Setting
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.raster import make
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.offers.contracts import Availability, ProductPage, Reduced, VariantOffer

G = "{http://base.google.com/ns/1.0}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="#abc"/></svg>'
SETTING = Setting(
    locale="fr", page="https://shop.example/fr/produit/{slug}/", picture=lambda source: f"https://shop.example{source}",
    shipping=lambda grams: (("FR", "Colis", Money(490, "EUR")),) if grams < 30_000 else (), default_weight_g=500,
)  # fmt: skip
AHEAD = Availability(state="preorder", pieces=5, ready_on=date(2027, 1, 4))


def page(**changed: object) -> ProductPage:
    identity, variant = uuid7(), uuid7()
    record = ProductRecord(
        id=identity, external_id="bowl", name=Localised(fr="Bol"), description=Localised(fr="En grès."),
        slug=Localised(fr="bol"), brand="Coste", category=None, tax_category="standard", attributes=(),
        variants=(VariantRecord(id=variant, product_id=identity, external_id="B", sku="B", gtins=(), options=(),
                                weight_g=None, active=True),),
        pictures=(Picture(source="/media/products/a.svg", alt=Localised()),), created_at=None, changed_at=None,
    )  # type: ignore[arg-type]  # fmt: skip
    offer = VariantOffer(
        variant_id=variant, external_id="B", sku="B", gtins=(), options=(), price=Money(2400, "EUR"),
        availability=Availability(state="low", pieces=1), places=(),
    )  # fmt: skip
    of_offer = {key: changed.pop(key) for key in ("price", "gtins", "availability", "reduced") if key in changed}
    return ProductPage(
        product=replace(record, **changed), variants=(replace(offer, **of_offer),), chosen=None, delivery=()  # type: ignore[arg-type]
    )  # fmt: skip


def one(found: ProductPage) -> tuple[rules.Row | None, dict[str, bool]]:
    ((row, problems),) = rules.rows(found, SETTING)
    return row, {problem.code: problem.refused for problem in problems}


def test_what_a_channel_would_refuse_is_left_out_and_the_rest_is_told() -> None:
    assert one(page())[1] == {}
    wrongs = {"no_price": {"price": None}, "no_picture": {"pictures": ()}, "no_name": {"name": Localised()}}
    for code, wrong in wrongs.items():
        row, problems = one(page(**wrong))
        assert row is None and problems[code] is True
    row, problems = one(page(description=Localised(), brand="", name=Localised(en="Bowl\x0b\ufffe " + "very " * 40)))
    assert row and problems == dict.fromkeys(("no_description", "no_brand", "other_language", "title_cut"), False)
    assert len(row.values["title"]) <= 150 and row.values["title"].startswith("Bowl very")
    assert row.values["description"].startswith("Bowl very") and "brand" not in row.values


def test_numbers_states_and_dates_are_the_channels() -> None:
    row, _problems = one(page(gtins=("03770012345671",), availability=AHEAD))
    assert row and row.values["gtin"] == "3770012345671" and "identifier_exists" not in row.values
    assert row.values["availability"] == "preorder" and row.values["availability_date"] == "2027-01-04T00:00+00:00"
    assert row.values["price"] == "24.00 EUR" and "sale_price" not in row.values
    before = Reduced(before=Money(3000, "EUR"), percent=20)
    row, _problems = one(page(reduced=before))
    assert row and (row.values["price"], row.values["sale_price"]) == ("30.00 EUR", "24.00 EUR")
    row, problems = one(page(gtins=("02000000000008",)))
    assert row and "gtin" not in row.values and row.values["identifier_exists"] == "no" and "gtin_unfit" in problems
    assert [rules.trade_number(each) for each in ("00000096385074", "00012345678905", "12345678901231")] == [
        "96385074", "012345678905", "12345678901231",
    ]  # fmt: skip
    assert rules.cut("un deux trois", 9) == "un deux…"


def open_one(world: SimpleNamespace, kind: str, *, is_public: bool = False) -> UUID:
    who = world.context.origin()
    return feeds.open_feed(kind=kind, market="fr", locale="fr", is_public=is_public, origin=who, now=world.now)


def read(feed_id: UUID) -> bytes:
    path = feeds.feed(feed_id).address.partition("/feeds/")[2]
    answer = Client().get(f"/feeds/{path}")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content)


def test_both_feeds_say_of_each_variant_what_the_api_says(
    world: SimpleNamespace, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RENDITIONS_ROOT = tmp_path
    who = world.context.origin()
    bowl, throw = world.products["bowl"], world.products["throw"]
    odd = Localised(fr="Laine <& «ouvrée», \"fine\"\nlourde", en="Wool")
    catalog.change_product(
        throw, name=Localised(fr="Plaid", en="Throw"), description=odd, brand_id=None, category_id=None,
        tax_category="standard", origin=who, now=world.now,
    )  # fmt: skip
    catalog.keep_pictures(
        [OwnPicture(product_id=each, content=SVG, alt=Localised(fr="Vu")) for each in (bowl, throw)],
        origin=who, now=world.now,
    )  # fmt: skip
    google, meta = open_one(world, "google"), open_one(world, "meta")
    for each in (google, meta):
        assert feeds.feed(each).made_at is None
        jobs.publish(feed_id=str(each))
    monkeypatch.setattr(make, "_drawn", lambda *_given: pytest.fail("drawn in a request"))
    told = Client().get("/api/v1/products?page_size=100").json()
    known = {variant["sku"]: variant for product in told["items"] for variant in sold(product["slug"])}
    items = ElementTree.fromstring(read(google)).findall("channel/item")
    rows = {item.findtext(f"{G}id"): item for item in items}
    assert set(rows) == {"BOWL-OCHRE", "BOWL-BLUE", "THROW"} and set(rows) | {"BOOK"} == set(known)
    for sku, item in rows.items():
        minor = known[sku]["price"]["minor"]
        assert item.findtext(f"{G}price") == f"{minor // 100}.{minor % 100:02} EUR"
        assert (item.findtext(f"{G}availability") == "in_stock") == (known[sku]["availability"]["pieces"] > 0)
        assert item.findtext(f"{G}image_link", "").endswith(".svg.png")
        assert Client().get(item.findtext(f"{G}image_link", "").partition("8000")[2]).status_code == 200
        assert Client().get(item.findtext(f"{G}link", "").partition("8000")[2]).status_code == 200
        assert item.findtext(f"{G}shipping/{G}country") == "FR" and item.find(f"{G}sale_price") is None
    blue = rows["BOWL-BLUE"]
    assert blue.findtext(f"{G}item_group_id") == "bowl" and blue.findtext(f"{G}color") == "Bleu"
    assert blue.findtext(f"{G}link", "").endswith("?sku=BOWL-BLUE")
    assert rows["THROW"].findtext(f"{G}description") == "Laine <& «ouvrée», \"fine\" lourde"
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(read(meta).decode()))}
    assert set(table) == set(rows) and table["THROW"]["description"] == rows["THROW"].findtext(f"{G}description")
    assert table["BOWL-BLUE"]["availability"] == "in stock" and table["BOWL-BLUE"]["color"] == "Bleu"
    info = feeds.feed(google)
    assert (info.products, info.rows, info.refused) == (3, 3, 1)
    assert [(each.sku, each.code) for each in info.problems if each.refused] == [("BOOK", "no_picture")]
    assert sql.row("SELECT count(*) FROM journal_event WHERE name = 'Feed Published'", [])[0] == 2


def sold(slug: str) -> list[dict]:
    return list(Client().get(f"/api/v1/products/{slug}").json()["variants"])


def test_a_secret_address_is_given_up_and_a_closed_feed_is_gone(world: SimpleNamespace) -> None:
    who = world.context.origin()
    feed = open_one(world, "google", is_public=True)
    with pytest.raises(FeedExists):
        open_one(world, "google")
    jobs.publish(feed_id=str(feed))
    assert feeds.feed(feed).address.endswith("/feeds/google-fr-fr.xml") and read(feed)
    feeds.renew_feed_address(feed, origin=who, now=world.now)
    assert Client().get("/feeds/google-fr-fr.xml").status_code == 404
    address = feeds.feed(feed).address
    assert len(address.rpartition("google-fr-fr-")[2]) > 30 and not feeds.feed(feed).is_public
    jobs.publish(feed_id=str(feed))
    assert read(feed)
    path, _type = feeds.feed_file(address.rpartition("/")[2].removesuffix(".xml"), "xml")
    feeds.close_feed(feed, origin=who, now=world.now)
    assert not path.exists() and Client().get("/feeds/" + address.rpartition("/")[2]).status_code == 404
    jobs.publish(feed_id=str(feed))  # waited in the queue when it was closed
    with pytest.raises(NotFound):
        feeds.feed(feed)


def test_a_feed_whose_time_has_come_is_asked_for_once(world: SimpleNamespace) -> None:
    open_one(world, "meta")
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'feeds.publish'"
    assert feeds.ask_for_due(world.now) == 0
    later = world.now + jobs.EVERY
    assert (feeds.ask_for_due(later), feeds.ask_for_due(later)) == (1, 0)
    assert sql.row(waiting, [])[0] == 2


def test_two_publications_of_a_feed_share_no_file_and_the_queue_makes_one_at_a_time(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = open_one(world, "meta")
    feeds.ask_for_feed(feed, origin=world.context.origin(), now=world.now)
    locks = "SELECT DISTINCT lock FROM procrastinate_jobs WHERE task_name = 'feeds.publish'"
    assert sql.rows(locks, []) == [(f"feed:{feed}",)]
    written: list[Path] = []

    def fail(path: Path, *_given: object) -> None:
        path.touch()
        written.append(path)
        raise OSError

    monkeypatch.setattr(publish_feed, "_write", fail)
    for _each in range(2):
        with pytest.raises(OSError):
            jobs.publish(feed_id=str(feed))
    assert written[0] != written[1] and not any(path.exists() for path in written)
