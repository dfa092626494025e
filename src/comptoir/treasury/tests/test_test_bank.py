"""The test bank's bad days, each with its token: the order ends right, and the money is counted once."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comptoir.channels.hooks.tests.test_hooks import paid, send
from comptoir.checkout.tests import story
from comptoir.inventory.tests.shop import Buyers
from comptoir.journal import facade as journal
from comptoir.kit import clock, locks, sql
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments import jobs as posting
from comptoir.payments.adapters import test_bank
from comptoir.payments.contracts import Tender
from comptoir.treasury import jobs as treasury_jobs
from comptoir.treasury.commands import receive_event as receiving


def placed(world: SimpleNamespace, token: str) -> Any:
    return story.placed(world, "BOOK", tender=Tender(kind="test_card", token=token)).order_id


def work(now: Any, minutes: int = 0) -> None:
    """The worker's loop for so long, a round every ten seconds."""
    for second in range(0, minutes * 60 + 1, 10):
        while jobs.work_payments(now + timedelta(seconds=second)):
            pass


def receipts() -> list[int]:
    return [row[0] for row in sql.rows("SELECT amount_minor FROM payments_receipt ORDER BY received_at, id")]


def post_all(world: SimpleNamespace) -> int:
    """The bank's postman, when everything is due."""
    sent = 0
    while done := posting.send_test_notices(clock.now() + timedelta(minutes=1)):
        sent += done
    return sent


@pytest.fixture
def reached(live_shop: SimpleNamespace, settings: Any) -> SimpleNamespace:
    """The shop with an address that the bank can call."""
    settings.TEST_BANK_CALLS = live_shop.url
    return live_shop


