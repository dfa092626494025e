"""Money at the same moment: whoever comes first, it moves once and the order ends in one of its right states."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.inventory.tests.shop import Buyers
from comptoir.journal import facade as journal
from comptoir.kit import locks, sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.commands import call
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.payments.ports import Demand

ASKS_FIRST = Tender(kind="test_card", token="tok_authenticate")
REFUSE_RECEIPT = "ALTER TABLE payments_receipt ADD CONSTRAINT refused CHECK (order_id <> '{order}') NOT VALID"
WITHOUT_LOCK = call.CLAIM.replace("FOR UPDATE SKIP LOCKED", "")


class Bank:
    """Another provider behind the port: remembers charges by key, and what it was asked in which order."""

    def __init__(self, together: int = 1) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.charged: set[Any] = set()
        self.met = threading.Barrier(together)
        self.first = threading.local()

    def charge(self, demand: Demand) -> PaymentResult:
        if not hasattr(self.first, "seen"):
            self.first.seen = True
            self.met.wait(20)  # everybody holds claims before anybody is answered
        self.calls.append(("charge", demand.key))
        self.charged.add(demand.key)
        return PaymentResult(outcome="paid", amount=demand.amount, reference=demand.key.hex)

    def refund(self, demand: Demand) -> PaymentResult:
        self.calls.append(("refund", demand.key))
        return PaymentResult(outcome="paid", amount=demand.amount, reference=demand.key.hex)

    def capture(self, demand: Demand) -> PaymentResult:
        self.calls.append(("capture", demand.key))
        return PaymentResult(outcome="paid", amount=demand.amount, reference=demand.key.hex)

    def void(self, demand: Demand) -> PaymentResult:
        self.calls.append(("void", demand.key))
        return PaymentResult(outcome="voided", amount=demand.amount, reference=demand.key.hex)

    def ask(self, demand: Demand) -> PaymentResult | None:
        self.calls.append(("ask", demand.key))
        if demand.key not in self.charged:
            return None
        return PaymentResult(outcome="paid", amount=demand.amount, reference=demand.key.hex)

    def action_address(self, request_id: Any) -> str:
        return ""


def one_after_the_other(order_id: Any, *steps: Callable[[], Any]) -> list[Any]:
    """All have read what they read before the order's lock; they get it in the order given."""
    buyers = Buyers()
    with transaction.atomic():
        locks.hold(("order", order_id))
        for number, step in enumerate(steps, 1):
            buyers.start(step)
            buyers.wait_until_blocked(number)
    return buyers.join()


def times(order_id: Any) -> Counter[str]:
    return Counter(event.name for event in journal.timeline("order", order_id))


def work(now: Any) -> None:
    while jobs.work_payments(now):
        pass


def test_sweeper_and_two_returns_of_the_browser_at_once_bring_the_money_once(world):
    opened = story.placed(world, "BOOK", tender=ASKS_FIRST)
    work(world.now)
    request = orders.get(opened.order_id).payments[0]
    payments.authenticate(request.id, approve=True)
    later = world.now + timedelta(minutes=3)

    def come_back() -> bool:
        return orders.refresh_payment(request.id, actor="guest", now=later)

    answers = one_after_the_other(opened.order_id, lambda: jobs.sweep_payments(later), come_back, come_back)
    assert not any(isinstance(each, Exception) for each in answers)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert story.written()["payments_receipt"] == 1
    told = times(order.id)
    assert (told["Payment Received"], told["Order Confirmed"], told["Shipment Planned"]) == (1, 1, 1)


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_cancelled_while_the_worker_settles_the_money_goes_back(world, cancelled_first):
    opened = story.placed(world, "BOOK")
    steps = [
        lambda: orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now),
        lambda: jobs.work_payments(world.now),
    ]
    answers = one_after_the_other(opened.order_id, *(steps if cancelled_first else reversed(steps)))
    assert not any(isinstance(each, Exception) for each in answers)
    work(world.now)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor) == ("cancelled", 0)
    received = sql.rows("SELECT amount_minor FROM payments_receipt WHERE order_id = %s", [order.id])
    assert sorted(row[0] for row in received) == [-order.total.minor, order.total.minor]
    assert times(order.id)["Order Confirmed"] == (0 if cancelled_first else 1)
    assert story.levels(world, "BOOK")["entrepot"] == (8, 0) and inventory.check() == []


