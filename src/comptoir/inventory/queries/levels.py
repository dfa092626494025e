"""Reads of stock, and the proof that levels say what happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comptoir.inventory.contracts import Ahead, Discrepancy, MovementInfo, PlaceStock, ReservationInfo
from comptoir.kit import sql

AVAILABILITY = """
SELECT variant_id, location_id, on_hand, reserved, safety FROM inventory_stocklevel
WHERE variant_id = ANY(%s::uuid[]) ORDER BY variant_id, location_id
"""

# What an order waits for stands beside what is reserved of the same variant at the same place.
RESERVATIONS = """
SELECT order_id, variant_id, location_id, coalesce(r.quantity, 0) + coalesce(w.quantity - w.served, 0),
       coalesce(r.state, w.state), coalesce(r.expires_at, w.expires_at), w.sale_id, coalesce(w.quantity - w.served, 0)
FROM (SELECT * FROM inventory_reservation WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[])))) r
FULL JOIN (SELECT * FROM inventory_waiting WHERE order_id = ANY(ARRAY(SELECT unnest(%(orders)s::uuid[])))) w
     USING (order_id, variant_id, location_id)
ORDER BY variant_id, location_id
"""

EXPIRED = """
SELECT order_id FROM (
    SELECT order_id, expires_at FROM inventory_reservation WHERE state = 'held' AND expires_at <= %(now)s
    UNION ALL
    SELECT order_id, expires_at FROM inventory_waiting WHERE state = 'held' AND expires_at <= %(now)s
) held
GROUP BY order_id ORDER BY min(expires_at), order_id LIMIT %(limit)s
"""

MOVEMENTS = """
SELECT id, variant_id, location_id, kind, quantity, reason, note, reference, actor, occurred_at
FROM inventory_movement
WHERE variant_id = %(variant_id)s AND (%(location_id)s::uuid IS NULL OR location_id = %(location_id)s)
ORDER BY occurred_at DESC, id DESC LIMIT %(limit)s
"""

LEVELS_AFTER = """
SELECT variant_id, location_id FROM inventory_stocklevel
WHERE %(variant)s::uuid IS NULL OR (variant_id, location_id) > (%(variant)s, %(location)s::uuid)
ORDER BY variant_id, location_id LIMIT %(limit)s
"""

UNPROVED_ON_HAND = """
SELECT variant_id, location_id, 'on_hand', coalesce(level.on_hand, 0), coalesce(moved.pieces, 0)
FROM inventory_stocklevel level
FULL JOIN (SELECT variant_id, location_id, sum(quantity) AS pieces FROM inventory_movement
           GROUP BY 1, 2) moved
     USING (variant_id, location_id)
WHERE coalesce(level.on_hand, 0) <> coalesce(moved.pieces, 0)
ORDER BY 1, 2
"""

UNPROVED_RESERVED = """
SELECT variant_id, location_id, 'reserved', coalesce(level.reserved, 0), coalesce(promised.pieces, 0)
FROM inventory_stocklevel level
FULL JOIN (SELECT variant_id, location_id, sum(quantity) AS pieces FROM inventory_reservation
           WHERE state IN ('held', 'firm') GROUP BY 1, 2) promised
     USING (variant_id, location_id)
WHERE coalesce(level.reserved, 0) <> coalesce(promised.pieces, 0)
ORDER BY 1, 2
"""

UNPROVED_AHEAD = """
SELECT sale.variant_id, sale.location_id, 'ahead', sale.promised, coalesce(waiting.pieces, 0)
FROM inventory_saleahead sale
LEFT JOIN (SELECT sale_id, sum(quantity - served) AS pieces FROM inventory_waiting
           WHERE state IN ('held', 'firm') GROUP BY 1) waiting ON waiting.sale_id = sale.id
WHERE sale.promised <> coalesce(waiting.pieces, 0)
ORDER BY 1, 2
"""


def availability(variant_ids: Collection[UUID]) -> dict[UUID, tuple[PlaceStock, ...]]:
    """What each variant has at each place; no place for a variant that none ever held."""
    found: dict[UUID, tuple[PlaceStock, ...]] = dict.fromkeys(variant_ids, ())
    if not found:
        return found
    for variant_id, location_id, on_hand, reserved, safety in sql.rows(AVAILABILITY, [list(found)]):
        place = PlaceStock(
            variant_id=variant_id, location_id=location_id, on_hand=on_hand, reserved=reserved, safety=safety
        )
        found[variant_id] += (place,)
    return found


def stocked(after: tuple[UUID, UUID] | None, *, limit: int) -> list[tuple[UUID, UUID]]:
    """Variant and place of every level, in this order, from the one after `after`."""
    variant, location = after or (None, None)
    rows = sql.rows(LEVELS_AFTER, {"variant": variant, "location": location, "limit": limit})
    return [(row[0], row[1]) for row in rows]


def reservations(order_id: UUID) -> tuple[ReservationInfo, ...]:
    """Everything that was ever held for an order, with its state; what it waits for is part of it."""
    return reservations_of([order_id])[order_id]


def reservations_of(order_ids: Collection[UUID]) -> dict[UUID, tuple[ReservationInfo, ...]]:
    """As `reservations`, for several orders by one statement."""
    found: dict[UUID, tuple[ReservationInfo, ...]] = dict.fromkeys(order_ids, ())
    rows = sql.rows(RESERVATIONS, {"orders": list(found)})
    for order_id, variant_id, location_id, quantity, state, expires_at, sale_id, ahead in rows:
        reservation = ReservationInfo(
            variant_id=variant_id,
            location_id=location_id,
            quantity=quantity,
            state=state,
            expires_at=expires_at,
            ahead=Ahead(sale_id=sale_id, pieces=ahead) if ahead else None,
        )
        found[order_id] += (reservation,)
    return found


def expired(now: datetime, *, limit: int = 100) -> tuple[UUID, ...]:
    """Orders whose hold is over, the longest ago first. Stock stays held until their owner releases it."""
    return tuple(order_id for (order_id,) in sql.rows(EXPIRED, {"now": now, "limit": limit}))


def movements(
    variant_id: UUID, *, location_id: UUID | None = None, limit: int = 100
) -> tuple[MovementInfo, ...]:
    """What came and went of a variant, at one place or everywhere, newest first."""
    params = {"variant_id": variant_id, "location_id": location_id, "limit": limit}
    return tuple(
        MovementInfo(
            id=movement_id,
            variant_id=variant,
            location_id=place,
            kind=kind,
            quantity=quantity,
            reason=reason,
            note=note,
            reference=reference,
            actor=actor,
            occurred_at=occurred_at,
        )
        for movement_id, variant, place, kind, quantity, reason, note, reference, actor, occurred_at in sql.rows(
            MOVEMENTS, params
        )
    )


def check() -> list[Discrepancy]:
    """Levels that are not the sum of their movements, or of their active reservations, and terms that do not say
    how many pieces orders wait for; empty when all agree.

    One statement each over the whole stock, so what is written between the two may show up once: check again.
    """
    return [
        Discrepancy(variant_id=variant_id, location_id=location_id, what=what, level=level, proved=proved)
        for statement in (UNPROVED_ON_HAND, UNPROVED_RESERVED, UNPROVED_AHEAD)
        for variant_id, location_id, what, level, proved in sql.rows(statement)
    ]
