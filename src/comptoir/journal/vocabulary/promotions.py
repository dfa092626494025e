"""Words of promotions."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Promotion Created", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionCreated(Word):
    """`effect` is bundle, pieces, percent, amount or delivery; `trigger` automatic or code."""

    promotion_id: UUID
    market: str
    name: str
    effect: str
    trigger: str


@word("Promotion Changed", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionChanged(Word):
    promotion_id: UUID
    market: str
    name: str
    version: int


@word("Promotion Switched On", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionSwitchedOn(Word):
    promotion_id: UUID
    market: str
    name: str


@word("Promotion Switched Off", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionSwitchedOff(Word):
    promotion_id: UUID
    market: str
    name: str


@word("Promotion Ended", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionEnded(Word):
    """For good, by who says so: nobody is told when its own time is over."""

    promotion_id: UUID
    market: str
    name: str


@word("Promotion Codes Made", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionCodesMade(Word):
    """So many codes, each for one order. The codes themselves are worth money and stand in no event."""

    promotion_id: UUID
    name: str
    codes: int


@word("Promotion Used", subject=("order", "order_id"))
class PromotionUsed(Word):
    """An order was placed with it; `amount_minor` is what it took off."""

    order_id: UUID
    promotion_id: UUID
    version: int
    amount_minor: int
    currency: str


@word("Promotion Use Returned", subject=("order", "order_id"))
class PromotionUseReturned(Word):
    """The order was cancelled or expired: its use may be had again."""

    order_id: UUID
    promotion_id: UUID


@word("Promotion Use Taken Again", subject=("order", "order_id"))
class PromotionUseTakenAgain(Word):
    """The order was paid after all."""

    order_id: UUID
    promotion_id: UUID


@word("Promotion Used Up", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionUsedUp(Word):
    """One that needs no code was used as often as it may be."""

    promotion_id: UUID
    market: str
    name: str


@word("Promotion Usable Again", subject=("promotion", "promotion_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PromotionUsableAgain(Word):
    """It was used up, and an order gave a use back."""

    promotion_id: UUID
    market: str
    name: str
