"""Gift cards and store credit: our own money, so the answer is known. The claim was made when the order was placed;
it is spent, released or filled again in the transaction that records this answer (`stored.py`)."""

from __future__ import annotations

from uuid import UUID

from comptoir.payments.contracts import PaymentResult
from comptoir.payments.models import StoredValue
from comptoir.payments.ports import Demand


class OwnValue:
    def charge(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount)

    def refund(self, demand: Demand) -> PaymentResult:
        """A blocked card takes nothing: staff give a store credit instead."""
        blocked = demand.token and StoredValue.objects.filter(id=demand.token, state="blocked").exists()
        if blocked:
            return PaymentResult(outcome="refused", amount=demand.amount, refusal_code="card_blocked")
        return PaymentResult(outcome="paid", amount=demand.amount)

    def capture(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="refused", amount=demand.amount, refusal_code="nothing_reserved")

    def void(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="voided", amount=demand.amount)

    def ask(self, demand: Demand) -> PaymentResult | None:
        return None

    def action_address(self, request_id: UUID) -> str:
        return ""
