"""What a provider of payments has to be able to do. Called outside every transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.payments.contracts import PaymentResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """`key` (the request's id) makes a repeated call harmless at the provider; `reference` is the provider's own of
    the charge that a refund, capture or void is about. `final`: nothing more will be captured after this."""

    key: UUID
    token: str
    amount: Money
    reference: str = ""
    final: bool = True


class Provider(Protocol):
    def charge(self, demand: Demand) -> PaymentResult: ...

    def refund(self, demand: Demand) -> PaymentResult: ...

    def capture(self, demand: Demand) -> PaymentResult:
        """Take `amount` of what the charge has reserved: paid, refused, cancelled (lapsed) or unknown."""
        ...

    def void(self, demand: Demand) -> PaymentResult:
        """Let go of what the charge has reserved and was not captured: voided, refused or unknown."""
        ...

    def ask(self, demand: Demand) -> PaymentResult | None:
        """What became of the demand with this key; None when the provider never heard of it."""
        ...

    def action_address(self, request_id: UUID) -> str:
        """Where the customer confirms; empty when there is no such place."""
        ...
