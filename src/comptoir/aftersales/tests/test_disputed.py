"""A withdrawal whose payment is disputed: it ends with its money, whoever gives it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales import handlers
from comptoir.aftersales.tests.test_withdrawal import declare, delivered
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.payments import PaymentDisputeClosed
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.tests import shop
from comptoir.payments.contracts import DisputeNews
from comptoir.promises import facade as promises

STAFF = {"actor": "staff:1", "channel": "backoffice"}


def said(order: OrderInfo, outcome: str, now: Any, amount: Money | None = None) -> None:
    charge = order.payments[0]
    news = DisputeNews(
        outcome=outcome, amount=amount or charge.amount, reference="dp_1", charge_reference=charge.provider_reference,
        reason="fraudulent", withheld=True,
    )  # fmt: skip
    orders.settle_dispute(charge.id, news, actor="provider:test-bank", now=now)


def hear(order: OrderInfo, monkeypatch: pytest.MonkeyPatch, now: Any) -> None:
    """Hear of the end of the dispute, with the jobs that are asked for run at once, as they were at `now`."""
    ended = [each for each in journal.timeline("order", order.id) if each.name == PaymentDisputeClosed.NAME]
    assert PaymentDisputeClosed in handlers.WITHDRAWALS.words
    with monkeypatch.context() as patch:
        patch.setattr(handlers.clock, "now", lambda: now)
        for task in (handlers.end, handlers.stop):
            patch.setattr(task, "defer", task)
        handlers.enqueue(list(ended))
    shop.work(now)


def test_what_was_withheld_goes_back_when_the_dispute_is_won(world, monkeypatch) -> None:
    order = delivered(world, "BOOK", "BOWL-OCHRE")
    now = world.now + timedelta(days=3)
    made = declare(order, now, {shop.line(order, "BOOK"): 1})
    aftersales.stop_parcels(made.id, now=now)
    said(order, "opened", now)
    aftersales.take_back(made.id, evidence="received", now=now, **STAFF)
    assert not aftersales.give_rest(made.id, now=now) and not aftersales.close(made.id, now=now)
    assert promises.get(made.promise_id).state == "made"
    said(order, "won", now)
    assert not aftersales.close(made.id, now=now)  # owed, not yet asked back
    hear(order, monkeypatch, now)
    assert order.total - orders.get(order.id).paid == made.refund and not aftersales.give_rest(made.id, now=now)
    assert aftersales.close(made.id, now=now) and promises.get(made.promise_id).state == "kept"
    assert set(orders.check_money().values()) == {0}


def test_what_was_lost_was_given_back_by_the_bank(world, monkeypatch) -> None:
    order = delivered(world, "BOOK")
    now = world.now + timedelta(days=3)
    made = declare(order, now)
    aftersales.stop_parcels(made.id, now=now)
    said(order, "opened", now)
    aftersales.take_back(made.id, evidence="received", now=now, **STAFF)
    said(order, "lost", now)
    hear(order, monkeypatch, now)
    assert aftersales.get(made.id).state == "refunded" and promises.get(made.promise_id).state == "kept"
    assert not [each for each in orders.get(order.id).payments if each.kind == "refund"]


@pytest.mark.parametrize("whole", [True, False])
def test_what_had_not_left_is_paid_back_when_the_dispute_is_won(world, monkeypatch, whole) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    said(order, "opened", world.now)
    made = declare(order, world.now, None if whole else {shop.line(order, "BOOK"): 1})
    if whole:
        assert aftersales.stop_parcels(made.id, now=world.now) == 2
        assert not aftersales.close(made.id, now=world.now) and orders.get(order.id).state == "cancelled"
    said(order, "won", world.now)
    if whole:
        asked = [each.amount for each in orders.get(order.id).payments if each.kind == "refund"]
        assert asked == [order.total]  # in the transaction that recorded it
    hear(order, monkeypatch, world.now)
    if not whole:
        made = aftersales.get(made.id)
        assert made.to_return == 0 and made.state == "refunding"
    after = orders.get(order.id)
    assert after.paid.minor == (0 if whole else after.total.minor) and after.paid < order.paid
    assert aftersales.close(made.id, now=world.now)
    assert set(orders.check_money().values()) == {0}


def test_what_was_named_before_is_not_named_again(world, monkeypatch) -> None:
    order = delivered(world, "BOWL-OCHRE", "BOWL-OCHRE", "BOOK")
    now, (bowl, book) = world.now + timedelta(days=3), (shop.line(order, sku) for sku in ("BOWL-OCHRE", "BOOK"))
    made = declare(order, now, {bowl: 1, book: 1})
    aftersales.stop_parcels(made.id, now=now)
    disputed = order.total - shop.euros(3000)  # what is free pays for the bowl, and not for the book
    said(order, "opened", now, disputed)
    aftersales.take_back(made.id, evidence="received", now=now, **STAFF)
    assert _refunded(order) == {bowl: 1, book: 0}
    said(order, "won", now, disputed)
    hear(order, monkeypatch, now)
    assert _refunded(order) == {bowl: 1, book: 1} and order.total - orders.get(order.id).paid == made.refund


def test_of_two_withdrawals_of_a_line_each_names_its_own(world, monkeypatch) -> None:
    order = delivered(world, "BOWL-OCHRE", "BOWL-OCHRE", "BOOK")
    now, (bowl, book) = world.now + timedelta(days=3), (shop.line(order, sku) for sku in ("BOWL-OCHRE", "BOOK"))
    made, other = (declare(orders.get(order.id), now, each) for each in ({bowl: 1, book: 1}, {bowl: 1}))
    for each in (made, other):
        aftersales.stop_parcels(each.id, now=now)
    disputed = order.total - shop.euros(3000)
    said(order, "opened", now, disputed)
    aftersales.take_back(made.id, evidence="received", now=now, **STAFF)
    said(order, "won", now, disputed)
    hear(order, monkeypatch, now)
    assert _refunded(order) == {bowl: 1, book: 1}, "the other bowl has not come back"
    aftersales.take_back(other.id, evidence="received", now=now, **STAFF)
    assert _refunded(order) == {bowl: 2, book: 1}


def _refunded(order: OrderInfo) -> dict[int, int]:
    return {line.position: line.refunded for line in orders.get(order.id).lines if line.kind == "goods"}
