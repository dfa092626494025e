from __future__ import annotations

import pytest
from django.db import transaction

from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import AlreadyReserved, NotReserved, SoldOut
from comptoir.inventory.tests.shop import LATER, NOW, ORIGIN, Stock
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid


def words() -> list[str]:
    return [name for (name,) in sql.rows("SELECT name FROM journal_event ORDER BY position")]


def test_a_reservation_holds_pieces_until_it_expires(stock: Stock) -> None:
    bowl = stock.variant(5)
    order = stock.reserve(stock.line(bowl, 2))
    assert stock.numbers_of(bowl) == (5, 2, 3)
    (held,) = inventory.reservations(order)
    assert (held.quantity, held.state, held.expires_at) == (2, "held", LATER)
    assert words()[-1] == "Stock Reserved"


def test_two_lines_of_one_place_are_one_reservation(stock: Stock) -> None:
    bowl = stock.variant(3)
    order = stock.reserve(stock.line(bowl, 1), stock.line(bowl, 2))
    assert [held.quantity for held in inventory.reservations(order)] == [3]
    assert stock.numbers_of(bowl) == (3, 3, 0)


def test_one_short_line_refuses_all_and_nothing_is_written(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(4, safety=1)
    earlier = stock.reserve(stock.line(cup, 2))
    before = words()
    with pytest.raises(SoldOut) as refusal:
        stock.reserve(stock.line(bowl), stock.line(cup, 2))
    assert refusal.value.data == {"variant_ids": [str(cup)]}
    assert stock.numbers_of(bowl) == (5, 0, 5)
    assert stock.numbers_of(cup) == (4, 2, 1)
    assert words() == before
    assert len(inventory.reservations(earlier)) == 1


def test_a_refusal_that_is_caught_still_leaves_nothing(stock: Stock) -> None:
    cup = stock.variant(1)
    before = words()
    with transaction.atomic(), pytest.raises(SoldOut):
        inventory.reserve(uuid7(), [stock.line(cup, 2)], expires_at=LATER, origin=ORIGIN, now=NOW)
    assert words() == before


def test_a_place_that_never_held_a_variant_is_sold_out(stock: Stock) -> None:
    bowl = stock.variant(5)
    with pytest.raises(SoldOut):
        stock.reserve(stock.line(bowl, at=stock.shop))


def test_fewer_than_one_piece_is_refused(stock: Stock) -> None:
    bowl = stock.variant(5)
    with pytest.raises(Invalid):
        stock.reserve(stock.line(bowl, -1))
    assert stock.numbers_of(bowl) == (5, 0, 5)


def test_released_pieces_are_for_sale_again_and_can_be_held_again(stock: Stock) -> None:
    bowl = stock.variant(2)
    order = stock.reserve(stock.line(bowl, 2))
    assert stock.release(order) == 1
    assert stock.numbers_of(bowl) == (2, 0, 2)
    told = words()
    assert stock.release(order) == 0
    assert words() == told
    stock.reserve(stock.line(bowl, 1), order_id=order)
    (again,) = inventory.reservations(order)
    assert (again.state, again.quantity, again.expires_at) == ("held", 1, LATER)
    assert stock.numbers_of(bowl) == (2, 1, 1)
    assert inventory.check() == []


def test_holding_the_same_line_twice_is_a_bug_and_changes_nothing(stock: Stock) -> None:
    bowl = stock.variant(5)
    order = stock.reserve(stock.line(bowl))
    with pytest.raises(AlreadyReserved):
        stock.reserve(stock.line(bowl), order_id=order)
    assert stock.numbers_of(bowl) == (5, 1, 4)
    assert inventory.check() == []


def test_a_firm_hold_has_no_end_and_a_gone_one_is_not_made_firm(stock: Stock) -> None:
    bowl = stock.variant(5)
    order, gone = stock.reserve(stock.line(bowl)), stock.reserve(stock.line(bowl))
    stock.release(gone)
    assert (stock.firm(order), stock.firm(order), stock.firm(gone)) == (1, 1, 0)
    (held,) = inventory.reservations(order)
    assert (held.state, held.expires_at) == ("firm", None)


def test_a_hold_can_be_extended_and_shows_when_it_is_over(stock: Stock) -> None:
    bowl = stock.variant(5)
    order = stock.reserve(stock.line(bowl))
    assert inventory.expired(LATER) == (order,)
    with transaction.atomic():
        assert inventory.extend(order, LATER.replace(hour=23)) == 1
    assert inventory.expired(LATER) == ()


def test_what_is_taken_leaves_the_place_and_is_booked_as_sold(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(1, at=stock.shop)
    order = stock.reserve(stock.line(bowl, 2), stock.line(cup, at=stock.shop))
    stock.firm(order)
    assert stock.take(order) == 1
    assert stock.numbers_of(bowl) == (3, 0, 3)
    assert stock.numbers_of(cup, at=stock.shop) == (1, 1, 0)
    sale = inventory.movements(bowl)[0]
    assert (sale.kind, sale.quantity, sale.reference) == ("sale", -2, f"order:{order}")
    assert stock.take(order) == 0
    assert stock.numbers_of(bowl) == (3, 0, 3)
    assert words().count("Stock Taken") == 1
    assert inventory.check() == []


def test_what_was_given_back_cannot_be_taken(stock: Stock) -> None:
    bowl = stock.variant(5)
    order = stock.reserve(stock.line(bowl))
    stock.release(order)
    with pytest.raises(NotReserved):
        stock.take(order)
    assert stock.numbers_of(bowl) == (5, 0, 5)


def test_releasing_leaves_what_was_taken(stock: Stock) -> None:
    bowl, cup = stock.variant(5), stock.variant(1, at=stock.shop)
    order = stock.reserve(stock.line(bowl), stock.line(cup, at=stock.shop))
    stock.take(order)
    assert stock.release(order) == 1
    assert stock.numbers_of(bowl) == (4, 0, 4)
    assert stock.numbers_of(cup, at=stock.shop) == (1, 0, 1)
    assert inventory.check() == []
