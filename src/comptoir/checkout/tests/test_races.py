"""Buyers at the same moment: each race is held until everybody has passed the reads, then let go.

What holds it is a lock of the database that this test took before: the buyers wait at their first lock, having
seen the last piece, the open basket, the unused key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comptoir.checkout import facade as checkout
from comptoir.checkout.commands import place_order as placing  # the file: the facade has the function
from comptoir.checkout.tests import channels, story
from comptoir.inventory import facade as inventory
from comptoir.inventory.commands import reserve as reserving  # the file: the facade has the function
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks, sql
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OpenedOrder

SKU = "BOWL-BLUE"
WITHOUT_LOCK = reserving.STATEMENT.replace("FOR UPDATE OF l\n", "")
ROW = "SELECT 1 FROM inventory_stocklevel WHERE variant_id = %s FOR UPDATE"
ONE_SALE = {
    "orders_order": 1, "orders_orderline": 2, "payments_paymentrequest": 1, "payments_receipt": 0,
    "promises_promise": 1, "inventory_reservation": 1, "inventory_movement": 0, "fulfilment_shipment": 0,
    "journal_event": 4, "kit_idempotencyrecord": 1,
}  # fmt: skip


def one_left(world: SimpleNamespace) -> None:
    """Two pieces, one of them promised to an earlier order."""
    line = Adjustment(variant_id=world.variants[SKU], location_id=world.warehouse.id, quantity=1)
    origin = world.context.origin()
    inventory.adjust([line], kind="receipt", reason="delivery", origin=origin, now=world.now)
    story.placed(world, SKU)
    assert story.levels(world, SKU)["entrepot"] == (2, 1)


@contextmanager
def held_at(hold: Callable[[], Any], buyers: Buyers, waiting: int) -> Iterator[None]:
    """The body starts buyers; they are let go once so many of them wait."""
    with transaction.atomic():
        hold()
        yield
        buyers.wait_until_blocked(waiting)


def race(world: SimpleNamespace, *steps: Callable[[], Any]) -> list[Any]:
    """All see the last piece, all come to its row, then they go on."""
    buyers = Buyers()
    with held_at(lambda: sql.run(ROW, [world.variants[SKU]]), buyers, len(steps)):
        for step in steps:
            buyers.start(step)
    return buyers.join()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (channels.by_door, channels.by_door),
        (channels.by_page, channels.by_api),
        (channels.by_api, channels.by_page),
    ],
)
def test_of_two_buyers_of_the_last_piece_one_gets_it_and_one_is_told(world, first, second):
    one_left(world)
    steps = [first(world, SKU), second(world, SKU)]
    before = story.written()
    assert sorted(race(world, *steps)) == ["ordered", "sold_out"]
    after = story.written()
    assert {table: after[table] - before[table] for table in after} == ONE_SALE
    assert story.levels(world, SKU)["entrepot"] == (2, 2)
    assert inventory.check() == []


def test_without_the_lock_the_constraint_stands_behind_and_nothing_is_half_written(world, monkeypatch):
    one_left(world)
    steps = [channels.by_door(world, SKU), channels.by_door(world, SKU)]
    before = story.written()
    monkeypatch.setattr(reserving, "STATEMENT", WITHOUT_LOCK)
    ordered, refused = sorted(race(world, *steps), key=lambda answer: answer != "ordered")
    assert ordered == "ordered"
    assert isinstance(refused, IntegrityError) and "stock_not_oversold" in str(refused)
    after = story.written()
    assert {table: after[table] - before[table] for table in after} == ONE_SALE


def test_without_lock_and_constraint_the_last_piece_is_sold_twice(world, monkeypatch):
    one_left(world)
    steps = [channels.by_page(world, SKU), channels.by_api(world, SKU)]
    monkeypatch.setattr(reserving, "STATEMENT", WITHOUT_LOCK)
    sql.run("ALTER TABLE inventory_stocklevel DROP CONSTRAINT stock_not_oversold")
    assert race(world, *steps) == ["ordered", "ordered"]
    assert story.levels(world, SKU)["entrepot"] == (2, 3)


def test_one_key_sent_ten_times_at_once_is_one_order_with_ten_equal_answers(world):
    basket = story.filled(world, "BOOK")
    wanted = story.wish(basket, world.context, key="key-00000001")
    answers = at_once(basket, [wanted] * 10)
    assert len(set(answers)) == 1 and orders.get(answers[0].order_id).number == answers[0].number
    assert (story.written()["orders_order"], story.written()["kit_idempotencyrecord"]) == (1, 1)
    assert inventory.check() == []


def test_a_double_click_with_two_keys_is_one_order(world):
    basket = story.filled(world, "BOOK")
    clicks = [story.wish(basket, world.context, key=f"key-0000000{number}") for number in (1, 2)]
    first, second = at_once(basket, clicks)
    assert first.order_id == second.order_id and first.number == second.number
    written = story.written()
    assert (written["orders_order"], written["payments_paymentrequest"]) == (1, 1)
    assert story.levels(world, "BOOK")["entrepot"] == (8, 1)


def test_without_the_lock_of_the_basket_its_version_still_lets_one_click_through(world, monkeypatch):
    answers = without_lock(world, monkeypatch)
    assert {type(answer) for answer in answers} == {OpenedOrder} and len({each.order_id for each in answers}) == 1
    assert story.written()["orders_order"] == 1


def test_without_lock_and_version_the_database_still_refuses_the_second_order(world, monkeypatch):
    blind = "UPDATE checkout_basket SET state = 'placed', changed_at = %s WHERE id = %s AND %s > 0"
    monkeypatch.setattr(placing, "CLOSE", blind)
    answers = without_lock(world, monkeypatch)
    assert [type(answer) for answer in answers].count(IntegrityError) == 1
    assert story.written()["orders_order"] == 1


def without_lock(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two clicks without a key that have both read the open basket."""
    basket = story.filled(world, "BOOK")
    clicks = [replace(story.wish(basket, world.context), idempotency_key=None) for _ in range(2)]
    monkeypatch.setattr(locks, "hold", lambda *subjects: None)
    buyers = Buyers()
    hold = "SELECT 1 FROM checkout_basket WHERE id = %s FOR UPDATE"
    with held_at(lambda: sql.run(hold, [basket]), buyers, 2):
        for click in clicks:
            buyers.start(lambda click=click: checkout.place_order(click))
    return buyers.join()


def at_once(basket_id: Any, wishes: list[Any]) -> list[Any]:
    """All have read the open basket and wait for its lock, then they go on."""
    buyers = Buyers()
    with held_at(lambda: locks.hold(("basket", basket_id)), buyers, len(wishes)):
        for wanted in wishes:
            buyers.start(lambda wanted=wanted: checkout.place_order(wanted))
    return buyers.join()
