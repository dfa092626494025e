"""Give pieces back that were held for an order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.inventory.commands import ended
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import StockReleased
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
    """Put what an order holds, firm or for a while, on sale again, in the caller's transaction.

    Returns how many lines it gave back; an order that holds nothing gives 0 and writes nothing, so a second
    call is harmless. What was taken out of stock stays out.
    """
    lines = ended.locked_lines(order_id)
    if not lines:
        return 0
    told = StockReleased(order_id=order_id, lines=ended.told(lines))
    journal.append(told, origin=origin, occurred_at=now)
    sql.run(STATEMENT, [[line.id for line in lines]])
    return len(lines)
