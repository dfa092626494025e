"""Words of gift cards that are sold as goods."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import Word, word


@word("Gift Card Sold", subject=("order", "order_id"))
class GiftCardSold(Word):
    """A piece of a paid order became a gift card worth this much; `position` names the line."""

    order_id: UUID
    position: int
    account_id: UUID
    amount_minor: int
    currency: str
