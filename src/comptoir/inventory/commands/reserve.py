"""Promise pieces to an order: the statement that no race may beat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import queue
from comptoir.inventory.contracts import Allocation
from comptoir.inventory.errors import AlreadyReserved, SoldOut
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import StockReserved
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

# The rows are locked in the order of their ids, so two orders never wait for each other; what is short is
# decided by the rows as they are once locked, whatever a snapshot or an earlier look showed; one short line
# stops all.
STATEMENT = """
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(variant_ids)s::uuid[], %(location_ids)s::uuid[],
                         %(quantities)s::int[]) AS w(id, variant_id, location_id, quantity)
), locked AS MATERIALIZED (
    SELECT l.id, l.variant_id, l.location_id, w.quantity, l.on_hand - l.reserved - l.safety AS available
    FROM inventory_stocklevel l JOIN wanted w USING (variant_id, location_id)
    ORDER BY l.id
    FOR UPDATE OF l
), short AS (
    SELECT wanted.variant_id FROM wanted LEFT JOIN locked USING (variant_id, location_id)
    WHERE locked.id IS NULL OR locked.available < wanted.quantity
), held AS (
    UPDATE inventory_stocklevel l SET reserved = l.reserved + locked.quantity
    FROM locked WHERE l.id = locked.id AND NOT EXISTS (SELECT FROM short)
), kept AS (
    INSERT INTO inventory_reservation AS r
           (id, order_id, variant_id, location_id, quantity, state, expires_at)
    SELECT id, %(order_id)s, variant_id, location_id, quantity, 'held', %(expires_at)s
    FROM wanted WHERE NOT EXISTS (SELECT FROM short)
    ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
    SET quantity = excluded.quantity, state = 'held', expires_at = excluded.expires_at
    WHERE r.state = 'released'
    RETURNING 1
)
SELECT ARRAY(SELECT variant_id FROM short), (SELECT count(*) FROM kept)
"""


def reserve(
    order_id: UUID, allocations: Sequence[Allocation], *, expires_at: datetime, origin: Origin, now: datetime
) -> None:
    """Hold these pieces for an order until `expires_at`, all or none, in the caller's transaction.

    The journal first, the hot rows last: COMMIT should follow at once. Pieces that are still to come
    (`Allocation.ahead`) are promised before, against what is announced. What an order released it may hold
    again. Refuses SoldOut with the variants that are short, AheadMoved, and Invalid below one piece. A refusal marks
    the innermost `atomic` to be rolled back, so nothing of it stays even when it is caught: to go on after
    it, the caller puts an `atomic` round this call alone. Raises AlreadyReserved when the order still holds
    one of the lines.
    """
    lines, ahead = rules.wanted(allocations), rules.wanted_ahead(allocations)
    if ahead:
        queue.join(order_id, ahead, expires_at=expires_at, origin=origin, now=now)
    if not lines:
        return
    told = [
        {"variant_id": str(variant_id), "location_id": str(location_id), "quantity": quantity}
        for (variant_id, location_id), quantity in lines.items()
    ]
    journal.append(StockReserved(order_id=order_id, lines=told), origin=origin, occurred_at=now)
    journal.write_gathered()
    found = sql.row(
        STATEMENT,
        {
            "order_id": order_id,
            "expires_at": expires_at,
            "ids": [uuid7() for _ in lines],
            "variant_ids": [variant_id for variant_id, _ in lines],
            "location_ids": [location_id for _, location_id in lines],
            "quantities": list(lines.values()),
        },
    )
    assert found
    short, kept = found
    if short:
        transaction.set_rollback(True)
        raise SoldOut(variant_ids=set(short))
    if kept != len(lines):
        transaction.set_rollback(True)
        raise AlreadyReserved(f"order {order_id} holds some of these lines already")
