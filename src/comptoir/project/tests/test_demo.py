"""The demo house: what its files say, and how it gets onto the shelves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from comptoir.catalog import facade as catalog
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.project import founding
from comptoir.project.demo import album, shelves, supply, tokens, voices, words
from comptoir.project.demo.goods import FOLDER, Piece, pieces
from comptoir.reviews import facade as reviews

LARGEST = 44_000  # bytes of one drawing
WANTED = {"bol-matin", "assiette-quotidienne", "pichet-fontaine", "verre-marche", "torchon-lin", "pull-marin"}


def test_the_gift_card_promises_no_earlier_day_than_its_page_does() -> None:
    assert "au plus tard le jour annoncé" in tokens.TEXT["fr"] and "at the latest on the day" in tokens.TEXT["en"]


def test_every_piece_is_told_in_both_languages_and_in_order() -> None:
    codes = [sold.code for piece in pieces() for sold in piece.variants]
    assert len(pieces()) >= 120 and len(codes) >= 400
    assert len(set(codes)) == len(codes)
    assert set(words.AISLES) == {piece.aisle for piece in pieces()}
    for piece in pieces():
        french, english = piece.name[0] + piece.text[0], piece.name[1] + piece.text[1]
        assert all((*piece.name, *piece.text)), piece.code
        assert not re.search(r"['!]|[^\u202f][;:?»]|«[^\u202f]", french), piece.code
        assert not re.search(r"['!]", english), piece.code
        assert piece.made in words.PLACES and piece.material in words.MATERIALS, piece.code
        assert not piece.care or piece.care in words.CARE, piece.code
        assert set(piece.numbers) <= set(words.NUMBERS), piece.code


def test_the_house_speaks_both_languages_and_of_its_own_goods() -> None:
    house = tomllib.loads((FOLDER / "brand.toml").read_text("utf-8"))
    told = [house["history"], house["voice"], *({"fr": one["tfr"], "en": one["ten"]} for one in house["guide"])]
    assert all(len(texts["fr"]) == len(texts["en"]) for texts in told)
    codes = {piece.code for piece in pieces()}
    assert all(set(one["pieces"]) <= codes for one in house["guide"])


@pytest.mark.parametrize("piece", [piece for piece in pieces() if piece.code in WANTED], ids=lambda piece: piece.code)
def test_a_piece_is_drawn_the_same_each_time_and_small(piece: Piece) -> None:
    for colour in piece.colours or ("",):
        views = list(album.of(piece, colour))
        assert [shown.svg for shown in views] == [shown.svg for shown in album.of(piece, colour)]
        assert len({shown.svg for shown in views}) == 3
        assert all(len(shown.svg) < LARGEST and shown.alt["fr"] and shown.alt["en"] for shown in views)


def test_shelves_are_filled_once_and_a_crash_is_made_good(world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    goods = [piece for piece in pieces() if piece.code in WANTED]
    paris = world.shop
    lyon = founding.open_shop(world.now, code="lyon-3", city="Lyon", street="1", postcode="69003", position=2)
    nantes = founding.open_shop(world.now, code="nantes", city="Nantes", street="1", postcode="44000", position=3)
    places = (world.warehouse, paris, lyon, nantes)
    shelves.fill(goods, places, world.now)
    (files,) = [sorted(path.name for path in Path(tmp_path).rglob("*.svg"))]
    assert len(files) == 3 * sum(len(piece.colours or ("",)) for piece in goods)
    ids = dict(sql.rows("SELECT external_id, id FROM catalog_product"))
    bowl = catalog.products([ids["bol-matin"]])[ids["bol-matin"]]
    own = {variant.id for variant in bowl.variants[1:]}
    assert {picture.variant_id for picture in bowl.pictures} == {None, *own}

    # A crash before the last pictures, and a merchant who sold one: the first comes back, the second is left alone.
    variant = bowl.variants[0].id
    before = inventory.availability([variant])[variant]
    sql.run("DELETE FROM catalog_media WHERE product_id = %s", [bowl.id])
    shelves.fill(goods, places, world.now)
    assert catalog.products([bowl.id])[bowl.id].pictures == bowl.pictures
    assert inventory.availability([variant])[variant] == before
    assert supply.COUNTED[0] in {sold.code for piece in goods for sold in piece.variants}


def test_what_people_think_names_goods_that_there_are_and_is_well_written() -> None:
    file, sold = voices.told(), {sold.code for piece in pieces() for sold in piece.variants}
    assert {row["of"] for row in file["review"]} <= sold
    assert {row["of"] for row in file["question"]} <= {piece.code for piece in pieces()}
    assert len({(row["of"], row["by"]) for row in file["review"]}) == len(file["review"]) >= 60
    stars = [row["stars"] for row in file["review"]]
    assert sum(star <= 2 for star in stars) >= 8 and all("answer" in row for row in file["review"] if row["stars"] < 3)
    for row in [*file["review"], *file["question"]]:
        for text in (row.get(key, "") for key in ("title", "text", "answer", "told")):
            wrong = r"['!]|[^\u202f][;:?»]|«[^\u202f]" if row.get("in", "fr") == "fr" else r"['!]"
            assert not re.search(wrong, text), text


def test_people_speak_once_as_invented_and_a_crash_is_made_good(world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    goods = [piece for piece in pieces() if piece.code in ("bol-matin", "theiere-brume")]
    made = catalog.upsert_products(
        [shelves._draft(piece) for piece in goods], market=founding.MARKET, origin=founding.origin(), now=world.now
    )
    voices.speak(goods, world.now)
    bowl = made.product_ids["bol-matin"]
    found, known = reviews.of_product(bowl, most=10), sql.rows("SELECT count(*) FROM journal_event")
    assert found.rating.count == 5 and {each.kind for each in found.reviews} == {"demo"}
    assert [answer.by for answer in found.questions[0].answers] == ["brand", "buyer"] and found.questions[0].invented
    voices.speak(goods, world.now)
    assert sql.rows("SELECT count(*) FROM journal_event") == known
    (last,) = [row for row in voices.told()["review"] if row["of"].startswith("theiere") and row["stars"] == 5]
    one = reviews.purchase(voices._purchase(last)).review_id
    sql.run("DELETE FROM reviews_review WHERE id = %s", [one])
    voices.speak(goods, world.now)
    assert reviews.of_product(bowl, most=10).rating == found.rating
    assert reviews.purchase(voices._purchase(last)).state == "published"
