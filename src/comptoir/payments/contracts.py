"""What crosses the payments' door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A means of payment as the customer chooses it: `kind` from the list of tenders, `token` from the provider
    (the code of a gift card). `amount` is what it shall pay; None is all that is left when its turn comes."""

    kind: str
    token: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderOption:
    """`tokens` are those to choose from, with their words; `token_prefix` is how others begin that a program may
    name. `needs` is what the company must have for it: stripe or bank_account. `by_code`: its token is a code that
    the customer types (gift card). `provider` is who holds its money until it is paid out, the kind itself when
    empty. Without `captures_in_parts` what is reserved is taken in one go."""

    kind: str
    name: Localised
    explanation: Localised
    tokens: tuple[tuple[str, Localised], ...] = ()
    token_prefix: str = ""
    needs: str = ""
    collect_only: bool = False
    test_only: bool = False
    by_code: bool = False
    provider: str = ""
    captures_in_parts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredValueInfo:
    """A gift card or store credit; `available` is what may still be claimed of its `balance`. `state` is active,
    blocked, expired or empty."""

    id: UUID
    kind: str
    last4: str
    state: str
    balance: Money
    available: Money
    legal_entity: str
    customer_id: UUID | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedValue:
    """A new account with its `code`, which is shown now and never again."""

    id: UUID
    code: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """`kind` is charge, refund, capture or void; the last three have the charge that they are about. `reserved` is
    what the provider holds for us of an authorised charge until `reserved_until`, `taken` what was captured of it.
    `instead_of` is the refused refund that this one tries again. `action_address` is where the customer has to go
    when `state` is action_required."""

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
    charge_id: UUID | None = None
    instead_of: UUID | None = None
    reserved: Money
    taken: Money
    reserved_until: datetime | None = None
    action_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentResult:
    """A provider's answer about one request. `outcome` is

    - paid: the money moved (for a refund: went back; for a capture: was taken);
    - authorised: reserved until `until`, to be captured or let go (the order is confirmed);
    - waiting: it may take days (bank transfer), the stock is held until `until`;
    - awaited: it is paid at the counter, on collection (the order is confirmed);
    - action_required: the customer has to confirm;
    - refused; cancelled (given up, or the authorisation lapsed); voided (a void: the money is free again);
    - unknown: ask again later.
    """

    outcome: str
    amount: Money
    reference: str = ""
    refusal_code: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeNews:
    """What a provider says of a dispute. `reference` is its own name of it, `charge_reference` that of the charge;
    `outcome` is opened, won or lost; `withheld` whether it keeps the money meanwhile, or the bank only asks."""

    reference: str
    charge_reference: str
    outcome: str
    amount: Money
    reason: str = ""
    withheld: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeInfo:
    """`state` is open, won or lost; `withheld` is what the provider keeps of the charge, for ever when it is lost."""

    id: UUID
    provider: str
    reference: str
    request_id: UUID
    order_id: UUID
    amount: Money
    withheld: Money
    reason: str
    state: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a provider told us by itself, after its signature was checked.

    `fingerprint` is the SHA-256 of what may not change when the event is sent again. `request_id` and `result` are
    None when the event says nothing about a demand of ours. With a `dispute` the demand may be named by that alone.
    """

    event_id: str
    kind: str
    fingerprint: bytes
    occurred_at: datetime
    request_id: UUID | None = None
    result: PaymentResult | None = None
    dispute: DisputeNews | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TestDeed:
    """Something that the test bank did."""

    kind: str
    token: str
    outcome: str
    amount: Money
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TestPost:
    """An event that the test bank sent; `answer` is the HTTP status that it got last."""

    event_id: str
    attempts: int
    answer: int | None
    delivered_at: datetime | None
