"""Pieces held for an order leave a place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.inventory.commands import ended
from comptoir.inventory.errors import NotReserved, StillWaiting
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import StockTaken
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

TAKEN = """
SELECT count(*) FROM inventory_reservation WHERE order_id = %s AND location_id = %s AND state = 'taken'
"""

WAITING = """
SELECT variant_id, ready_on FROM inventory_waiting
WHERE order_id = %(order_id)s AND state IN ('held', 'firm')
  AND (%(location_id)s::uuid IS NULL OR location_id = %(location_id)s)
"""

# Levels in the order of their ids, as everywhere.
STATEMENT = """
WITH gone AS (
    UPDATE inventory_reservation r SET state = 'taken', expires_at = NULL
    FROM unnest(%(ids)s::uuid[], %(movement_ids)s::uuid[]) AS asked(id, movement_id)
    WHERE r.id = asked.id
    RETURNING asked.movement_id, r.variant_id, r.location_id, r.quantity
), booked AS (
    INSERT INTO inventory_movement
           (id, variant_id, location_id, kind, quantity, reason, reference, actor, occurred_at)
    SELECT movement_id, variant_id, location_id, 'sale', -quantity, '', %(reference)s, %(actor)s, %(now)s
    FROM gone
), locked AS MATERIALIZED (
    SELECT l.id, gone.quantity FROM inventory_stocklevel l JOIN gone USING (variant_id, location_id)
    ORDER BY l.id FOR UPDATE OF l
)
UPDATE inventory_stocklevel l
SET on_hand = l.on_hand - locked.quantity, reserved = l.reserved - locked.quantity
FROM locked WHERE l.id = locked.id
"""


def require_arrived(order_id: UUID, location_id: UUID | None = None) -> None:
    """Nothing of the order is still to come, at one place or anywhere. Refuses StillWaiting."""
    found = sql.rows(WAITING, {"order_id": order_id, "location_id": location_id})
    if found:
        raise StillWaiting(variant_ids=[variant_id for variant_id, _ in found], ready_on=max(day for _, day in found))


def take(order_id: UUID, location_id: UUID, *, origin: Origin, now: datetime) -> int:
    """Book what an order holds at a place as gone, in the caller's transaction; returns how many lines.

    When it was all taken before, nothing happens (0). Refuses StillWaiting while pieces for it are to come, and
    NotReserved when the order never held anything there, or gave it back.
    """
    require_arrived(order_id, location_id)
    lines = ended.locked_lines(order_id, location_id)
    if not lines:
        found = sql.row(TAKEN, [order_id, location_id])
        if not (found and found[0]):
            raise NotReserved()
        return 0
    told = StockTaken(order_id=order_id, location_id=location_id, lines=ended.told(lines))
    journal.append(told, origin=origin, occurred_at=now)
    sql.run(
        STATEMENT,
        {
            "ids": [line.id for line in lines],
            "movement_ids": [uuid7() for _ in lines],
            "reference": f"order:{order_id}",
            "actor": origin.actor,
            "now": now,
        },
    )
    return len(lines)
