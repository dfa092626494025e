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
