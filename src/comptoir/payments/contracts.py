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


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a provider told us by itself, after its signature was checked.

    `fingerprint` is the SHA-256 of what may not change when the event is sent again. `request_id` and `result` are
    None when the event says nothing about a demand of ours.
    """

    event_id: str
    kind: str
    fingerprint: bytes
    occurred_at: datetime
    request_id: UUID | None = None
    result: PaymentResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A line of a provider's own books. `amount` is positive when money came in, negative when it went out;
    `kind` is charge, refund, fee, payout or other; `fee` is what the provider kept of it (zero or more)."""

    reference: str
    kind: str
    amount: Money
    fee: Money
    occurred_at: datetime
    request_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """How a provider stands here, without its secrets. `account` is the legal entity it collects for."""

    provider: str
    account: str
    ready: bool
    live: bool
    signs: bool
    address: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptInfo:
    """Money that moved by our books: positive received, negative given back."""

    request_id: UUID
    order_id: UUID
    reference: str
    amount: Money
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccountInfo:
    """Where customers of a legal entity transfer money to."""

    legal_entity: str
    holder: str
    iban: str
    bic: str
    currency: str
