"""A disputed charge: withheld, then given back or lost, by signed events in any order, once each."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.urls import reverse

from comptoir.channels.backoffice.tests import people
from comptoir.channels.hooks.tests.test_hooks import inbox, send
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.tests import shop
from comptoir.payments import facade as payments
from comptoir.payments.adapters import test_bank
from comptoir.payments.adapters.stripe.events import disputed
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.rules import disputed as step


def said(order: Any, outcome: str, **other: Any) -> dict[str, Any]:
    charge = order.payments[0]
    result = PaymentResult(
        outcome=outcome, amount=charge.amount, reference=other.get("reference", charge.provider_reference),
        refusal_code="fraudulent",
    )  # fmt: skip
    return test_bank.letter(charge.id, "dispute", result, clock.now())


def booked() -> dict[str, int]:
    found = sql.rows("SELECT account, sum(debit - credit)::bigint FROM ledger_day GROUP BY account")
    wanted = ("disputed:test_card", "losses", "clearing:test_card")
    return {account: minor for account, minor in found if account in wanted and minor}


def words(order_id: Any) -> list[str]:
    return [each.name for each in journal.timeline("order", order_id) if "Dispute" in each.name]


def test_what_is_withheld_comes_back_when_it_is_won(world):
    admin = people.log_in()
    order = shop.paid(world, "BOOK")
    total = order.total.minor
    first = said(order, "opened")
    assert [send(first).status_code, send(first).status_code, send(said(order, "opened")).status_code] == [200] * 3
    assert booked() == {"disputed:test_card": total}
    assert orders.get(order.id).dispute == "open" and payments.refundable(order.id, "EUR") == Money(0, "EUR")
    assert words(order.id) == ["Payment Disputed"]
    page = admin.get(reverse("disputes:index"), {"q": order.number}).content.decode()
    assert order.number in page and "fraudulent" in page
    assert "is disputed by its bank" in admin.get(reverse("orders:order", args=[order.id])).content.decode()
    assert order.number in admin.get(reverse("orders:index"), {"dispute": "open"}).content.decode()

    send(said(order, "won"))
    assert booked() == {"clearing:test_card": total} and orders.get(order.id).dispute == "won"
    assert words(order.id) == ["Payment Disputed", "Payment Dispute Closed"]
    assert payments.refundable(order.id, "EUR") == order.total
    assert set(orders.check_money().values()) == {0}


def test_what_is_lost_is_a_loss_also_when_its_end_is_heard_first(world):
    order = shop.paid(world, "BOOK")
    for outcome in ("lost", "opened"):
        send(said(order, outcome))
    (found,) = payments.disputes_of(order.id)
    assert (found.state, found.withheld, orders.get(order.id).dispute) == ("lost", order.total, "lost")
    assert booked() == {"losses": order.total.minor}
    orders.cancel(order.id, reason="other", actor="staff:1", now=world.now)  # nothing of it goes back a second time
    shop.work(world.now)
    assert not [each for each in orders.get(order.id).payments if each.kind == "refund"]
    assert set(orders.check_money().values()) == {0}


def test_a_dispute_of_another_charge_or_company_changes_nothing(world):
    order = shop.paid(world, "BOOK")
    send(said(order, "opened", reference="test_other"))
    send(said(order, "opened"), to="/hooks/test-bank/other-house/")
    assert [state for state, _result, _repeats in inbox()] == ["refused", "refused"]
    assert orders.get(order.id).dispute == "" and payments.disputes_of(order.id) == ()


@pytest.mark.parametrize("said", list(itertools.permutations([("opened", False), ("opened", True), ("lost", True)])))
def test_in_whatever_order_it_is_heard_it_ends_the_same(said):
    state, withheld = "", 0
    for outcome, keeps in said:
        state, withheld = step(state, withheld, outcome=outcome, amount=900, withheld=keeps) or (state, withheld)
    assert (state, withheld) == ("lost", 900)


def test_a_question_of_the_bank_withholds_nothing():
    thing = {"id": "du_1", "payment_intent": "pi_1", "amount": 900, "currency": "eur", "reason": "fraudulent"}
    asked = disputed("charge.dispute.created", thing | {"status": "warning_needs_response"})
    taken = disputed("charge.dispute.funds_withdrawn", thing | {"status": "needs_response"})
    ended = disputed("charge.dispute.closed", thing | {"status": "warning_closed"})
    assert asked and taken and ended
    assert [asked.withheld, taken.withheld, ended.outcome] == [False, True, "won"]
    assert step("", 0, outcome=asked.outcome, amount=900, withheld=asked.withheld) == ("open", 0)
    assert step("open", 0, outcome=taken.outcome, amount=900, withheld=taken.withheld) == ("open", 900)
    assert disputed("charge.updated", thing) is None
