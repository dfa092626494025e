"""What one person has in their baskets, for that person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql

GATHERED = """
SELECT b.id, b.changed_at, l.variant_id, l.quantity, l.kind, l.text
FROM checkout_basket b
JOIN (SELECT basket_id, variant_id, quantity, 'basket' AS kind, '' AS text FROM checkout_basketline
      UNION ALL SELECT basket_id, variant_id, quantity, 'saved for later', '' FROM checkout_savedline
      UNION ALL SELECT s.basket_id, c.variant_id, 0, 'said to friends', c.text
                FROM checkout_comment c JOIN checkout_sharedbasket s ON s.token = c.shared_id
                WHERE c.friend_id IS NULL) l
  ON l.basket_id = b.id
WHERE b.state = 'open' AND (b.owner_id = %(id)s OR b.buyer_id = %(id)s)
ORDER BY b.changed_at DESC, l.kind, l.variant_id
"""
FIELDS = ("basket_id", "changed_at", "variant_id", "quantity", "kind", "text")


def gathered_by(customer_id: UUID) -> list[dict[str, Any]]:
    """The lines of baskets that did not become an order, and what their owner said beside one that is shared."""
    return [dict(zip(FIELDS, row, strict=True)) for row in sql.rows(GATHERED, {"id": customer_id})]
