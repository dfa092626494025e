"""A bank without money: its answer follows from the token alone, so that every run is the same run.

`tok_success` pays, `tok_authorise` reserves for seven days, `tok_refused` refuses, `tok_authenticate` asks the
customer to confirm first; what the customer then chose is the only thing that it has to remember.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from comptoir.kit.clock import now
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.models import TestCharge
from comptoir.payments.ports import Demand

AUTHORISED_FOR = timedelta(days=7)


class TestProvider:
    __test__ = False

    def charge(self, demand: Demand) -> PaymentResult:
        reference = f"test_{demand.key.hex}"
        if demand.token == "tok_success":
            return PaymentResult(outcome="paid", amount=demand.amount, reference=reference)
        if demand.token == "tok_authorise":
            return PaymentResult(
                outcome="authorised", amount=demand.amount, reference=reference, until=now() + AUTHORISED_FOR
            )
        if demand.token == "tok_authenticate":
            TestCharge.objects.get_or_create(
                key=demand.key,
                defaults={
                    "token": demand.token, "amount_minor": demand.amount.minor, "made_at": now(),
                    "currency": demand.amount.currency, "outcome": "action_required",
                },
            )  # fmt: skip
            return self.ask(demand) or PaymentResult(outcome="unknown", amount=demand.amount)
        return PaymentResult(
            outcome="refused", amount=demand.amount, reference=reference, refusal_code="card_declined"
        )

    def refund(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount, reference=f"test_{demand.key.hex}")

    def capture(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="paid", amount=demand.amount, reference=f"test_{demand.key.hex}")

    def void(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="voided", amount=demand.amount, reference=f"test_{demand.key.hex}")

    def ask(self, demand: Demand) -> PaymentResult | None:
        if demand.token != "tok_authenticate":
            return self.charge(demand)
        kept = TestCharge.objects.filter(key=demand.key).first()
        if kept is None:
            return None
        return PaymentResult(
            outcome=kept.outcome, amount=demand.amount, reference=f"test_{demand.key.hex}",
            refusal_code="authentication_failed" if kept.outcome == "refused" else "",
        )  # fmt: skip

    def action_address(self, request_id: UUID) -> str:
        return f"/test-bank/{request_id}/"

    def authenticate(self, key: UUID, *, approve: bool) -> bool:
        """The customer's answer on the bank's page; only the first counts. Says whether it was this one."""
        outcome = "paid" if approve else "refused"
        return bool(TestCharge.objects.filter(key=key, outcome="action_required").update(outcome=outcome))
