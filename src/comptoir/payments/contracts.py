"""What crosses the payments' door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A means of payment as the customer chooses it: `kind` from the list of tenders, `token` from the provider."""

    kind: str
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderOption:
    kind: str
    name: Localised
    explanation: Localised
    tokens: tuple[tuple[str, Localised], ...] = ()
    collect_only: bool = False
    test_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """`action_address` is where the customer has to go when `state` is action_required."""

    id: UUID
    order_id: UUID
    kind: str
    tender: str
    token: str
    amount: Money
    state: str
    refusal_code: str
    provider_reference: str
    requested_at: datetime
    answered_at: datetime | None
    action_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentResult:
    """A provider's answer. `outcome` is paid, refused, action_required, awaited, cancelled (we gave up
    asking) or unknown (ask again later)."""

    outcome: str
    amount: Money
    reference: str = ""
    refusal_code: str = ""
