"""Words of payments."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Payment Requested", subject=("order", "order_id"))
class PaymentRequested(Word):
    request_id: UUID
    order_id: UUID
    kind: str
    tender: str
    amount_minor: int
    currency: str


@word("Payment Authentication Required", subject=("order", "order_id"))
class PaymentAuthenticationRequired(Word):
    request_id: UUID
    order_id: UUID


@word("Payment Awaited", subject=("order", "order_id"))
class PaymentAwaited(Word):
    """It will be paid on collection."""

    request_id: UUID
    order_id: UUID


@word("Payment Received", subject=("order", "order_id"))
class PaymentReceived(Word):
    request_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str


@word("Payment Refused", subject=("order", "order_id"))
class PaymentRefused(Word):
    request_id: UUID
    order_id: UUID
    refusal_code: str


@word("Payment Cancelled", subject=("order", "order_id"))
class PaymentCancelled(Word):
    request_id: UUID
    order_id: UUID


@word("Payment Refunded", subject=("order", "order_id"))
class PaymentRefunded(Word):
    request_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str


@word("Payment Authorised", subject=("order", "order_id"))
class PaymentAuthorised(Word):
    """The provider reserves the amount; it is captured when the goods leave."""

    request_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str


@word("Payment Waiting", subject=("order", "order_id"))
class PaymentWaiting(Word):
    """The money may take days, as a bank transfer does."""

    request_id: UUID
    order_id: UUID


@word("Payment Voided", subject=("order", "order_id"))
class PaymentVoided(Word):
    """What was reserved and not captured is free again."""

    request_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str


@word("Payment Disputed", subject=("order", "order_id"))
class PaymentDisputed(Word):
    """The customer's bank asks about a charge or takes it back; of it the provider keeps `withheld_minor` until it is
    decided. `reason` is the provider's code. Told again when a question becomes more."""

    dispute_id: UUID
    request_id: UUID
    order_id: UUID
    amount_minor: int
    withheld_minor: int
    currency: str
    reason: str


@word("Payment Dispute Closed", subject=("order", "order_id"))
class PaymentDisputeClosed(Word):
    """`outcome` is won (the money is back with the provider) or lost (it stays with the customer)."""

    dispute_id: UUID
    request_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str
    outcome: str


@word("Stored Value Issued", subject=("stored_value", "account_id"))
class StoredValueIssued(Word):
    """A gift card or store credit; `reason` is sold_in_shop, goodwill, correction or refund."""

    account_id: UUID
    kind: str
    amount_minor: int
    currency: str
    reason: str


@word("Stored Value Topped Up", subject=("stored_value", "account_id"))
class StoredValueToppedUp(Word):
    account_id: UUID
    amount_minor: int
    currency: str
    reason: str


@word("Stored Value Blocked", subject=("stored_value", "account_id"))
class StoredValueBlocked(Word):
    account_id: UUID


@word("Stored Value Released", subject=("stored_value", "account_id"))
class StoredValueReleased(Word):
    """It was blocked, and can be spent again."""

    account_id: UUID


@word(
    "Bank Account Set", subject=("legal_entity", "legal_entity"), legal_basis=LegalBasis.LEGITIMATE_INTEREST
)
class BankAccountSet(Word):
    """Customers transfer their money to this account from now on; only its last characters are told."""

    legal_entity: str
    ends_with: str
    currency: str
