"""Words of after-sales."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Withdrawal Declared", subject=("order", "order_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class WithdrawalDeclared(Word):
    """A consumer withdrew from the purchase of these pieces; `lines` are {"position", "variant_id", "quantity",
    "unsent"}, `unsent` of them had not left. `due` is until when the money has to be back."""

    withdrawal_id: UUID
    order_id: UUID
    whole: bool
    lines: list[dict[str, object]]
    promise_id: UUID
    due: datetime


@word("Withdrawal Goods Returned", subject=("order", "order_id"))
class WithdrawalGoodsReturned(Word):
    """`evidence` is received (we have the goods) or sent (proof that they are on their way); `refund_minor` goes
    back now, nothing when it went back before."""

    withdrawal_id: UUID
    order_id: UUID
    evidence: str
    refund_minor: int
    currency: str


@word("Withdrawal Stopped Parcels", subject=("order", "order_id"))
class WithdrawalStoppedParcels(Word):
    """What had not left was cancelled; what left before it could be stopped has to come back."""

    withdrawal_id: UUID
    order_id: UUID
    pieces: int


@word("Withdrawal Refunded", subject=("order", "order_id"))
class WithdrawalRefunded(Word):
    """Nothing of it is still to be given back."""

    withdrawal_id: UUID
    order_id: UUID
