"""Payment at the counter: nobody is asked now; staff record the money when it is there."""

from __future__ import annotations

from uuid import UUID

from comptoir.payments.contracts import PaymentResult
from comptoir.payments.ports import Demand


class InShop:
    def charge(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="awaited", amount=demand.amount)

    def refund(self, demand: Demand) -> PaymentResult:
        """Given back at the counter: it waits there for the customer."""
        return PaymentResult(outcome="awaited", amount=demand.amount)

    def capture(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="refused", amount=demand.amount, refusal_code="nothing_reserved")

    def void(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="voided", amount=demand.amount)

    def ask(self, demand: Demand) -> PaymentResult | None:
        return None

    def action_address(self, request_id: UUID) -> str:
        return ""
