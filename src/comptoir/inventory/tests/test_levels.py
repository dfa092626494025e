from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.errors import NegativeStock
from comptoir.inventory.tests.shop import NOW, ORIGIN, Stock
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid


def counted(stock: Stock, *lines: Adjustment) -> int:
    return inventory.set_levels(lines, reason="correction", origin=ORIGIN, now=NOW)


def test_what_comes_and_goes_is_booked(stock: Stock) -> None:
    bowl = stock.variant(5)
    stock.adjust(bowl, -2)
    assert stock.numbers_of(bowl) == (3, 0, 3)
    assert [moved.quantity for moved in inventory.movements(bowl)] == [-2, 5]
    told = sql.rows(
        "SELECT payload->>'quantity' FROM journal_event WHERE name = 'Stock Moved' ORDER BY position"
    )
    assert told == [("5",), ("-2",)]
    assert inventory.check() == []


def test_no_more_can_go_than_is_there_and_free(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(5)
    stock.reserve(stock.line(bowl, 4))
    before = sql.rows("SELECT count(*) FROM journal_event")
    lines = [
        Adjustment(variant_id=cup, location_id=stock.warehouse, quantity=-1),
        Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=-2),
    ]
    with pytest.raises(NegativeStock) as refusal:
        inventory.adjust(lines, kind="adjustment", reason="damaged", origin=ORIGIN, now=NOW)
    assert refusal.value.data == {"variant_ids": [str(bowl)]}
    assert stock.numbers_of(cup) == (5, 0, 5)
    assert sql.rows("SELECT count(*) FROM journal_event") == before
    assert inventory.check() == []


def test_a_sale_cannot_be_booked_by_hand(stock: Stock) -> None:
    bowl = stock.variant(5)
    line = Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=-1)
    with pytest.raises(Invalid):
        inventory.adjust([line], kind="sale", reason="other", origin=ORIGIN, now=NOW)


def test_a_count_books_the_difference_and_nothing_when_it_is_right(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant()
    lines = [
        Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=3),
        Adjustment(variant_id=cup, location_id=stock.shop, quantity=7),
        Adjustment(variant_id=cup, location_id=stock.warehouse, quantity=0),
    ]
    assert counted(stock, *lines) == 2
    assert stock.numbers_of(bowl) == (3, 0, 3)
    assert stock.numbers_of(cup, at=stock.shop) == (7, 0, 7)
    assert inventory.movements(bowl)[0].quantity == -2
    assert counted(stock, *lines) == 0
    assert len(inventory.movements(bowl)) == 2
    assert inventory.check() == []


def test_a_count_below_what_is_reserved_is_refused_whole(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(5)
    stock.reserve(stock.line(bowl, 4))
    with pytest.raises(NegativeStock):
        counted(
            stock,
            Adjustment(variant_id=cup, location_id=stock.warehouse, quantity=1),
            Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=3),
        )
    assert stock.numbers_of(cup) == (5, 0, 5)
    assert stock.numbers_of(bowl) == (5, 4, 1)


def test_safety_stock_is_not_for_sale(stock: Stock) -> None:
    bowl = stock.variant(5, safety=2)
    assert stock.numbers_of(bowl) == (5, 0, 3)
    inventory.set_safety(bowl, stock.warehouse, 9, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl) == (5, 0, 0)
    assert sql.rows(
        "SELECT payload->>'before', payload->>'pieces' FROM journal_event WHERE name = 'Safety Stock Set'"
        " ORDER BY position"
    ) == [("0", "2"), ("2", "9")]
    with pytest.raises(Invalid):
        inventory.set_safety(bowl, stock.warehouse, -1, origin=ORIGIN, now=NOW)


def test_the_view_for_higher_rooms_says_what_availability_says(stock: Stock) -> None:
    bowl, cup = stock.variant(5, safety=2), stock.variant(1, safety=4)
    stock.reserve(stock.line(bowl))
    listed = dict(sql.rows("SELECT variant_id, available FROM inventory_sellable"))
    assert listed == {bowl: 2, cup: 0}


def test_availability_is_one_statement_whatever_the_count(stock: Stock) -> None:
    held = [stock.variant(1) for _ in range(3)]
    unknown = uuid7()
    with CaptureQueriesContext(connection) as run:
        found = inventory.availability([*held, unknown])
    assert len(run) == 1
    assert [len(found[variant_id]) for variant_id in held] == [1, 1, 1]
    assert found[unknown] == ()


def test_the_check_finds_levels_that_nothing_proves(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(5)
    stock.reserve(stock.line(cup, 2))
    assert inventory.check() == []
    sql.run("UPDATE inventory_stocklevel SET on_hand = 6 WHERE variant_id = %s", [bowl])
    sql.run("UPDATE inventory_stocklevel SET reserved = 1 WHERE variant_id = %s", [cup])
    found = {(wrong.variant_id, wrong.what, wrong.level, wrong.proved) for wrong in inventory.check()}
    assert found == {(bowl, "on_hand", 6, 5), (cup, "reserved", 1, 2)}


def test_the_check_finds_promises_and_movements_without_a_level(stock: Stock) -> None:
    bowl = stock.variant(5)
    stock.reserve(stock.line(bowl, 2))
    sql.run("DELETE FROM inventory_stocklevel")
    assert {(wrong.what, wrong.level, wrong.proved) for wrong in inventory.check()} == {
        ("on_hand", 0, 5),
        ("reserved", 0, 2),
    }


@pytest.mark.parametrize(
    "rewriting", ["UPDATE inventory_movement SET quantity = 9", "DELETE FROM inventory_movement"]
)
def test_a_movement_is_never_rewritten(stock: Stock, rewriting: str) -> None:
    bowl = stock.variant(5)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql.run(rewriting.format("inventory_movement"))
    assert [moved.quantity for moved in inventory.movements(bowl)] == [5]


def test_a_refusal_speaks_both_languages() -> None:
    refusal = NegativeStock(variant_ids=[])
    assert refusal.text("en").startswith("A place cannot hold fewer")
    assert refusal.text("fr").startswith("Un lieu ne peut pas")
