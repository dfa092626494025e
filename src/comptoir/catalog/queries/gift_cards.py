"""Which products are gift cards: by what they say they are (`law.NATURES`)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.kit import cache, sql

# As the partial index says it, so that a million other products are not looked at.
STATEMENT = "SELECT id FROM catalog_product WHERE nature = 'gift_card'"


def gift_cards(product_ids: Collection[UUID] | None = None) -> frozenset[UUID]:
    """All of them, or those among `product_ids`; of at most three seconds ago."""
    known: frozenset[UUID] = cache.keep("gift cards", lambda: frozenset(row[0] for row in sql.rows(STATEMENT)))
    return known if product_ids is None else known & frozenset(product_ids)
