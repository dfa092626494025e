"""Book pieces that came or went: movements and levels together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from comptoir.inventory.commands import queue
from comptoir.inventory.errors import NegativeStock
from comptoir.inventory.rules import Place
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import StockMoved
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

OPEN = """
INSERT INTO inventory_stocklevel (variant_id, location_id, on_hand, reserved, safety)
SELECT variant_id, location_id, 0, 0, 0 FROM unnest(%s::uuid[], %s::uuid[]) AS asked(variant_id, location_id)
WHERE NOT EXISTS (SELECT FROM inventory_stocklevel l
                  WHERE (l.variant_id, l.location_id) = (asked.variant_id, asked.location_id))
ORDER BY variant_id, location_id
ON CONFLICT (variant_id, location_id) DO NOTHING
"""

# As for a reservation: locked in the order of ids, decided by the locked rows, all or none.
STATEMENT = """
WITH asked AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(variant_ids)s::uuid[], %(location_ids)s::uuid[],
                         %(quantities)s::int[]) AS a(id, variant_id, location_id, quantity)
), locked AS MATERIALIZED (
    SELECT l.id, l.variant_id, a.quantity, l.on_hand + a.quantity - l.reserved AS left_over
    FROM inventory_stocklevel l JOIN asked a USING (variant_id, location_id)
    ORDER BY l.id
    FOR UPDATE OF l
), short AS (
    SELECT variant_id FROM locked WHERE left_over < 0 AND quantity < 0
), changed AS (
    UPDATE inventory_stocklevel l SET on_hand = l.on_hand + locked.quantity
    FROM locked WHERE l.id = locked.id AND NOT EXISTS (SELECT FROM short)
), booked AS (
    INSERT INTO inventory_movement
           (id, variant_id, location_id, kind, quantity, reason, note, reference, actor, occurred_at)
    SELECT id, variant_id, location_id, %(kind)s, quantity, %(reason)s, %(note)s, %(reference)s, %(actor)s, %(now)s
    FROM asked WHERE NOT EXISTS (SELECT FROM short)
)
SELECT variant_id FROM short
"""


def open_levels(places: Iterable[Place]) -> None:
    """Make the missing levels of these places, empty."""
    variant_ids, location_ids = _columns(places)
    sql.run(OPEN, [variant_ids, location_ids])


def book(
    differences: Mapping[Place, int],
    *,
    kind: str,
    reason: str,
    note: str = "",
    reference: str = "",
    origin: Origin,
    now: datetime,
) -> None:
    """Book differences at levels that exist, the journal first; what came goes to orders that wait for it, in
    their order. Refuses NegativeStock, which rolls back."""
    came = [place for place, quantity in differences.items() if quantity > 0]
    awaited = queue.hold(variant_id for variant_id, _ in came) if came else False
    movement_ids = [uuid7() for _ in differences]
    words = [
        StockMoved(
            movement_id=movement_id,
            variant_id=variant_id,
            location_id=location_id,
            kind=kind,
            quantity=quantity,
            reason=reason,
        )
        for movement_id, ((variant_id, location_id), quantity) in zip(
            movement_ids, differences.items(), strict=True
        )
    ]
    journal.append(*words, origin=origin, occurred_at=now)
    variant_ids, location_ids = _columns(differences)
    short = sql.rows(
        STATEMENT,
        {
            "ids": movement_ids,
            "variant_ids": variant_ids,
            "location_ids": location_ids,
            "quantities": list(differences.values()),
            "kind": kind,
            "reason": reason,
            "note": note,
            "reference": reference,
            "actor": origin.actor,
            "now": now,
        },
    )
    if short:
        transaction.set_rollback(True)
        raise NegativeStock(variant_ids={variant_id for (variant_id,) in short})
    if awaited:
        queue.serve(came, origin=origin, now=now)


def _columns(places: Iterable[Place]) -> tuple[list[object], list[object]]:
    listed = list(places)
    return [variant_id for variant_id, _ in listed], [location_id for _, location_id in listed]
