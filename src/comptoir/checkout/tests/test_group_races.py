"""Many orders at once against one thing that happens to one of them. Each test has its twin without the guard."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, transaction

from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_ahead import announce
from comptoir.checkout.tests.test_money_races import ORDER, at_once, without_the_lock_of_the_order
from comptoir.checkout.tests.test_payment_races import one_after_the_other
from comptoir.inventory import facade as inventory
from comptoir.inventory.commands import keep
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders.errors import OrderMoveRefused
from comptoir.orders.tests import shop
from comptoir.payments import facade as payments

SKU = "BOWL-BLUE"
FIRST_IN_THE_QUEUE = "SELECT 1 FROM inventory_waiting WHERE order_id = %s FOR UPDATE"


def two_that_wait(world: SimpleNamespace) -> list[UUID]:
    """Two orders that are not paid yet, of two pieces that are to come; one piece was here and is gone."""
    announce(world)
    story.placed(world, SKU)
    return [story.placed(world, SKU).order_id for _ in range(2)]


def settle_both(placed: list[UUID], world: SimpleNamespace) -> Callable[[], Any]:
    """The bank's answers, that of the second order first."""
    claims = {claim.order_id: claim for claim in payments.claim(limit=5, now=world.now)}
    answers = [(claims[each].request_id, payments.call_provider(claims[each])) for each in reversed(placed)]
    return lambda: orders.settle_payments(answers, actor="system:worker", now=world.now)


def received_while_settled(world: SimpleNamespace, placed: list[UUID]) -> list[Any]:
    """The receipt comes to the first order that waits, then the settlement does."""
    settle, both = settle_both(placed, world), Buyers()
    with transaction.atomic():
        sql.run(FIRST_IN_THE_QUEUE, [placed[0]])
        both.start(lambda: inventory.receive_incoming("po-1", 5, origin=world.context.origin(), now=world.now))
        both.wait_until_blocked(1)
        both.start(settle)
        both.wait_until_blocked(2)
    return both.join()


def held(placed: list[UUID]) -> list[tuple[str, int]]:
    return [(each.state, each.quantity) for order_id in placed for each in inventory.reservations(order_id)]


def test_orders_that_are_settled_together_while_their_pieces_come_are_all_confirmed_and_served(world):
    placed = two_that_wait(world)
    assert received_while_settled(world, placed) == [5, ["confirmed", "confirmed"]]
    assert held(placed) == [("firm", 1), ("firm", 1)] and inventory.waiting(world.variants[SKU]) == ()
    assert inventory.check() == []


def test_settled_in_another_order_than_the_queues_one_of_the_two_would_be_killed(world, monkeypatch):
    placed = two_that_wait(world)
    backwards = keep.FIRM.replace("ORDER BY queued_at, id", "ORDER BY queued_at DESC, id DESC")
    monkeypatch.setattr(keep, "FIRM", backwards)
    received, settled = received_while_settled(world, placed)
    (killed,) = [each for each in (received, settled) if isinstance(each, Exception)]
    assert isinstance(killed, OperationalError) and "deadlock" in str(killed)


def test_what_was_served_meanwhile_would_be_given_back_if_only_who_waits_were_confirmed(world, monkeypatch):
    placed = two_that_wait(world)
    monkeypatch.setattr(keep, "FIRM_RESERVED", keep.FIRM_RESERVED + " AND false")
    received_while_settled(world, placed)
    assert ("held", 1) in held(placed)  # paid, and its hold ends in half an hour


def bulk(world: SimpleNamespace, order_id: UUID, action: str) -> Callable[[], str]:
    given = {"reason": "not_available"} if action == "cancel" else {}
    run = orders.start_bulk(action, [order_id], given, origin=world.context.origin(), now=world.now)

    def work() -> str:
        orders.work_bulk(run, world.now)
        return str(orders.bulk(run).results[0].result)

    return work


def ship(world: SimpleNamespace, order_id: UUID) -> Callable[[], Any]:
    return lambda: orders.mark_shipped(order_id, tracking_number="6A 1", actor="staff:a", now=world.now)


@pytest.mark.parametrize("bulk_first", [True, False])
def test_an_order_that_somebody_ships_while_many_are_cancelled_is_one_or_the_other(world, bulk_first):
    order = shop.paid(world, "BOOK")
    steps = [bulk(world, order.id, "cancel"), ship(world, order.id)]
    first, second = one_after_the_other(order.id, *(steps if bulk_first else reversed(steps)))
    answers = (first, second) if bulk_first else (second, first)
    state = orders.get(order.id).state
    if bulk_first:
        assert answers[0] == "done" and isinstance(answers[1], OrderMoveRefused) and state == "cancelled"
    else:
        assert answers == ("order_move_refused", "shipped") and state == "shipped"
    shop.assert_sound(order.id)


def test_without_the_lock_of_the_order_neither_would_be_told_of_the_other(world, monkeypatch):
    order = shop.paid(world, "BOOK")
    steps = [bulk(world, order.id, "cancel"), ship(world, order.id)]
    without_the_lock_of_the_order(monkeypatch)
    answers = at_once(ORDER, *steps)
    assert not any(each == "order_move_refused" or isinstance(each, OrderMoveRefused) for each in answers)


def test_two_workers_on_one_run_do_no_order_twice(world):
    order = shop.paid(world, "BOOK")
    run = orders.start_bulk("prepare", [order.id], {}, origin=world.context.origin(), now=world.now)
    one_after_the_other(order.id, *[lambda: orders.work_bulk(run, world.now)] * 2)
    assert orders.bulk(run).results[0].result in ("done", "order_move_refused")
