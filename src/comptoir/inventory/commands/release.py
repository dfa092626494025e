"""Give pieces back that were held for an order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.inventory.commands import ended, queue
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import AheadStockReleased, StockReleased
from comptoir.kit import sql

# Levels in the order of their ids, as everywhere.
STATEMENT = """
WITH gone AS (
    UPDATE inventory_reservation SET state = 'released', expires_at = NULL WHERE id = ANY(%s::uuid[])
    RETURNING variant_id, location_id, quantity
), locked AS MATERIALIZED (
    SELECT l.id, gone.quantity FROM inventory_stocklevel l JOIN gone USING (variant_id, location_id)
    ORDER BY l.id FOR UPDATE OF l
)
UPDATE inventory_stocklevel l SET reserved = l.reserved - locked.quantity FROM locked WHERE l.id = locked.id
"""


def release(order_id: UUID, *, origin: Origin, now: datetime) -> int:
    """Put what an order holds or waits for on sale again, in the caller's transaction; what others wait for goes
    to them.

    Returns how many lines it gave back; an order that holds nothing gives 0 and writes nothing, so a second
    call is harmless. What was taken out of stock stays out.
    """
    awaited = queue.hold_of(order_id)
    waiting = queue.locked_lines(order_id) if awaited else []
    lines = ended.locked_lines(order_id)
    if waiting:
        left = AheadStockReleased(order_id=order_id, lines=ended.told(waiting))
        journal.append(left, origin=origin, occurred_at=now)
        queue.leave(waiting)
    if lines:
        told = StockReleased(order_id=order_id, lines=ended.told(lines))
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(STATEMENT, [[line.id for line in lines]])
        if awaited:
            queue.serve([(line.variant_id, line.location_id) for line in lines], origin=origin, now=now)
    return len(lines) + len(waiting)
