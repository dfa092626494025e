"""Products by external id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import AttributeDraft, CategoryDraft, ProductDraft, Upserted, VariantDraft
from comptoir.catalog.errors import SkuTaken, UnknownMarket
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised

COLOUR = Localised(fr="Couleur", en="Colour")
HEIGHT = AttributeDraft(
    code="height", label=Localised(en="Height"), kind="number", value={"value": 21, "unit": "cm"}, unit="cm"
)


def variant(sku: str, colour: str, **more: object) -> VariantDraft:
    option = AttributeDraft(code="colour", label=COLOUR, kind="choice", value=colour)
    return VariantDraft(external_id=sku, sku=sku, options=(option,), weight_g=300, **more)  # type: ignore[arg-type]


JUG = ProductDraft(
    external_id="jug",
    name=Localised(fr="Pichet à eau", en="Water jug"),
    description=Localised(fr="Un litre.", en="One litre."),
    brand="Maison Orme",
    category=CategoryDraft(names=(Localised(fr="Maison"), Localised(fr="Verseuses", en="Jugs"))),
    attributes=(HEIGHT,),
    variants=(variant("JUG-1", "ocre", gtins=("04006381333931",)), variant("JUG-2", "noir")),
    pictures=("https://example.com/a.jpg", "https://example.com/b.jpg"),
)


def upsert(world: SimpleNamespace, *drafts: ProductDraft, market: str = "fr") -> Upserted:
    now = world.now + timedelta(minutes=1)
    return catalog.upsert_products(drafts, market=market, origin=world.context.origin(), now=now)


def events(world: SimpleNamespace) -> list[str]:
    return [row[0] for row in sql.rows("SELECT name FROM journal_event ORDER BY position")]


def test_a_new_product_is_described_published_and_journaled(world: SimpleNamespace) -> None:
    before = len(events(world))
    taken = upsert(world, JUG)
    assert (taken.created, taken.changed, taken.unchanged) == (1, 0, 0)
    assert events(world)[before:] == ["Product Created", "Product Published"]
    record = catalog.product_by_slug("water-jug", "en")
    assert record.id == taken.product_ids["jug"] == catalog.product_by_slug("pichet-a-eau", "fr").id
    assert [node.slug.read("fr") for node in record.category.trail] == ["maison", "verseuses"]  # type: ignore[union-attr]
    assert [(one.sku, one.gtins, one.options[0].text.read("fr")) for one in record.variants] == [
        ("JUG-1", ("04006381333931",), "ocre"),
        ("JUG-2", (), "noir"),
    ]
    assert record.attributes[0].text == Localised(fr="21\u00a0cm", en="21\u00a0cm")
    sellable = catalog.sellable(
        list(taken.variant_ids.values()), market="fr", now=world.now + timedelta(hours=1)
    )
    assert all(one.published and one.weight_g == 300 for one in sellable.values())
    assert {one.options[0].value for one in sellable.values()} == {"ocre", "noir"}


def test_the_same_again_writes_nothing(world: SimpleNamespace) -> None:
    upsert(world, JUG)
    marks = (
        "SELECT (SELECT count(*) FROM journal_event), max(xmin::text), max(changed_at) FROM catalog_product"
    )
    before = sql.row(marks)
    assert upsert(world, JUG).unchanged == 1
    assert sql.row(marks) == before


def test_changes_keep_the_address_and_replace_numbers_and_pictures(world: SimpleNamespace) -> None:
    first = upsert(world, JUG)
    renamed = replace(
        JUG,
        name=Localised(fr="Carafe", en="Carafe"),
        pictures=("https://example.com/b.jpg", "https://example.com/c.jpg"),
        variants=(variant("JUG-1", "blanc", gtins=("09780201379624",)),),
    )
    assert upsert(world, renamed).changed == 1
    assert events(world)[-1] == "Product Changed"
    record = catalog.product_by_slug("pichet-a-eau", "fr")
    assert (record.name.read("fr"), record.id) == ("Carafe", first.product_ids["jug"])
    assert [(one.sku, one.gtins, one.options[0].value) for one in record.variants] == [
        ("JUG-1", ("09780201379624",), "blanc"),
        ("JUG-2", (), "noir"),
    ]
    pictures = sql.rows(
        "SELECT address FROM catalog_media WHERE product_id = %s ORDER BY position", [record.id]
    )
    assert [address for (address,) in pictures] == ["https://example.com/b.jpg", "https://example.com/c.jpg"]


def test_variants_that_come_later_join_their_product_and_leave_its_texts_alone(
    world: SimpleNamespace,
) -> None:
    upsert(world, replace(JUG, variants=JUG.variants[:1]))
    late = replace(JUG, name=Localised(fr="Autre nom"), variants=JUG.variants[1:], variants_only=True)
    assert upsert(world, late).changed == 1
    record = catalog.product_by_slug("pichet-a-eau", "fr")
    assert (record.name.read("fr"), [one.sku for one in record.variants]) == (
        "Pichet à eau",
        ["JUG-1", "JUG-2"],
    )
    names = sql.row("SELECT option_names FROM catalog_product WHERE external_id = 'jug'")
    assert names == (["colour"],)
    assert upsert(world, late).unchanged == 1


def test_two_products_of_one_name_get_two_addresses(world: SimpleNamespace) -> None:
    twin = replace(JUG, external_id="jug-2", variants=(variant("JUG-3", "vert"),))
    upsert(world, JUG, twin)
    slugs = {
        row[0] for row in sql.rows("SELECT slug ->> 'fr' FROM catalog_product WHERE external_id LIKE 'jug%%'")
    }
    assert len(slugs) == 2 and all(slug.startswith("pichet-a-eau") for slug in slugs)


def test_an_article_number_of_another_variant_refuses_the_batch(world: SimpleNamespace) -> None:
    before = sql.row("SELECT (SELECT count(*) FROM catalog_product), (SELECT count(*) FROM journal_event)")
    stolen = replace(JUG, variants=(replace(variant("JUG-1", "ocre"), sku="THROW"),))
    with pytest.raises(SkuTaken):
        upsert(world, stolen)
    with pytest.raises(UnknownMarket):
        upsert(world, JUG, market="nowhere")
    after = sql.row("SELECT (SELECT count(*) FROM catalog_product), (SELECT count(*) FROM journal_event)")
    assert after == before


def test_what_was_withdrawn_stays_withdrawn(world: SimpleNamespace) -> None:
    product = upsert(world, JUG).product_ids["jug"]
    variants = list(upsert(world, JUG).variant_ids.values())
    later, who = world.now + timedelta(hours=1), world.context.origin()
    catalog.withdraw(product, market="fr", origin=who, now=later)
    upsert(world, replace(JUG, brand="Autre maison"))
    shown = catalog.sellable(variants, market="fr", now=later + timedelta(hours=1))
    assert not any(one.published for one in shown.values())
    catalog.publish(product, market="fr", starts_at=later, origin=who, now=later)
    shown = catalog.sellable(variants, market="fr", now=later + timedelta(hours=1))
    assert all(one.published for one in shown.values())
    assert events(world)[-3:] == ["Product Withdrawn", "Product Changed", "Product Published"]


def test_edits_by_hand_survive_the_same_file_and_are_checked(world: SimpleNamespace) -> None:
    product = upsert(world, JUG).product_ids["jug"]
    who = world.context.origin()
    edit = {"description": Localised(fr="Mieux dit."), "brand_id": None, "category_id": None}
    catalog.change_product(
        product, name=Localised(fr="Pichet"), tax_category="reduced", origin=who, now=world.now, **edit
    )
    assert upsert(world, JUG).unchanged == 1
    assert catalog.products([product])[product].name == {"fr": "Pichet"}
    count = len(events(world))
    with pytest.raises(Invalid) as refusal:
        catalog.change_product(
            product, name=Localised(), tax_category="none", origin=who, now=world.now, **edit
        )
    assert set(refusal.value.errors) == {"name", "tax_category"}
    with pytest.raises(NotFound):
        catalog.change_product(
            world.variants["BOOK"],
            name=Localised(fr="x"),
            tax_category="zero",
            origin=who,
            now=world.now,
            **edit,
        )
    assert len(events(world)) == count
