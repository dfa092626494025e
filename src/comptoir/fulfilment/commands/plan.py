"""Orders are due to be served: each place gets its shipment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.contracts import ToServe
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.fulfilment import ShipmentPlanned
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound

STATEMENT = """
WITH planned AS (
    INSERT INTO fulfilment_shipment (id, order_id, promise_id, method_id, location_id, state, carrier,
                                     tracking_number, promised_by, planned_at)
    SELECT s.id, s.order_id, s.promise_id, m.id, s.location_id, 'planned', m.carrier, '', s.promised_by, %(now)s
    FROM unnest(%(shipments)s::uuid[], %(orders)s::uuid[], %(promises)s::uuid[], %(methods)s::text[],
                %(places)s::uuid[], %(promised)s::timestamptz[])
         AS s(id, order_id, promise_id, method, location_id, promised_by)
    JOIN fulfilment_deliverymethod m ON m.code = s.method
    RETURNING id
)
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity, counted)
SELECT l.shipment_id, l.variant_id, l.quantity, l.counted
FROM unnest(%(line_shipments)s::uuid[], %(variants)s::uuid[], %(quantities)s::int[], %(counted)s::bool[])
     AS l(shipment_id, variant_id, quantity, counted)
JOIN planned ON planned.id = l.shipment_id
"""


def plan(orders: Sequence[ToServe], *, now: datetime) -> None:
    """One shipment of each order for each place of its allocations, and one for each article that is no parcel, in the
    caller's transaction: one statement however many there are. Refuses NotFound (method)."""
    shipments: list[tuple[UUID, rules.Part, ToServe]] = []
    lines: list[tuple[UUID, UUID, int, bool]] = []
    for order in orders:
        for part, pieces in rules.parts(order.allocations).items():
            shipment = uuid7()
            shipments.append((shipment, part, order))
            lines += [(shipment, variant, quantity, counted) for (variant, counted), quantity in pieces.items()]
    if not shipments:
        return
    written = sql.run(
        STATEMENT,
        {
            "now": now, "shipments": [shipment for shipment, _, _ in shipments],
            "orders": [order.order_id for _, _, order in shipments],
            "promises": [order.promise_id for _, _, order in shipments],
            "methods": [part.method(order.method) for _, part, order in shipments],
            "places": [part.location_id for _, part, _ in shipments],
            "promised": [order.promised_by for _, _, order in shipments],
            "line_shipments": [line[0] for line in lines], "variants": [line[1] for line in lines],
            "quantities": [line[2] for line in lines], "counted": [line[3] for line in lines],
        },
    )  # fmt: skip
    if written < len(lines):
        raise NotFound()
    for shipment, part, order in shipments:
        word = ShipmentPlanned(shipment_id=shipment, order_id=order.order_id, location_id=part.location_id)
        journal.append(word, origin=order.origin, occurred_at=now)
