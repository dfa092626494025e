"""Some pieces of an order are no longer wanted: the shipments that have not left go without them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.errors import PiecesGone
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.fulfilment import ShipmentCancelled, ShipmentChanged
from comptoir.kit import sql

# What is promised last is given up first: what leaves soonest keeps as much as it can.
READ = """
SELECT s.id, s.promise_id, l.variant_id, l.quantity
FROM fulfilment_shipment s JOIN fulfilment_shipmentline l ON l.shipment_id = s.id
WHERE s.order_id = %s AND s.state = ANY(%s)
ORDER BY s.promised_by DESC, s.planned_at DESC, s.id DESC, l.id
FOR UPDATE OF s
"""
# A shipment that loses all its pieces is cancelled, and goes on saying what it was to hold.
STATEMENT = """
WITH cancelled AS (
    UPDATE fulfilment_shipment SET state = 'cancelled' WHERE id = ANY(%(emptied)s::uuid[])
), gone AS (
    DELETE FROM fulfilment_shipmentline l USING unnest(%(shipments)s::uuid[], %(variants)s::uuid[], %(left)s::int[])
         AS kept(shipment_id, variant_id, quantity)
    WHERE (l.shipment_id, l.variant_id) = (kept.shipment_id, kept.variant_id) AND kept.quantity = 0
)
UPDATE fulfilment_shipmentline l SET quantity = kept.quantity
FROM unnest(%(shipments)s::uuid[], %(variants)s::uuid[], %(left)s::int[]) AS kept(shipment_id, variant_id, quantity)
WHERE (l.shipment_id, l.variant_id) = (kept.shipment_id, kept.variant_id) AND kept.quantity > 0
"""


def reduce(order_id: UUID, pieces: Mapping[UUID, int], *, origin: Origin, now: datetime) -> None:
    """Take `pieces`, by variant, out of the shipments that have not left, in the transaction of the caller, who
    holds the order's lock. Refuses PiecesGone when fewer of them wait to be sent."""
    open_pieces = dict(pieces)
    held: dict[UUID, dict[UUID, int]] = {}
    promise_of: dict[UUID, UUID] = {}
    changed: set[UUID] = set()
    for shipment_id, promise_id, variant_id, quantity in sql.rows(READ, [order_id, list(rules.UNSENT)]):
        given_up = min(open_pieces.get(variant_id, 0), quantity)
        held.setdefault(shipment_id, {})[variant_id] = quantity - given_up
        promise_of[shipment_id] = promise_id
        if given_up:
            open_pieces[variant_id] -= given_up
            changed.add(shipment_id)
    short = [variant_id for variant_id, missing in open_pieces.items() if missing]
    if short:
        raise PiecesGone(variant_ids=sorted(map(str, short)))
    emptied = {shipment_id for shipment_id in changed if not any(held[shipment_id].values())}
    lines = [(each, *line) for each in sorted(changed - emptied) for line in held[each].items()]
    columns = list(zip(*lines, strict=True)) if lines else [(), (), ()]
    sql.run(
        STATEMENT,
        {
            "emptied": list(emptied), "shipments": list(columns[0]), "variants": list(columns[1]),
            "left": list(columns[2]),
        },
    )  # fmt: skip
    words: list[Word] = [ShipmentCancelled(shipment_id=each, order_id=order_id) for each in sorted(emptied)]
    words += [
        ShipmentChanged(
            shipment_id=each, order_id=order_id, promise_id=promise_of[each],
            lines=[{"variant_id": str(variant), "quantity": left} for variant, left in held[each].items() if left],
        )
        for each in sorted(changed - emptied)
    ]  # fmt: skip
    journal.append(*words, origin=origin, occurred_at=now)
