"""A sheet of articles is saved in one go, or not at all, and can be undone."""

from __future__ import annotations

from uuid import UUID

import pytest

from comptoir.assortment import facade as assortment
from comptoir.assortment import rules
from comptoir.assortment.contracts import Cell
from comptoir.assortment.errors import SheetRefused
from comptoir.catalog import facade as catalog
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.pricing import facade as pricing

TAXES = ("standard", "reduced")
ONE = UUID("01931b9e-0000-7000-8000-000000000001")


def cell(subject: UUID, field: str, was: object, value: object) -> Cell:
    return Cell(subject=subject, field=field, was=was, value=value)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name_fr", "x" * 501, "too_long"), ("name_fr", "a\x00", "not_text"), ("name_en", "", ""),
        ("tax_category", "none", "not_a_choice"), ("shown", None, "not_a_choice"), ("price", None, "price_stays"),
        ("price", -1, "too_small"), ("price", 10**11 + 1, "too_large"), ("weight_g", 0, "too_small"),
        ("weight_g", None, ""), (rules.safety(ONE), None, "missing"), (rules.safety(ONE), -1, "too_small"),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_cell(field: str, value: object, code: str) -> None:
    assert rules.fault(cell(ONE, field, None, value), TAXES) == code


def test_what_somebody_else_changed_is_not_overwritten_and_what_is_so_already_is_no_change() -> None:
    now = {(ONE, "price"): 900, (ONE, "weight_g"): 5, (ONE, "name_fr"): "Bol", (ONE, "name_en"): ""}
    cells = [cell(ONE, "price", 800, 1000), cell(ONE, "weight_g", 3, 5), cell(ONE, "name_fr", "Bol", "")]
    changes, wrong = rules.compare(cells, now)
    assert [each.field for each in changes] == ["price", "name_fr"]
    assert wrong == {f"{ONE} price": "moved", f"{ONE} name_fr": "missing"}
    assert rules.compare([cell(uuid7(), "price", None, 1)], now)[1]


def state(world) -> dict[tuple[UUID, str], object]:
    products = list(world.products.values())
    rows = assortment.sheet(products, market=world.context.market, now=clock.now())
    return {
        (subject, field): value
        for row in rows
        for subject, cells in ((row.product_id, row.product or {}), (row.variant_id, row.values))
        for field, value in cells.items()
    }


def save(world, cells: list[Cell]) -> tuple[Cell, ...]:
    return assortment.save_sheet(
        list(world.products.values()), cells, market=world.context.market.code, origin=world.context.origin(),
        now=clock.now(),
    )  # fmt: skip


def test_a_sheet_is_saved_over_three_rooms_and_undone(world) -> None:
    bowl, ochre = world.products["bowl"], world.variants["BOWL-OCHRE"]
    kept = rules.safety(world.warehouse.id)
    before, events = state(world), count()
    cells = [
        cell(bowl, "name_en", "Morning bowl", "Dawn bowl"), cell(bowl, "tax_category", "standard", "reduced"),
        cell(world.products["throw"], "shown", True, False), cell(ochre, "price", 2400, 2550),
        cell(ochre, "weight_g", before[ochre, "weight_g"], 421), cell(ochre, kept, 0, 2),
    ]  # fmt: skip
    saved = save(world, cells)
    assert len(saved) == 6
    record = catalog.products([bowl])[bowl]
    assert (record.name["en"], record.name["fr"], record.tax_category) == ("Dawn bowl", "Bol Matin", "reduced")
    market = world.context.market
    assert pricing.current([ochre], market=market.code, currency="EUR")[ochre].amount.minor == 2550
    safeties = {one.location_id: one.safety for one in inventory.availability([ochre])[ochre]}
    assert safeties == {world.warehouse.id: 2, world.shop.id: 0}
    assert world.products["throw"] not in catalog.shown_in(
        list(world.products.values()), market=market.code, now=clock.now()
    )
    told = [event.name for event in journal.timeline("product", world.products["throw"])]
    assert told[-1] == "Product Withdrawn"
    after = count()
    assert after > events and save(world, cells) == () and count() == after
    assert len(save(world, [each.undone for each in saved])) == 6
    assert state(world) == before


def test_one_bad_cell_keeps_the_whole_sheet_from_being_saved(world) -> None:
    ochre, blue = world.variants["BOWL-OCHRE"], world.variants["BOWL-BLUE"]
    before, events = state(world), count()
    with pytest.raises(SheetRefused) as refused:
        save(world, [cell(ochre, "price", 2400, 2550), cell(blue, "price", 1, 2700)])
    assert refused.value.cells == {f"{blue} price": "moved"}
    with pytest.raises(SheetRefused):
        save(world, [cell(ochre, "price", 2400, 2550), cell(blue, "weight_g", None, 0)])
    assert state(world) == before and count() == events


def count() -> int:
    return sql.row("SELECT count(*) FROM journal_event")[0]
