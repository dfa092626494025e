"""The cards of an order."""

from __future__ import annotations

from uuid import UUID

from comptoir.giftcards.contracts import CardInfo
from comptoir.giftcards.models import SoldCard
from comptoir.kit.money import Money


def cards_of(order_id: UUID) -> list[CardInfo]:
    """In the order of lines and pieces; blocked ones too."""
    return [
        CardInfo(
            account_id=row.account_id, position=row.position, amount=Money(row.amount_minor, row.currency),
            issued_at=row.issued_at, blocked_at=row.blocked_at,
        )
        for row in SoldCard.objects.filter(order_id=order_id).order_by("position", "piece")
    ]  # fmt: skip
