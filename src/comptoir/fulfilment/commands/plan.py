"""Orders are due to be served: each place gets its shipment."""

from __future__ import annotations

from collections import Counter
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
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity)
SELECT l.shipment_id, l.variant_id, l.quantity
FROM unnest(%(line_shipments)s::uuid[], %(variants)s::uuid[], %(quantities)s::int[])
     AS l(shipment_id, variant_id, quantity)
JOIN planned ON planned.id = l.shipment_id
"""


def plan(orders: Sequence[ToServe], *, now: datetime) -> None:
    """One shipment of each order for each place of its allocations, in the caller's transaction: one statement
    however many there are. Refuses NotFound (method)."""
    shipments: list[tuple[UUID, UUID, ToServe]] = []
    lines: list[tuple[UUID, UUID, int]] = []
    for order in orders:
        wanted = Counter[tuple[UUID, UUID]]()
        for part in order.allocations:
            wanted[part.location_id, part.variant_id] += part.quantity
        made = {place: uuid7() for place in sorted({place for place, _ in wanted})}
        shipments += [(shipment, place, order) for place, shipment in made.items()]
        lines += [(made[place], variant, quantity) for (place, variant), quantity in wanted.items()]
    if not shipments:
        return
    written = sql.run(
        STATEMENT,
        {
            "now": now, "shipments": [shipment for shipment, _, _ in shipments],
            "orders": [order.order_id for _, _, order in shipments],
            "promises": [order.promise_id for _, _, order in shipments],
            "methods": [rules.method_of(order.method) for _, _, order in shipments],
            "places": [place for _, place, _ in shipments],
            "promised": [order.promised_by for _, _, order in shipments],
            "line_shipments": [shipment for shipment, _, _ in lines],
            "variants": [variant for _, variant, _ in lines], "quantities": [quantity for _, _, quantity in lines],
        },
    )  # fmt: skip
    if written < len(lines):
        raise NotFound()
    for shipment, place, order in shipments:
        word = ShipmentPlanned(shipment_id=shipment, order_id=order.order_id, location_id=place)
        journal.append(word, origin=order.origin, occurred_at=now)
