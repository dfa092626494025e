"""What a product lacks, channel by channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comptoir.catalog import facade as catalog
from comptoir.catalog.completeness import CHANNELS, RULES, Told, score
from comptoir.catalog.contracts import SizeTable
from comptoir.catalog.handlers import COMPLETENESS, keep, rebuild
from comptoir.journal import testing
from comptoir.kit import clock, sql
from comptoir.kit.text import Localised

FULL = Told(
    name=Localised(fr="Bol", en="Bowl"), description=Localised(fr="é" * 150, en="e" * 150), pictures=3, described=3,
    brand=True, category=True, facts=frozenset({"size", "material", "colour", "manufacturer"}), options=1, variants=2,
    with_gtin=2, with_weight=2, with_measures=0, sized=True,
)  # fmt: skip
LESS = {
    "name_fr": replace(FULL, name=Localised(en="Bowl")),
    "name_en": replace(FULL, name=Localised(fr="Bol", en=" ")),
    "long_en": replace(FULL, description=Localised(fr="é" * 150, en="e" * 149)),
    "pictures": replace(FULL, pictures=2, described=2),
    "alt": replace(FULL, described=2),
    "category": replace(FULL, category=False),
    "brand": replace(FULL, brand=False),
    "options": replace(FULL, options=0),
    "size": replace(FULL, facts=FULL.facts - {"size"} | {"origin"}),
    "material": replace(FULL, facts=FULL.facts - {"material"} | {"origin"}),
    "facts": replace(FULL, facts=FULL.facts - {"colour"}),
    "gtin": replace(FULL, with_gtin=1),
    "weight": replace(FULL, with_weight=1),
    "safety": replace(FULL, facts=FULL.facts - {"manufacturer"} | {"origin"}),
}


NAMED = "SELECT product_id FROM catalog_variant WHERE sku = ANY(%s) ORDER BY sku"


@pytest.mark.parametrize("channel", CHANNELS)
def test_who_says_everything_has_a_hundred_points(channel: str) -> None:
    assert score(FULL, channel).score == 100 and score(FULL, channel).missing == ()


@pytest.mark.parametrize("code", LESS)
def test_what_is_missing_is_named_where_it_counts_and_only_there(code: str) -> None:
    rule = next(rule for rule in RULES if rule.code == code)
    for channel in CHANNELS:
        found = score(LESS[code], channel)
        assert found.missing == ((code,) if channel in rule.weights else ())
        assert (found.score < 100) == (channel in rule.weights)


def test_what_is_no_goods_is_not_asked_for_what_only_goods_have() -> None:
    words = frozenset({"length", "level", "language", "format"})
    pattern = replace(FULL, nature="digital", facts=words, with_gtin=0, with_weight=0)
    card = replace(pattern, nature="gift_card", facts=frozenset())
    assert all(score(each, channel).score == 100 for each in (pattern, card) for channel in CHANNELS)
    assert "weight" in score(replace(pattern, nature="goods"), "google").missing


def test_the_heaviest_lack_comes_first_and_a_bare_product_has_little() -> None:
    bare = Told(
        name=Localised(fr="Bol"), description=Localised(), pictures=0, described=0, brand=False, category=False,
        facts=frozenset(), options=0, variants=0, with_gtin=0, with_weight=0, with_measures=0,
    )  # fmt: skip
    found = score(bare, "google")
    assert found.missing[0] == "picture" and found.score < 20


def test_the_worst_come_first_and_what_is_not_shown_is_left_out(world) -> None:
    testing.deliver([COMPLETENESS])
    first = catalog.least_complete("storefront", now=clock.now())
    scores = [one.score for one in first.items]
    assert first.total == 3 and scores == sorted(scores)
    assert catalog.least_complete("google", now=clock.now(), missing="gtin").total == 3
    assert catalog.completeness_sums(clock.now())["google"].products == 3
    mended = first.items[0].product_id
    before = catalog.completeness([mended])[mended][0]
    catalog.change_product(
        mended, name=Localised(fr="Nom", en="Name"), description=Localised(fr="é" * 150, en="e" * 150), brand_id=None,
        category_id=None, tax_category="standard", origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    testing.deliver([COMPLETENESS])
    after = catalog.completeness([mended])[mended][0]
    assert after.score > before.score and "description_en" not in after.missing
    rebuild()
    testing.deliver([COMPLETENESS])
    assert catalog.completeness([mended])[mended][0] == after
    catalog.withdraw(mended, market=world.context.market.code, origin=world.context.origin(), now=clock.now())
    assert catalog.least_complete("storefront", now=clock.now()).total == 2


def test_a_size_lacks_only_where_its_category_has_sizes(world) -> None:
    bowl, throw = (row[0] for row in sql.rows(NAMED, [["BOWL-OCHRE", "THROW"]]))

    def lacks() -> bool:
        sql.run("UPDATE catalog_variant SET length_mm = NULL, width_mm = NULL, height_mm = NULL")
        keep([bowl])
        return "size" in catalog.completeness([bowl])[bowl][0].missing

    sql.run("UPDATE catalog_product SET attributes = '{}', option_names = '[]'")
    assert not lacks(), "a bowl among bowls that say no size"
    sql.run("UPDATE catalog_product SET category_id = (SELECT category_id FROM catalog_product WHERE id = %s)", [bowl])
    sql.run("UPDATE catalog_product SET option_names = '[\"size\"]' WHERE id = %s", [throw])
    assert lacks(), "what stands beside it has sizes"
    sql.run("UPDATE catalog_product SET option_names = '[]'")
    house = catalog.category_by_slug("maison", "fr")
    assert house is not None and not lacks()
    columns = (Localised(fr="Taille", en="Size"), Localised(fr="cm", en="cm"))
    table = SizeTable(category_id=house.id, brand="", columns=columns, rows=(("S", "10"),))
    catalog.keep_size_table(table, origin=world.context.origin(), now=world.now)
    assert lacks(), "a table of sizes is kept for what it is"
