"""Two people count; whoever approves books the differences."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import IntegrityError

from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import CountersTaken, CountMoveRefused, CountUndecided, NegativeStock
from comptoir.inventory.tests.shop import NOW, ORIGIN, Stock
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound


def opened(stock: Stock, *variant_ids: UUID) -> UUID:
    return inventory.open_count(
        stock.warehouse, section="Shelf 1", variant_ids=variant_ids, origin=ORIGIN, now=NOW
    )


def enter(count: UUID, variant: UUID, pieces: int, who: str, *, add: bool = False) -> int:
    return inventory.enter_figure(count, variant, pieces, counter=who, add=add, origin=ORIGIN, now=NOW)


def finish(count: UUID, who: str) -> str:
    return inventory.finish_count(count, counter=who, origin=ORIGIN, now=NOW)


def approve(count: UUID) -> int:
    return inventory.approve_count(count, origin=ORIGIN, now=NOW)


def both_done(count: UUID) -> None:
    assert (finish(count, "ana"), finish(count, "ben")) == ("open", "compared")


def test_what_two_people_agree_on_is_booked(stock: Stock) -> None:
    bowl, cup = stock.variant(10), stock.variant(4)
    count = opened(stock)
    for who in ("ana", "ben"):
        enter(count, bowl, 8, who)
        enter(count, cup, 4, who)
    both_done(count)
    assert approve(count) == 1
    assert approve(count) == 0
    assert stock.numbers_of(bowl) == (8, 0, 8)
    moved = inventory.movements(bowl)[0]
    assert (moved.kind, moved.quantity, moved.reason, moved.reference) == ("count", -2, "count", f"count:{count}")
    assert len(inventory.movements(cup)) == 1
    assert inventory.check() == []


def test_the_second_counter_does_not_see_what_the_first_found(stock: Stock) -> None:
    bowl = stock.variant(10)
    count = opened(stock, bowl)
    enter(count, bowl, 8, "ana")
    seen = {who: inventory.count(count, reader=who).lines[0].figures for who in ("ana", "ben", "")}
    assert seen == {"ana": {1: (-2, 8)}, "ben": {}, "": {}}
    enter(count, bowl, 9, "ben")
    finish(count, "ana")
    assert inventory.count(count, reader="ben").lines[0].figures == {2: (-1, 9)}
    finish(count, "ben")
    assert inventory.count(count).lines[0].figures == {1: (-2, 8), 2: (-1, 9)}


def test_what_differs_is_counted_again_or_decided_before_it_is_approved(stock: Stock) -> None:
    bowl, cup = stock.variant(10), stock.variant(4)
    count = opened(stock, bowl, cup)
    for who, found in (("ana", (8, 3)), ("ben", (9, 5))):
        enter(count, bowl, found[0], who)
        enter(count, cup, found[1], who)
    with pytest.raises(CountMoveRefused):
        approve(count)
    both_done(count)
    assert set(inventory.count(count).differing) == {bowl, cup}
    with pytest.raises(CountUndecided):
        approve(count)
    enter(count, bowl, 7, "cleo")
    assert bowl in inventory.count(count).differing
    enter(count, bowl, 9, "cleo")
    assert inventory.count(count).differing == (cup,)
    inventory.decide_figure(count, cup, 4, origin=ORIGIN, now=NOW)
    assert approve(count) == 1
    assert (stock.numbers_of(bowl)[0], stock.numbers_of(cup)[0]) == (9, 4)
    assert inventory.check() == []


def test_what_is_sold_while_people_count_changes_no_difference(stock: Stock) -> None:
    bowl = stock.variant(10)
    order = stock.reserve(stock.line(bowl))
    count = opened(stock, bowl)
    enter(count, bowl, 9, "ana")
    stock.take(order)
    enter(count, bowl, 8, "ben")
    both_done(count)
    assert inventory.count(count).differing == ()
    stock.take(stock.reserve(stock.line(bowl, 3)))
    assert approve(count) == 1
    assert stock.numbers_of(bowl) == (5, 0, 5)
    assert inventory.check() == []


def test_figures_of_one_person_add_up_or_are_corrected(stock: Stock) -> None:
    bowl = stock.variant(10)
    count = opened(stock, bowl)
    assert [enter(count, bowl, 4, "ana"), enter(count, bowl, 5, "ana", add=True)] == [4, 9]
    assert enter(count, bowl, 6, "ana") == 6


def test_what_was_not_entered_was_not_found_and_what_is_found_joins_the_list(stock: Stock) -> None:
    bowl, cup = stock.variant(10), stock.variant()
    count = opened(stock, bowl)
    enter(count, cup, 2, "ana")
    enter(count, cup, 2, "ben")
    both_done(count)
    assert approve(count) == 2
    assert (stock.numbers_of(bowl)[0], stock.numbers_of(cup)[0]) == (0, 2)


def test_two_people_count_and_nobody_else(stock: Stock) -> None:
    bowl = stock.variant(10)
    count = opened(stock, bowl)
    enter(count, bowl, 8, "ana")
    enter(count, bowl, 8, "ben")
    with pytest.raises(CountersTaken):
        enter(count, bowl, 8, "cleo")
    with pytest.raises(CountMoveRefused):
        finish(count, "cleo")
    finish(count, "ana")
    with pytest.raises(CountMoveRefused):
        enter(count, bowl, 9, "ana")
    with pytest.raises(IntegrityError, match="count_by_two_people"):
        sql.run("UPDATE inventory_count SET second = first WHERE id = %s", [count])


def test_no_count_leaves_less_than_orders_hold(stock: Stock) -> None:
    bowl = stock.variant(10)
    stock.reserve(stock.line(bowl, 6))
    count = opened(stock, bowl)
    for who in ("ana", "ben"):
        enter(count, bowl, 5, who)
    both_done(count)
    with pytest.raises(NegativeStock):
        approve(count)
    assert inventory.count(count).state == "compared"
    assert stock.numbers_of(bowl) == (10, 6, 4)


def test_a_cancelled_count_books_nothing(stock: Stock) -> None:
    bowl = stock.variant(10)
    count = opened(stock, bowl)
    enter(count, bowl, 8, "ana")
    inventory.cancel_count(count, origin=ORIGIN, now=NOW)
    for call in (lambda: enter(count, bowl, 8, "ana"), lambda: finish(count, "ana"), lambda: approve(count)):
        with pytest.raises(CountMoveRefused):
            call()
    assert stock.numbers_of(bowl)[0] == 10
    with pytest.raises(Invalid):
        inventory.open_count(stock.shop, origin=ORIGIN, now=NOW)
    with pytest.raises(Invalid):
        enter(opened(stock, bowl), bowl, -1, "ana")
    with pytest.raises(NotFound):
        approve(stock.warehouse)