@pytest.mark.parametrize("expired_first", [True, False])
def test_money_that_comes_while_the_order_expires_confirms_it(world, expired_first):
    opened = story.placed(world, "BOWL-BLUE", tender=ASKS_FIRST)
    work(world.now)
    request = orders.get(opened.order_id).payments[0]
    payments.authenticate(request.id, approve=True)
    late = world.now + timedelta(hours=1)
    steps = [
        lambda: orders.expire_unpaid(late),
        lambda: orders.refresh_payment(request.id, actor="guest", now=late),
    ]
    answers = one_after_the_other(opened.order_id, *(steps if expired_first else reversed(steps)))
    assert not any(isinstance(each, Exception) for each in answers)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert times(order.id)["Order Expired"] == (1 if expired_first else 0)
    assert [r.state for r in inventory.reservations(order.id)] == ["firm"]
    assert story.levels(world, "BOWL-BLUE")["entrepot"] == (1, 1) and inventory.check() == []


def test_two_workers_on_one_queue_charge_each_request_once(world, monkeypatch):
    bank = Bank(together=2)
    monkeypatch.setitem(PROVIDERS, "test_card", bank)
    placed = [story.placed(world, "BOOK").order_id for _ in range(4)]
    workers = Buyers()
    for _ in range(2):
        workers.start(lambda: jobs.work_payments(world.now, limit=2))
    assert workers.join() == [2, 2]
    assert sorted(Counter(bank.calls).values()) == [1, 1, 1, 1]
    assert {orders.get(order_id).state for order_id in placed} == {"confirmed"}
    assert story.written()["payments_receipt"] == 4


def test_an_order_that_cannot_be_settled_does_not_fail_those_that_are_settled_with_it(world):
    good, bad, other = (story.placed(world, "BOOK").order_id for _ in range(3))
    sql.run(REFUSE_RECEIPT.format(order=bad))
    assert jobs.work_payments(world.now) == 3
    assert [orders.get(each).state for each in (good, bad, other)] == ["confirmed", "pending", "confirmed"]
    assert story.written()["payments_receipt"] == 2
    sql.run("ALTER TABLE payments_receipt DROP CONSTRAINT refused")
    assert jobs.work_payments(world.now + timedelta(minutes=1)) == 1
    assert orders.get(bad).state == "confirmed"


def test_two_answers_about_one_order_are_settled_one_after_the_other(world):
    order = story.placed(world, "BOOK").order_id
    jobs.work_payments(world.now)
    given = world.context.origin()
    with transaction.atomic():
        for _ in range(2):
            payments.request_refund(order, amount=Money(100, "EUR"), origin=given, now=world.now)
    (one, two) = (claim.request_id for claim in payments.claim(limit=5, now=world.now))
    paid = PaymentResult(outcome="paid", amount=Money(100, "EUR"))
    with pytest.raises(ValueError, match="one answer an order"):
        orders.settle_payments([(one, paid), (two, paid)], actor="system:worker", now=world.now)
    assert jobs.work_payments(world.now + timedelta(minutes=1)) == 2
    assert orders.get(order).paid.minor == orders.get(order).total.minor - 200


def test_without_the_lock_of_the_queue_each_would_be_charged_twice(world, monkeypatch):
    bank = Bank()
    monkeypatch.setitem(PROVIDERS, "test_card", bank)
    monkeypatch.setattr(call, "CLAIM", WITHOUT_LOCK)
    opened = story.placed(world, "BOOK")
    workers = Buyers()
    with transaction.atomic():
        sql.run("SELECT 1 FROM payments_paymentrequest FOR UPDATE")
        for _ in range(2):
            workers.start(lambda: jobs.work_payments(world.now))
        workers.wait_until_blocked(2)
    assert workers.join() == [1, 1]
    assert sorted(Counter(bank.calls).values()) == [2]
    assert orders.get(opened.order_id).paid == opened.total  # the receipt's own guard holds all the same


@pytest.mark.parametrize(("reached_the_bank", "asked"), [(True, ["ask"]), (False, ["ask", "charge"])])
def test_a_claim_that_expired_is_asked_about_before_it_is_told_again(world, monkeypatch, reached_the_bank, asked):
    bank = Bank()
    monkeypatch.setitem(PROVIDERS, "test_card", bank)
    opened = story.placed(world, "BOOK")
    (claimed,) = payments.claim(limit=5, now=world.now)
    if reached_the_bank:
        payments.call_provider(claimed)  # and then the worker dies
    bank.calls.clear()
    assert jobs.work_payments(world.now + timedelta(seconds=29)) == 0
    assert jobs.work_payments(world.now + timedelta(seconds=31)) == 1
    assert [what for what, _key in bank.calls] == asked
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
