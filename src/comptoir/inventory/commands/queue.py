"""Orders that wait for pieces: how they join, are served in their order, and leave.

Whoever changes how many pieces are waited for holds the variant's terms (`inventory_saleahead`) first, then the
lines that wait, then reservations, then levels: receipts and orders placed ahead never miss each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.contracts import Ahead
from comptoir.inventory.errors import AheadMoved, AlreadyReserved
from comptoir.inventory.offered import offer
from comptoir.inventory.rules import Place
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.inventory import StockSoldAhead, WaitingStockAllotted
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

HOLD = "SELECT id FROM inventory_saleahead WHERE variant_id = ANY(%s::uuid[]) ORDER BY id FOR UPDATE"

HOLD_OF_ORDER = """
SELECT id FROM inventory_saleahead WHERE variant_id IN (
    SELECT variant_id FROM inventory_reservation WHERE order_id = %(order_id)s AND state IN ('held', 'firm')
    UNION ALL
    SELECT variant_id FROM inventory_waiting WHERE order_id = %(order_id)s AND state IN ('held', 'firm')
) ORDER BY id FOR UPDATE
"""

OFFERED = """
SELECT sale_id, variant_id, location_id, kind, room, ready_on, pieces FROM inventory_ahead
WHERE sale_id = ANY(%s::uuid[]) AND ready_on > %s ORDER BY sale_id, ready_on
"""

JOIN = """
WITH asked AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(sales)s::uuid[], %(variants)s::uuid[], %(locations)s::uuid[],
                         %(quantities)s::int[], %(days)s::date[])
             AS a(id, sale_id, variant_id, location_id, quantity, ready_on)
), promised AS (
    UPDATE inventory_saleahead sale SET promised = sale.promised + asked.quantity
    FROM asked WHERE sale.id = asked.sale_id
)
INSERT INTO inventory_waiting AS waiting
       (id, order_id, sale_id, variant_id, location_id, quantity, served, state, ready_on, queued_at, expires_at)
SELECT id, %(order_id)s, sale_id, variant_id, location_id, quantity, 0, 'held', ready_on, %(now)s, %(expires_at)s
FROM asked
ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
SET sale_id = excluded.sale_id, quantity = excluded.quantity, served = 0, state = 'held',
    ready_on = excluded.ready_on, queued_at = excluded.queued_at, expires_at = excluded.expires_at
WHERE waiting.state IN ('released', 'served')
"""

QUEUE = """
SELECT id, order_id, variant_id, location_id, quantity - served, state FROM inventory_waiting
WHERE (variant_id, location_id) IN (SELECT * FROM unnest(%s::uuid[], %s::uuid[])) AND state IN ('held', 'firm')
ORDER BY queued_at, id FOR UPDATE
"""

FREE = """
SELECT variant_id, location_id, on_hand - reserved FROM inventory_stocklevel
WHERE (variant_id, location_id) IN (SELECT * FROM unnest(%s::uuid[], %s::uuid[]))
ORDER BY id FOR UPDATE
"""

ALLOT = """
WITH given AS (
    SELECT * FROM unnest(%(waiting)s::uuid[], %(ids)s::uuid[], %(pieces)s::int[], %(states)s::text[])
             AS g(waiting_id, id, pieces, state)
), served AS (
    UPDATE inventory_waiting w
    SET served = w.served + given.pieces,
        state = CASE WHEN w.served + given.pieces = w.quantity THEN 'served' ELSE w.state END
    FROM given WHERE w.id = given.waiting_id
    RETURNING given.id, given.pieces, given.state, w.order_id, w.sale_id, w.variant_id, w.location_id, w.expires_at
), fewer AS (
    UPDATE inventory_saleahead sale SET promised = sale.promised - sums.pieces
    FROM (SELECT sale_id, sum(pieces) AS pieces FROM served GROUP BY 1) sums WHERE sale.id = sums.sale_id
), held AS (
    UPDATE inventory_stocklevel level SET reserved = level.reserved + sums.pieces
    FROM (SELECT variant_id, location_id, sum(pieces) AS pieces FROM served GROUP BY 1, 2) sums
    WHERE (level.variant_id, level.location_id) = (sums.variant_id, sums.location_id)
)
INSERT INTO inventory_reservation AS r (id, order_id, variant_id, location_id, quantity, state, expires_at)
SELECT id, order_id, variant_id, location_id, pieces, state, expires_at FROM served
ON CONFLICT (order_id, variant_id, location_id) DO UPDATE
SET quantity = CASE WHEN r.state IN ('held', 'firm') THEN r.quantity ELSE 0 END + excluded.quantity,
    state = excluded.state, expires_at = excluded.expires_at
