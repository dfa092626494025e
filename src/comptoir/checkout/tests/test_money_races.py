"""Two people, or two programs, at the same money: it moves once. Each test has its twin without the guard."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comptoir.checkout import facade as checkout
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_money import RESERVES, agrees, balance, euros, gift, issued, placed, states, work
from comptoir.checkout.tests.test_payment_races import one_after_the_other, times
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.commands import moves
from comptoir.orders.errors import OrderMoveRefused, RefundableChanged
from comptoir.payments import facade as payments
from comptoir.payments import stored
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import NothingToRefund, StoredValueShort

UNCONDITIONAL = stored.HOLD.replace(" AND balance_minor - held_minor >= %(minor)s", "")
CARD = "SELECT 1 FROM payments_storedvalue FOR UPDATE"
CHARGES = "SELECT 1 FROM payments_paymentrequest FOR UPDATE"
ORDER = "SELECT 1 FROM orders_order FOR UPDATE"


def without_the_lock_of_the_order(monkeypatch: Any) -> None:
    monkeypatch.setattr(locks, "hold", lambda *subjects: None)
    monkeypatch.setattr(moves, "LOCK", moves.LOCK.replace(" FOR UPDATE OF o", ""))


def at_once(held: str, *steps: Any) -> list[Any]:
    """All come as far as the rows that this test holds, then they are let go."""
    buyers = Buyers()
    with transaction.atomic():
        sql.run(held)
        for step in steps:
            buyers.start(step)
        buyers.wait_until_blocked(len(steps))
    return buyers.join()


def told(answers: list[Any]) -> Counter[Any]:
    return Counter(type(answer) for answer in answers)


def two_orders_with(world: Any, card: Any) -> list[Any]:
    wishes = [
        story.wish(story.filled(world, "BOOK"), world.context, gift(card, 1000), story.CARD) for _ in range(2)
    ]
    return at_once(CARD, *(lambda wish=wish: checkout.place_order(wish) for wish in wishes))


def test_a_gift_card_spent_twice_at_once_pays_once(world):
    card = issued(world, 1000)
    answers = two_orders_with(world, card)
    assert told(answers)[StoredValueShort] == 1 and story.written()["orders_order"] == 1
    work(world)
    assert balance(world, card) == (0, 0) and agrees()


def test_without_the_condition_the_constraint_still_refuses_the_second(world, monkeypatch):
    card = issued(world, 1000)
    monkeypatch.setattr(stored, "HOLD", UNCONDITIONAL)
    answers = two_orders_with(world, card)
    assert told(answers)[IntegrityError] == 1 and story.written()["orders_order"] == 1


def test_without_condition_and_constraint_the_card_pays_twice(world, monkeypatch):
    card = issued(world, 1000)
    monkeypatch.setattr(stored, "HOLD", UNCONDITIONAL)
    sql.run("ALTER TABLE payments_storedvalue DROP CONSTRAINT stored_value_not_overdrawn")
    two_orders_with(world, card)
    work(world)
    assert story.written()["orders_order"] == 2 and balance(world, card)[0] == -1000


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_cancelled_while_gift_card_and_card_are_settled_both_get_theirs_back(world, cancelled_first):
    card = issued(world, 1000)
    opened = placed(world, gift(card), story.CARD)
    steps = [
        lambda: orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now),
        lambda: jobs.work_payments(world.now),
    ]
    one_after_the_other(opened.order_id, *(steps if cancelled_first else reversed(steps)))
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor, balance(world, card)) == ("cancelled", 0, (1000, 1000)) and agrees()


def refund(order_id: Any, world: Any, **given: Any) -> Any:
    return orders.refund(order_id, reason="returned", actor="staff:a", now=world.now, **given)


def paid(world: Any) -> Any:
    opened = placed(world, story.CARD)
    work(world)
    return opened


def test_one_key_sent_ten_times_at_once_gives_the_money_back_once(world):
    opened = paid(world)
    key = IdempotencyKey.of(actor="staff", endpoint="refund", key="refund-0001", request=[1000])
    steps = [lambda: refund(opened.order_id, world, amount=euros(1000), idempotency_key=key)] * 10
    answers = one_after_the_other(opened.order_id, *steps)
    assert len(set(answers)) == 1
    work(world)
    assert orders.get(opened.order_id).paid == opened.total - euros(1000) and agrees()


def test_two_staff_who_give_all_back_at_once_give_it_once(world):
    opened = paid(world)
    answers = one_after_the_other(opened.order_id, *[lambda: refund(opened.order_id, world)] * 2)
    assert told(answers)[NothingToRefund] == 1
    work(world)
    assert orders.get(opened.order_id).paid.minor == 0 and agrees()


def test_two_staff_who_saw_the_same_amount_are_told_of_each_other(world):
    opened = paid(world)
    step = lambda: refund(opened.order_id, world, amount=euros(1000), shown=opened.total)  # noqa: E731
    answers = one_after_the_other(opened.order_id, step, step)
    assert told(answers)[RefundableChanged] == 1
    work(world)
    assert orders.get(opened.order_id).paid == opened.total - euros(1000)


def test_without_the_lock_of_the_order_all_would_go_back_twice(world, monkeypatch):
    opened = paid(world)
    without_the_lock_of_the_order(monkeypatch)
    at_once(CHARGES, *[lambda: refund(opened.order_id, world)] * 2)
    work(world)
    assert orders.get(opened.order_id).paid == -opened.total


def ship_and_cancel(opened: Any, world: Any) -> list[Any]:
    return [
        lambda: orders.mark_shipped(opened.order_id, tracking_number="6A 1", actor="staff:a", now=world.now),
        lambda: orders.cancel(opened.order_id, reason="mistake", actor="guest", now=world.now),
    ]


@pytest.mark.parametrize("shipped_first", [True, False])
def test_what_is_reserved_is_taken_or_let_go_never_both(world, shipped_first):
    opened = placed(world, RESERVES)
    work(world)
    steps = ship_and_cancel(opened, world)
    answers = one_after_the_other(opened.order_id, *(steps if shipped_first else reversed(steps)))
    assert told(answers)[OrderMoveRefused] == 1
    work(world)
    kinds = [kind for kind, *_ in states(opened.order_id)]
    assert kinds == ["charge", "capture" if shipped_first else "void"]
    assert orders.get(opened.order_id).paid == (opened.total if shipped_first else euros(0)) and agrees()


def take_and_let_go(opened: Any, world: Any, *, held: bool) -> list[Any]:
    """The two demands of payments themselves, by somebody who holds the order and by somebody who does not."""

    def step(verb: Any, **given: Any) -> Any:
        with transaction.atomic():
            if held:
                moves.hold_order(opened.order_id)
            return verb(opened.order_id, origin=world.context.origin(), now=world.now, **given)

    return [
        lambda: step(payments.request_capture, amount=opened.total, final=True),
        lambda: step(payments.let_go, currency="EUR"),
    ]


@pytest.mark.parametrize("held", [True, False])
def test_only_the_lock_of_the_order_keeps_taking_and_letting_go_apart(world, held):
    opened = placed(world, RESERVES)
    work(world)
    steps = take_and_let_go(opened, world, held=held)
    if held:
        one_after_the_other(opened.order_id, *steps)
    else:
        at_once(CHARGES, *steps)
    kinds = [kind for kind, *_ in states(opened.order_id)][1:]
    assert kinds == ["capture"] if held else sorted(kinds) == ["capture", "void"]


def two_means(world: Any) -> Any:
    return placed(world, Tender(kind="test_card", token="tok_success", amount=euros(1000)), story.CARD)


def test_two_workers_on_the_two_means_of_one_order_confirm_it_once(world):
    opened = two_means(world)
    one_after_the_other(opened.order_id, *[lambda: jobs.work_payments(world.now, limit=1)] * 2)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("confirmed", opened.total) and agrees()
    counted = times(order.id)
    assert (counted["Payment Received"], counted["Order Confirmed"], counted["Shipment Planned"]) == (2, 1, 1)


def test_without_the_lock_of_the_order_it_would_be_paid_and_not_confirmed(world, monkeypatch):
    opened = two_means(world)
    without_the_lock_of_the_order(monkeypatch)
    at_once(ORDER, *[lambda: jobs.work_payments(world.now, limit=1)] * 2)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("pending", opened.total)
