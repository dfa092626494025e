"""What a provider of payments has to be able to do. Called outside every transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.payments.contracts import Movement, News, PaymentResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """`key` (the request's id) makes a repeated call harmless at the provider; `reference` is the provider's own of
    the charge that a refund, capture or void is about. `final`: nothing more will be captured after this. `kind` is
    that of the request, `legal_entity` the company that sells: its account at the provider is the one."""

    key: UUID
    token: str
    amount: Money
    reference: str = ""
    final: bool = True
    kind: str = "charge"
    legal_entity: str = ""


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


class Notifier(Protocol):
    """A provider that tells us news by itself."""

    def read(self, body: bytes, headers: Mapping[str, str], *, account: str, now: datetime) -> News:
        """Refuses ProviderUnknown (not set up for this account), NotGenuine before anything is parsed,
        EventUnreadable. `headers` by lower-case name."""
        ...


class Bookkeeper(Protocol):
    """A provider whose books we can compare with ours."""

    def movements(self, account: str, since: datetime, until: datetime) -> Sequence[Movement]:
        """What happened from `since` on and before `until`, oldest first. Called outside every transaction; raises
        LookupError when the provider gives no answer now."""
        ...
