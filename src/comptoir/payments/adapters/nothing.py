"""A total of zero: nobody is asked, nothing moves, the order goes its way."""

from __future__ import annotations

from uuid import UUID

from comptoir.payments.contracts import PaymentResult
from comptoir.payments.ports import Demand


class Nothing:
    def charge(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount)

    def refund(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount)

    def capture(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount)

    def void(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="voided", amount=demand.amount)

    def ask(self, demand: Demand) -> PaymentResult | None:
        return PaymentResult(outcome="paid", amount=demand.amount)

    def action_address(self, request_id: UUID) -> str:
        return ""
