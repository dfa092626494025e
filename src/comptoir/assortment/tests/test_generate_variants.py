"""The variants that options make."""

from __future__ import annotations

import pytest

from comptoir.assortment import combining
from comptoir.assortment import facade as assortment
from comptoir.assortment.contracts import Axis, Choice, NewVariant
from comptoir.assortment.errors import VariantsInUse
from comptoir.catalog import facade as catalog
from comptoir.catalog.errors import SkuTaken
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.pricing import facade as pricing

COLOUR = Axis(
    code="colour",
    label=Localised(fr="Couleur", en="Colour"),
    values=(Localised(fr="Ocre", en="Ochre"), Localised(fr="Écume", en="Foam")),
)
SIZE = Axis(code="size", label=Localised(fr="Taille", en="Size"), values=(Localised(fr="S"), Localised(fr="L")))


def choice(axis: Axis, place: int) -> Choice:
    return Choice(code=axis.code, label=axis.label, value=axis.values[place])


def test_the_last_option_turns_fastest_and_numbers_follow_the_pattern() -> None:
    found = combining.combinations([COLOUR, SIZE])
    numbers = [combining.number("{product}/{size}-{colour}", "bol", each) for each in found]
    assert numbers == ["bol/s-ocre", "bol/l-ocre", "bol/s-ecume", "bol/l-ecume"]
    assert combining.own_ids("bol", found[3])[0] == "bol-ecume-l"


@pytest.mark.parametrize(
    ("axes", "pattern", "field", "code"),
    [
        ([], "", "axes", "missing"),
        ([COLOUR, COLOUR], "{product}", "axes", "same_twice"),
        ([SIZE], "{product}-{color}", "pattern", "not_a_pattern"),
        ([SIZE], "{product} ;", "pattern", "not_a_pattern"),
        ([Axis(code="size", label=SIZE.label, values=())], "{size}", "values_1", "missing"),
        ([Axis(code="size", label=SIZE.label, values=(*SIZE.values, Localised(fr="s")))], "{size}", "values_1",
         "same_twice"),
        ([Axis(code=code, label=SIZE.label, values=tuple(Localised(fr=str(n)) for n in range(15)))
          for code in ("a", "b")], "{product}", "axes", "too_many_variants"),
    ],
)  # fmt: skip
def test_what_cannot_be_combined_is_named(axes, pattern: str, field: str, code: str) -> None:
    assert combining.errors(axes, pattern) == {field: code}


def test_variants_are_foreseen_made_once_taken_back_while_unused_and_come_again(world) -> None:
    product, origin, now = world.products["bowl"], world.context.origin(), world.now
    market = world.context.market

    def foreseen() -> list[tuple[str, str]]:
        found = assortment.foresee_variants(product, [COLOUR], price=Money(2_100, "EUR"), market=market)
        return [(one.sku, one.state) for one in found]

    def make(key: str, *wanted: NewVariant) -> object:
        call = IdempotencyKey.of(actor="t", endpoint="t", key=key, request={})
        return assortment.generate_variants(
            product, wanted, market=market.code, origin=origin, now=now, idempotency_key=call
        )

    assert foreseen() == [("BOWL-OCHRE", "exists"), ("bowl-ecume", "new")]
    foam = NewVariant(choices=(choice(COLOUR, 1),), sku="BOWL-FOAM", price=Money(2_100, "EUR"))
    ochre = NewVariant(choices=(choice(COLOUR, 0),), sku="IGNORED")
    with pytest.raises(SkuTaken):
        make("taken-one", NewVariant(choices=(choice(COLOUR, 1),), sku="THROW"))
    assert foreseen()[1] == ("bowl-ecume", "new")
    made = make("key-one-", foam, ochre)
    assert list(made.made) == ["bowl-ecume"] and list(made.kept.values()) == [world.variants["BOWL-OCHRE"]]
    assert make("key-one-", foam, ochre) == made
    assert make("key-two-", foam).made == {}
    (variant,) = made.made.values()
    assert pricing.current([variant], market=market.code, currency="EUR")[variant].amount == Money(2_100, "EUR")
    assert [event.name for event in journal.timeline("product", product)].count("Variants Added") == 1
    assert assortment.retire_variants([variant], origin=origin, now=now) == 1
    assert foreseen() == [("BOWL-OCHRE", "exists"), ("bowl-ecume", "retired")]
    assert variant not in {one.id for one in catalog.products([product])[product].variants if one.active}
    assert make("key-four", foam).made == made.made
    adjustment = Adjustment(variant_id=variant, location_id=world.warehouse.id, quantity=1)
    inventory.adjust([adjustment], kind="receipt", reason="delivery", note="", origin=origin, now=now)
    with pytest.raises(VariantsInUse):
        assortment.retire_variants([variant], origin=origin, now=now)
    assert sql.row("SELECT active FROM catalog_variant WHERE id = %s", [variant]) == (True,)


def test_two_alike_and_too_many_are_refused(world) -> None:
    def make(*wanted: NewVariant) -> object:
        return assortment.generate_variants(
            world.products["bowl"], wanted, market="fr", origin=world.context.origin(), now=world.now
        )

    one = NewVariant(choices=(choice(SIZE, 0),), sku="A")
    for wanted in ((), (one, one), (NewVariant(choices=(choice(SIZE, 0),), sku=" "),)):
        with pytest.raises(Invalid):
            make(*wanted)
    assert "Variants Added" not in [event.name for event in journal.timeline("product", world.products["bowl"])]
