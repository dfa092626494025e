"""Words of prices."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Price Changed", subject=("variant_price", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class PriceChanged(Word):
    """The list price of a variant changed in one market; `before_minor` is None at first."""

    variant_id: UUID
    market: str
    currency: str
    before_minor: int | None
    amount_minor: int


@word("Reduction Announced", subject=("variant_price", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ReductionAnnounced(Word):
    """A price is shown as reduced from now on, beside the lowest of the 30 days before it (`reference_minor`)."""

    variant_id: UUID
    market: str
    currency: str
    reference_minor: int


@word("Reduction Ended", subject=("variant_price", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ReductionEnded(Word):
    """A price is no longer shown as reduced: it rose, or the merchant took the announcement off."""

    variant_id: UUID
    market: str
    currency: str


@word("Segment Price Set", subject=("variant_price", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SegmentPriceSet(Word):
    """Who is in a segment pays this from now on, as long as the list price is more; `before_minor` is None at first."""

    variant_id: UUID
    market: str
    currency: str
    segment: str
    before_minor: int | None
    amount_minor: int


@word("Segment Price Ended", subject=("variant_price", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SegmentPriceEnded(Word):
    """Who is in a segment pays what everybody pays."""

    variant_id: UUID
    market: str
    currency: str
    segment: str
