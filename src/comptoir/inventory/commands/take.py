"""Pieces held for an order leave a place."""

from __future__ import annotations

from collections.abc import Mapping
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
    UPDATE inventory_reservation r
    SET state = CASE WHEN r.quantity > asked.quantity THEN r.state ELSE 'taken' END, expires_at = NULL,
        quantity = CASE WHEN r.quantity > asked.quantity THEN r.quantity - asked.quantity ELSE r.quantity END
    FROM unnest(%(ids)s::uuid[], %(movement_ids)s::uuid[], %(quantities)s::int[])
         AS asked(id, movement_id, quantity)
    WHERE r.id = asked.id
    RETURNING asked.movement_id, r.variant_id, r.location_id, asked.quantity
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


def take(
    order_id: UUID,
    location_id: UUID,
    *,
    pieces: Mapping[UUID, int] | None = None,
    origin: Origin,
    now: datetime,
) -> int:
    """Book what an order holds at a place as gone, in the caller's transaction; returns how many lines. `pieces`,
    by variant, is the parcel that leaves when others of the same order leave that place later; the rest stays held.

    When it was all taken before, nothing happens (0). Refuses StillWaiting while pieces for it are to come, and
    NotReserved when the order never held anything there, gave it back, or holds fewer than `pieces`.
    """
    require_arrived(order_id, location_id)
    lines = ended.locked_lines(order_id, location_id)
    if lines and pieces is not None:
        lines = _part(lines, pieces)
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
            "quantities": [line.quantity for line in lines],
            "reference": f"order:{order_id}",
            "actor": origin.actor,
            "now": now,
        },
    )
    return len(lines)


def _part(lines: list[ended.Line], pieces: Mapping[UUID, int]) -> list[ended.Line]:
    held = {line.variant_id: line for line in lines}
    if any(variant_id not in held or held[variant_id].quantity < quantity for variant_id, quantity in pieces.items()):
        raise NotReserved()
    return [held[variant_id]._replace(quantity=quantity) for variant_id, quantity in pieces.items()]