"""

OF_ORDER = """
SELECT id, variant_id, location_id, quantity - served FROM inventory_waiting
WHERE order_id = %s AND state IN ('held', 'firm') ORDER BY queued_at, id FOR UPDATE
"""

LEAVE = """
WITH gone AS (
    UPDATE inventory_waiting SET state = 'released', expires_at = NULL WHERE id = ANY(%s::uuid[])
    RETURNING sale_id, quantity - served AS pieces
)
UPDATE inventory_saleahead sale SET promised = sale.promised - sums.pieces
FROM (SELECT sale_id, sum(pieces) AS pieces FROM gone GROUP BY 1) sums WHERE sale.id = sums.sale_id
"""


class Line(NamedTuple):
    """What of an order is still to come."""

    id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int


def hold(variant_ids: Iterable[UUID]) -> bool:
    """Wait for the terms of these variants until the transaction ends; whether there are any."""
    return bool(sql.rows(HOLD, [sorted(set(variant_ids))]))


def hold_of(order_id: UUID) -> bool:
    """As `hold`, for what an order holds or waits for."""
    return bool(sql.rows(HOLD_OF_ORDER, {"order_id": order_id}))


def join(
    order_id: UUID, wanted: Mapping[Place, Ahead], *, expires_at: datetime | None, origin: Origin, now: datetime
) -> None:
    """Promise pieces that are still to come, the journal first. Refuses AheadMoved when they do not come by the
    day that was told, which rolls back; raises AlreadyReserved when the order waits for them already."""
    told = [
        {
            "variant_id": str(variant_id), "location_id": str(location_id), "quantity": ahead.pieces,
            "ready_on": ahead.ready_on.isoformat() if ahead.ready_on else "",
        }
        for (variant_id, location_id), ahead in wanted.items()
    ]  # fmt: skip
    journal.append(StockSoldAhead(order_id=order_id, lines=told), origin=origin, occurred_at=now)
    hold(variant_id for variant_id, _ in wanted)
    # A statement of its own: the snapshot of the one that waited is older than what it waited for.
    found = sql.rows(OFFERED, [[ahead.sale_id for ahead in wanted.values()], now.date()])
    offers = {sale_id: offer(list(lines)) for sale_id, lines in groupby(found, key=itemgetter(0))}
    days = []
    for place, ahead in wanted.items():
        offered = offers.get(ahead.sale_id)
        there = offered is not None and (offered.variant_id, offered.location_id) == place
        day = offered.ready_on(ahead.pieces) if offered and there else None
        if day is None or (ahead.ready_on and day > ahead.ready_on):
            transaction.set_rollback(True)
            raise AheadMoved(variant_ids=[place[0]])
        days.append(ahead.ready_on or day)
    joined = sql.run(
        JOIN,
        {
            "order_id": order_id, "now": now, "expires_at": expires_at, "days": days,
            "ids": [uuid7() for _ in wanted], "sales": [ahead.sale_id for ahead in wanted.values()],
            "variants": [variant_id for variant_id, _ in wanted],
            "locations": [location_id for _, location_id in wanted],
            "quantities": [ahead.pieces for ahead in wanted.values()],
        },
    )  # fmt: skip
    if joined != len(wanted):
        transaction.set_rollback(True)
        raise AlreadyReserved(f"order {order_id} waits for some of these lines already")


def serve(places: Sequence[Place], *, origin: Origin, now: datetime) -> None:
    """Give what is free at these places to who waits there, the longest first, also from the safety stock: they
    were promised it. The caller holds the terms of the variants."""
    columns = [variant_id for variant_id, _ in places], [location_id for _, location_id in places]
    waiting = {row[0]: row for row in sql.rows(QUEUE, columns)}
    if not waiting:
        return
    free = {(variant_id, location_id): pieces for variant_id, location_id, pieces in sql.rows(FREE, columns)}
    given = rules.allotted([(row[0], (row[2], row[3]), row[4]) for row in waiting.values()], free)
    words = [
        WaitingStockAllotted(
            allotment_id=uuid7(),
            order_id=waiting[line][1],
            variant_id=waiting[line][2],
            location_id=waiting[line][3],
            quantity=pieces,
        )
        for line, pieces in given
    ]
    journal.append(*words, origin=origin, occurred_at=now)
    sql.run(
        ALLOT,
        {
            "waiting": [line for line, _ in given], "ids": [uuid7() for _ in given],
            "pieces": [pieces for _, pieces in given], "states": [waiting[line][5] for line, _ in given],
        },
    )  # fmt: skip


def locked_lines(order_id: UUID) -> list[Line]:
    """What an order waits for, locked until the transaction ends; the caller holds the terms."""
    return [Line(*found) for found in sql.rows(OF_ORDER, [order_id])]


def leave(lines: Sequence[Line]) -> None:
    """These lines wait no longer."""
    sql.run(LEAVE, [[line.id for line in lines]])
