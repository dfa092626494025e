"""Change how long pieces are held for an order. Levels stay as they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.kit import sql

# Who waits is locked before what is reserved, in the order in which a receipt serves the queue; the last column
# tells that a receipt may have turned one into the other meanwhile.
FIRM = """
WITH queue AS (
    SELECT id FROM inventory_waiting
    WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))) AND state IN ('held', 'firm')
    ORDER BY queued_at, id FOR UPDATE
), waiting AS (
    UPDATE inventory_waiting w SET state = 'firm', expires_at = NULL FROM queue WHERE w.id = queue.id RETURNING 1
), reserved AS (
    UPDATE inventory_reservation SET state = 'firm', expires_at = NULL
    WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))) AND state IN ('held', 'firm')
      AND (SELECT count(*) FROM waiting) >= 0
    RETURNING 1
)
SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM reserved),
       EXISTS (SELECT FROM inventory_waiting WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))))
"""

FIRM_RESERVED = """
UPDATE inventory_reservation SET state = 'firm', expires_at = NULL
WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[]))) AND state IN ('held', 'firm')
"""

EXTEND_WAITING = """
WITH queue AS (
    SELECT id FROM inventory_waiting WHERE order_id = %(order_id)s AND state = 'held'
    ORDER BY queued_at, id FOR UPDATE
)
UPDATE inventory_waiting w SET expires_at = %(expires_at)s FROM queue WHERE w.id = queue.id
"""

EXTEND = "UPDATE inventory_reservation SET expires_at = %s WHERE order_id = %s AND state = 'held'"


def firm(*order_ids: UUID) -> int:
    """Hold the pieces of these orders without end, in the caller's transaction; calling again changes nothing.

    Returns how many lines are firm now: 0 when the hold is gone, and then nothing is promised.
    """
    orders = {"orders": list(order_ids)}
    found = sql.row(FIRM, orders)
    assert found
    waiting, reserved, ahead = found
    if ahead:
        reserved = sql.run(FIRM_RESERVED, orders)
    return int(waiting + reserved)


def extend(order_id: UUID, expires_at: datetime) -> int:
    """Hold what is held for a while until `expires_at`, in the caller's transaction; returns how many
    lines."""
    waiting = sql.run(EXTEND_WAITING, {"order_id": order_id, "expires_at": expires_at})
    return waiting + sql.run(EXTEND, [expires_at, order_id])