def test_half_the_money_leaves_the_order_waiting_for_the_rest(world):
    order_id = placed(world, "tok_wrong_amount")
    work(world.now)
    order = orders.get(order_id)
    assert (order.state, receipts()) == ("pending", [order.total.minor // 2])
    orders.pay_again(order_id, tender=story.CARD, actor="guest", now=world.now)
    work(world.now)
    order = orders.get(order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)


def test_dollars_for_euros_are_flagged_and_go_back(world):
    order_id = placed(world, "tok_wrong_currency")
    work(world.now)
    order = orders.get(order_id)
    assert (order.state, order.paid.minor, sum(receipts())) == ("pending", 0, 0)
    assert "Money Unexpected" in [event.name for event in journal.timeline("order", order_id)]


def test_no_answer_is_asked_about_by_the_queue(world):
    order_id = placed(world, "tok_no_answer")
    work(world.now)
    assert orders.get(order_id).state == "pending"
    work(world.now, minutes=1)
    assert orders.get(order_id).state == "confirmed" and len(receipts()) == 1


def test_a_bank_that_stays_silent_is_given_up_and_the_sweeper_hears_of_the_money(world):
    order_id = placed(world, "tok_silent")
    work(world.now, minutes=15)
    order = orders.get(order_id)
    assert (order.state, order.payments[0].state, receipts()) == ("pending", "cancelled", [])
    assert jobs.sweep_payments(world.now + timedelta(minutes=20)) == 1
    order = orders.get(order_id)
    assert (order.state, order.paid, len(receipts())) == ("confirmed", order.total, 1)


def test_a_refund_that_fails_stays_owed_and_is_said(world):
    order_id = placed(world, "tok_refund_fails")
    work(world.now)
    orders.cancel(order_id, reason="mistake", actor="guest", now=world.now)
    work(world.now)
    order = orders.get(order_id)
    refund = next(r for r in order.payments if r.kind == "refund")
    assert (order.state, order.paid, refund.state) == ("cancelled", order.total, "refused")
    assert refund.refusal_code == "refund_failed"


def test_reserved_money_confirms_and_is_let_go_when_the_order_is_cancelled(world):
    order_id = placed(world, "tok_authorise")
    work(world.now)
    assert orders.get(order_id).state == "confirmed" and receipts() == []
    orders.cancel(order_id, reason="mistake", actor="guest", now=world.now)
    work(world.now)
    assert [(r.kind, r.state) for r in orders.get(order_id).payments][-1] == ("void", "voided")


def test_a_late_event_comes_over_http_and_confirms(reached):
    order_id = placed(reached, "tok_webhook_late")
    _until(lambda: sql.rows("SELECT count(*) FROM payments_testnotice") == [(1,)])
    assert orders.get(order_id).state == "pending"
    assert post_all(reached) == 1
    _until(lambda: orders.get(order_id).state == "confirmed")
    assert sql.rows("SELECT answer, delivered_at IS NOT NULL FROM payments_testnotice") == [(200, True)]


def test_an_answer_and_the_same_event_twice_count_once(reached):
    order_id = placed(reached, "tok_answers_twice")
    _until(lambda: orders.get(order_id).state == "confirmed")
    assert post_all(reached) == 2
    assert len(receipts()) == 1
    assert sql.rows("SELECT state, repeats FROM treasury_incomingevent") == [("settled", 1)]


def test_the_event_may_come_before_the_customer_returns(reached):
    order_id = placed(reached, "tok_webhook_first")
    _until(lambda: orders.get(order_id).payments[0].state == "action_required")
    asked = orders.get(order_id).payments[0]
    payments.authenticate(asked.id, approve=True)
    assert post_all(reached) == 1
    _until(lambda: orders.get(order_id).state == "confirmed")
    assert not orders.refresh_payment(asked.id, actor="guest", now=clock.now())
    assert len(receipts()) == 1


def _until(true: Any) -> None:
    waited = threading.Event()
    for _ in range(400):
        if true():
            return
        waited.wait(0.02)
    raise AssertionError("it did not come")


def test_the_bank_calls_no_other_machine(world, settings):
    settings.TEST_BANK_CALLS = "http://192.0.2.1:80"
    with pytest.raises(OSError, match=r"127\.0\.0\.1"):
        test_bank.send("{}", "evt_1", account="maison-coste", now=clock.now())


def test_browser_and_event_at_once_bring_the_money_once(world):
    order_id = placed(world, "tok_authenticate")
    work(world.now)
    asked = orders.get(order_id).payments[0]
    payments.authenticate(asked.id, approve=True)
    both = Buyers()
    with transaction.atomic():
        locks.hold(("order", order_id))
        both.start(lambda: orders.refresh_payment(asked.id, actor="guest", now=world.now))
        both.wait_until_blocked(1)
        both.start(lambda: send(paid(asked)).status_code)
        both.wait_until_blocked(2)
    answers = both.join()
    assert 200 in answers and not any(isinstance(each, Exception) for each in answers)
    order = orders.get(order_id)
    assert (order.state, receipts()) == ("confirmed", [order.total.minor])


def test_the_same_event_ten_times_at_once_is_kept_and_worked_once(world):
    order_id = placed(world, "tok_webhook_late")
    work(world.now)
    said = paid(orders.get(order_id).payments[0])
    senders = Buyers()
    with transaction.atomic():
        locks.hold(("provider_event", f"test-bank:maison-coste:{said['id']}"))
        for _ in range(10):
            senders.start(lambda: send(said).content)
        senders.wait_until_blocked(10)
    assert len(set(senders.join())) == 1
    assert sql.rows("SELECT state, repeats FROM treasury_incomingevent") == [("settled", 9)]
    assert len(receipts()) == 1


def test_without_the_lock_of_the_event_only_the_unique_index_keeps_it_once(world, monkeypatch):
    order_id = placed(world, "tok_webhook_late")
    work(world.now)
    said = paid(orders.get(order_id).payments[0])
    monkeypatch.setattr(receiving, "BEFORE", receiving.BEFORE + " AND false")  # both looked before either wrote
    assert send(said).status_code == 200
    with pytest.raises(IntegrityError, match="incoming_event_once"):
        send(said)
    assert len(receipts()) == 1


def test_an_event_whose_receiver_died_is_settled_by_the_worker(world, monkeypatch):
    order_id = placed(world, "tok_webhook_late")
    work(world.now)

    def dies(*args: Any, **kwargs: Any) -> str:
        raise RuntimeError("killed")

    monkeypatch.setattr(receiving, "settle_event", dies)
    assert send(paid(orders.get(order_id).payments[0])).status_code == 200
    assert orders.get(order_id).state == "pending"
    assert treasury_jobs.work_events(clock.now()) == 0  # its receiver still has it
    assert treasury_jobs.work_events(clock.now() + timedelta(seconds=31)) == 1
    assert orders.get(order_id).state == "confirmed"
