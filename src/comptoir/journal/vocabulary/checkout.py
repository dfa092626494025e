"""Words of the basket."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

# Changes of a basket are behaviour: they are journaled once consent is kept (design: personal data).


@word("Baskets Merged", subject=("basket", "basket_id"), legal_basis=LegalBasis.CONTRACT)
class BasketsMerged(Word):
    """What a guest had gathered joined the basket of the person that was recognised."""

    basket_id: UUID
    merged_id: UUID
