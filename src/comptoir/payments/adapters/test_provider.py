"""A bank without money: what it does follows from the token alone, so that every run is the same run.

| token | what the bank does | what it says |
|---|---|---|
| tok_success | pays | at once |
| tok_authenticate | asks the customer to confirm | at once |
| tok_webhook_first | the same; when confirmed, an event goes out before the customer is sent back | at once |
| tok_authorise | reserves for seven days; captures and lets go when told | at once |
| tok_webhook_late | pays | nothing to the first eight questions; by an event, five seconds later |
| tok_wrong_amount | pays half | at once |
| tok_wrong_currency | pays as many dollars | at once |
| tok_no_answer | pays | nothing when told, the truth when asked |
| tok_silent | pays | nothing to the first eight questions |
| tok_answers_twice | pays | at once, then by an event that is sent twice |
| tok_disputed | pays | at once; five seconds later an event: the customer disputes it |
| tok_refund_fails | pays, and refuses every refund | at once |
| tok_refused | refuses | at once |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.payments.adapters import test_bank
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.models import TestCharge
from comptoir.payments.ports import Demand

AUTHORISED_FOR = timedelta(days=7)
LATE = timedelta(seconds=5)
QUIET_FOR = 8  # questions, the demand itself included
OUTCOMES = {
    "tok_authenticate": "action_required",
    "tok_webhook_first": "action_required",
    "tok_authorise": "authorised",
    "tok_refused": "refused",
}
PAYS = frozenset(
    {
        "tok_success", "tok_webhook_late", "tok_wrong_amount", "tok_wrong_currency", "tok_no_answer", "tok_silent",
        "tok_answers_twice", "tok_disputed", "tok_refund_fails",
    }
)  # fmt: skip
QUIET = frozenset({"tok_webhook_late", "tok_silent"})


class TestProvider:
    __test__ = False

    def charge(self, demand: Demand) -> PaymentResult:
        outcome = "paid" if demand.token in PAYS else OUTCOMES.get(demand.token, "refused")
        return self._done(demand, outcome)

    def refund(self, demand: Demand) -> PaymentResult:
        return self._done(demand, "refused" if demand.token == "tok_refund_fails" else "paid")

    def capture(self, demand: Demand) -> PaymentResult:
        return self._done(demand, "paid")

    def void(self, demand: Demand) -> PaymentResult:
        return self._done(demand, "voided")

    def ask(self, demand: Demand) -> PaymentResult | None:
        if _unwritten(demand):
            return _answer(demand, "paid", demand.amount)
        TestCharge.objects.filter(key=demand.key).update(asked=F("asked") + 1)
        kept = TestCharge.objects.filter(key=demand.key).first()
        if kept is None:
            return None
        if demand.kind == "charge" and demand.token in QUIET and kept.asked <= QUIET_FOR:
            return PaymentResult(outcome="unknown", amount=demand.amount)
        return _said(kept)

    def action_address(self, request_id: UUID) -> str:
        return f"/test-bank/{request_id}/"

    def authenticate(self, key: UUID, *, approve: bool) -> bool:
        """The customer's answer on the bank's page; only the first counts. Says whether it was this one."""
        outcome = "paid" if approve else "refused"
        with transaction.atomic():
            first = TestCharge.objects.filter(key=key, outcome="action_required").update(outcome=outcome)
            kept = TestCharge.objects.get(key=key) if first else None
            if kept is not None and kept.token == "tok_webhook_first":
                test_bank.post(kept, _said(kept), after=timedelta(), copies=1)
        return bool(first)

    def _done(self, demand: Demand, outcome: str) -> PaymentResult:
        """Done once by key, whatever is answered; the events go out with it."""
        if _unwritten(demand):
            return _answer(demand, outcome, demand.amount)
        took = _took(demand)
        with transaction.atomic():
            kept, new = TestCharge.objects.get_or_create(
                key=demand.key,
                defaults={
                    "kind": demand.kind, "account": demand.legal_entity, "token": demand.token, "asked": 1,
                    "amount_minor": took.minor, "currency": took.currency, "outcome": outcome, "made_at": now(),
                },
            )  # fmt: skip
            if new and demand.kind == "charge" and demand.token == "tok_webhook_late":
                test_bank.post(kept, _said(kept), after=LATE, copies=1)
            if new and demand.kind == "charge" and demand.token == "tok_answers_twice":
                test_bank.post(kept, _said(kept), after=timedelta(), copies=2)
            if new and demand.kind == "charge" and demand.token == "tok_disputed":
                opened = replace(_said(kept), outcome="opened", refusal_code="fraudulent")
                test_bank.post(kept, opened, after=LATE, copies=1, kind="dispute")
        if demand.kind == "charge" and demand.token in QUIET | {"tok_no_answer"}:
            return PaymentResult(outcome="unknown", amount=demand.amount)
        return _said(kept)


def _unwritten(demand: Demand) -> bool:
    return demand.token == "tok_success" and not settings.TEST_BANK_BOOKS


def _took(demand: Demand) -> Money:
    if demand.kind != "charge":
        return demand.amount
    if demand.token == "tok_wrong_amount":
        return Money(demand.amount.minor // 2, demand.amount.currency)
    if demand.token == "tok_wrong_currency":
        return Money(demand.amount.minor, "USD")
    return demand.amount


def _said(kept: TestCharge) -> PaymentResult:
    amount = Money(kept.amount_minor, kept.currency)
    until = kept.made_at + AUTHORISED_FOR if kept.outcome == "authorised" else None
    return PaymentResult(
        outcome=kept.outcome, amount=amount, reference=f"test_{kept.key.hex}", refusal_code=_why(kept), until=until
    )


def _answer(demand: Demand, outcome: str, amount: Money) -> PaymentResult:
    return PaymentResult(outcome=outcome, amount=amount, reference=f"test_{demand.key.hex}")


def _why(kept: TestCharge) -> str:
    if kept.outcome != "refused":
        return ""
    if kept.kind == "refund":
        return "refund_failed"
    return "authentication_failed" if kept.token in OUTCOMES and kept.token != "tok_refused" else "card_declined"
