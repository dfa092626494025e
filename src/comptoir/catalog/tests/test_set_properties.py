"""Properties and trade item numbers, said by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.catalog import properties
from comptoir.catalog.contracts import AttributeDraft, ProductDraft, Property, VariantDraft, VariantGtins
from comptoir.catalog.errors import PropertiesChangedMeanwhile
from comptoir.inventory.tests.shop import Buyers
from comptoir.journal.testing import deliver
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.project.consumers import CONSUMERS
from comptoir.search import facade as search
from comptoir.search.contracts import Asked

EAN = "4006381333931"
GLAZE = Property(name=Localised(fr="Émail", en="Glaze"), value=Localised(fr="Mat", en="Matt"))


@pytest.fixture
def say(world: SimpleNamespace) -> Callable[..., bool]:
    def said(*properties: Property, product: str = "bowl", **more: Any) -> bool:
        now = world.now + timedelta(minutes=1)
        return catalog.set_properties(
            world.products[product], properties, origin=world.context.origin(), now=now, **more
        )

    return said


def kept(world: SimpleNamespace, product: str = "bowl") -> Any:
    return catalog.kept_properties(world.products[product])


def of(world: SimpleNamespace, sku: str, *gtins: str) -> VariantGtins:
    return VariantGtins(variant_id=world.variants[sku], gtins=gtins)


def raw(product_id: UUID) -> Any:
    (row,) = sql.rows("SELECT attributes FROM catalog_product WHERE id = %s", [product_id])
    return row[0]


def state(world: SimpleNamespace) -> Any:
    tables = ("catalog_product", "catalog_variant", "catalog_variantgtin", "catalog_attribute", "journal_event")
    return [sql.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]


def test_what_is_said_is_kept_journaled_found_and_counts_for_completeness(world: SimpleNamespace, say: Any) -> None:
    (capacity,) = kept(world).properties
    assert (capacity.code, capacity.value) == ("contenance", {"fr": "45\u00a0cl", "en": "45\u00a0cl"})
    numbers = (of(world, "BOWL-OCHRE", EAN, "40-170 725"), of(world, "BOWL-BLUE", "036000291452"))
    assert say(capacity, GLAZE, gtins=numbers)
    assert raw(world.products["bowl"]) == {
        "contenance": {"value": 45, "unit": "cl"}, "email": {"fr": "Mat", "en": "Matt"}
    }  # fmt: skip
    assert dict(kept(world).gtins) == {
        world.variants["BOWL-OCHRE"]: ("0" + EAN, "00000040170725"),
        world.variants["BOWL-BLUE"]: ("00036000291452",),
    }
    last = sql.row("SELECT name, payload ->> 'external_id' FROM journal_event ORDER BY position DESC LIMIT 1")
    assert last == ("Product Changed", "bowl")
    deliver(CONSUMERS)
    lacks = catalog.completeness([world.products["bowl"]])[world.products["bowl"]]
    assert not any("gtin" in one.missing for one in lacks)
    search.index_news()
    for words in (EAN, "matt"):
        cards = search.find(Asked(text=words), replace(world.context, locale="en")).cards
        assert [one.external_id for one in cards.items] == ["bowl"], words


def test_what_is_said_again_writes_nothing_and_a_key_answers_once(world: SimpleNamespace, say: Any) -> None:
    key = idempotency.IdempotencyKey(scope="test", key="once-only", request_hash=b"a")
    assert say(GLAZE, idempotency_key=key)
    before = state(world)
    assert say(idempotency_key=key)
    assert not say(*kept(world).properties, gtins=[of(world, "BOWL-BLUE")])
    assert state(world) == before


def test_a_name_that_is_known_is_the_same_property_and_gains_a_language(world: SimpleNamespace, say: Any) -> None:
    def named(fr: str = "", en: str = "") -> Localised:
        return Localised(fr=fr, en=en)

    say(Property(name=named("contenance"), value=named("1,5 l")), Property(name=named("Motif"), value=named("Rayé")))
    assert raw(world.products["bowl"]) == {"contenance": {"value": 1.5, "unit": "l"}, "motif": {"fr": "Rayé"}}
    say(Property(name=named(en="Capacity"), value=named(en="2")), product="throw")
    assert raw(world.products["throw"]) == {"contenance": {"value": 2, "unit": "cl"}}
    pattern = next(one for one in kept(world).properties if one.code == "motif")
    say(Property(code="motif", name=named("Motif", "Pattern"), value=named("Uni", "Uni")))
    assert raw(world.products["bowl"]) == {"motif": "Uni"} and pattern.name == {"fr": "Motif"}
    assert kept(world).properties[0].name == {"fr": "Motif", "en": "Pattern"}
    assert {"fr": "Motif", "en": "Pattern"} in catalog.property_names(world.products["bowl"])


def test_values_of_other_kinds_are_kept_as_they_were_or_read(world: SimpleNamespace, say: Any) -> None:
    typed = [
        AttributeDraft(code="oven", label=Localised(fr="Four"), kind="boolean", value=True),
        AttributeDraft(code="uses", label=Localised(fr="Usages"), kind="choices", value=["thé, café", "soupe"]),
    ]
    draft = ProductDraft(
        external_id="cup", name=Localised(fr="Tasse"), attributes=tuple(typed),
        variants=(VariantDraft(external_id="CUP", sku="CUP"),),
    )  # fmt: skip
    origin, now = world.context.origin(), world.now
    world.products |= catalog.upsert_products([draft], market="fr", origin=origin, now=now).product_ids
    oven, uses = sorted(kept(world, "cup").properties, key=lambda one: one.code)
    assert not say(oven, uses, product="cup")
    other = Property(code="uses", name=Localised(), value=Localised(en="thé, lait ; soupe"))
    assert say(Property(code="oven", name=Localised(), value=Localised(fr="Non")), other, product="cup")
    assert raw(world.products["cup"]) == {"oven": False, "uses": ["thé", "lait", "soupe"]}


def test_what_is_wrong_is_refused_by_field_and_nothing_is_written(world: SimpleNamespace, say: Any) -> None:
    say(product="book", gtins=[of(world, "BOOK", EAN)])
    before = state(world)

    def refused(*properties: Property, **more: Any) -> dict[str, str]:
        with pytest.raises(Invalid) as refusal:
            say(*properties, **more)
        assert state(world) == before
        return refusal.value.errors

    def one(name: str, value: str = "x", code: str = "") -> Property:
        return Property(name=Localised(fr=name), value=Localised(fr=value), code=code)

    assert refused(one(" "), one("Émail", " "), one("émail"), one("a" * 81), one("B", "b" * 2001), one("C", "\7")) == {
        "properties.0.name": "missing", "properties.1.value": "missing", "properties.2.name": "same_twice",
        "properties.3.name": "too_long", "properties.4.value": "too_long", "properties.5.value": "not_text",
    }  # fmt: skip
    assert refused(one("Contenance", "environ 2 l"), one("Couleur", code="nothing"), one("Ton", code="colour")) == {
        "properties.0.value": "not_a_figure", "properties.1.name": "not_a_choice", "properties.2.name": "not_a_choice",
    }  # fmt: skip
    assert refused(one("Withdrawal exclusion")) == {"properties.0.value": "not_a_choice"}
    assert "properties" in refused(*(one(f"P{place}") for place in range(201)))
    twice = of(world, "BOWL-BLUE", "40170725", "40170725")
    numbers = [of(world, "BOWL-OCHRE", "4006381333932", EAN), of(world, "BOOK"), twice]
    assert refused(GLAZE, gtins=numbers) == {
        "gtins.0.0": "not_a_gtin", "gtins.0.1": "taken", "gtins.1": "not_a_choice", "gtins.2.1": "same_twice"
    }  # fmt: skip
    with pytest.raises(NotFound):
        catalog.set_properties(world.variants["BOOK"], [], origin=world.context.origin(), now=world.now)


def test_a_number_moves_between_variants_and_what_a_feed_gave_twice_stays(world: SimpleNamespace, say: Any) -> None:
    say(gtins=[of(world, "BOWL-OCHRE", EAN)])
    say(gtins=[of(world, "BOWL-OCHRE"), of(world, "BOWL-BLUE", EAN)])
    assert kept(world).gtins[world.variants["BOWL-BLUE"]] == ("0" + EAN,)
    again = [world.variants["BOWL-OCHRE"], "0" + EAN]
    sql.run("INSERT INTO catalog_variantgtin (variant_id, gtin) VALUES (%s, %s)", again)
    assert not say(gtins=[of(world, "BOWL-OCHRE", EAN), of(world, "BOWL-BLUE", EAN)])


def test_of_two_who_give_one_number_at_once_one_is_told(world: SimpleNamespace, say: Any) -> None:
    both = Buyers()
    with transaction.atomic():
        locks.hold(catalog.CATALOG)
        for product, sku in (("book", "BOOK"), ("throw", "THROW")):
            both.start(lambda product=product, sku=sku: say(product=product, gtins=[of(world, sku, EAN)]))
        both.wait_until_blocked(2)
    answers = both.join()
    (refused,) = (each for each in answers if isinstance(each, Exception))
    assert isinstance(refused, Invalid) and refused.errors == {"gtins.0.0": "taken"}
    assert sql.row("SELECT count(*) FROM catalog_variantgtin") == (1,)


def test_who_opened_it_before_another_changed_it_is_told(world: SimpleNamespace, say: Any) -> None:
    opened = kept(world).version
    say(GLAZE, version=opened)
    before = state(world)
    with pytest.raises(PropertiesChangedMeanwhile):
        say(version=opened)
    assert state(world) == before
    say(gtins=[of(world, "BOWL-BLUE", EAN)])
    assert kept(world).version != opened


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("1 200 ml", 1200, "ml"), ("1\u202f200 ml", 1200, "ml"), ("2,5 kg", 2.5, "kg"), ("\u22125 °C", -5, "°C"),
        ("30", 30, "cm"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_thousands(written: str, value: float, unit: str) -> None:
    assert properties._number(written, "cm", None) == {"value": value, "unit": unit}


@pytest.mark.parametrize("written", ["12 x 30 cm", "10-12 cm", "1.200.000 g", "cm"])
def test_what_is_no_one_number_is_refused(written: str) -> None:
    with pytest.raises(properties.Unreadable):
        properties._number(written, "cm", None)
