"""Change how long pieces are held for an order. Levels stay as they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.kit import sql

FIRM = """
UPDATE inventory_reservation SET state = 'firm', expires_at = NULL
WHERE order_id = %s AND state IN ('held', 'firm')
"""

EXTEND = "UPDATE inventory_reservation SET expires_at = %s WHERE order_id = %s AND state = 'held'"


def firm(order_id: UUID) -> int:
    """Hold an order's pieces without end, in the caller's transaction; calling again changes nothing.

    Returns how many lines are firm now: 0 when the hold is gone, and then nothing is promised.
    """
    return sql.run(FIRM, [order_id])


def extend(order_id: UUID, expires_at: datetime) -> int:
    """Hold what is held for a while until `expires_at`, in the caller's transaction; returns how many
    lines."""
    return sql.run(EXTEND, [expires_at, order_id])
