"""An order is due to be served: each place gets its shipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.inventory.contracts import Allocation
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import ShipmentPlanned
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound

STATEMENT = """
WITH planned AS (
    INSERT INTO fulfilment_shipment (id, order_id, promise_id, method_id, location_id, state, carrier,
                                     tracking_number, promised_by, planned_at)
    SELECT s.id, %(order_id)s, %(promise_id)s, m.id, s.location_id, 'planned', m.carrier, '', %(promised_by)s,
           %(now)s
    FROM unnest(%(shipments)s::uuid[], %(places)s::uuid[]) AS s(id, location_id)
    JOIN fulfilment_deliverymethod m ON m.code = %(method)s
    RETURNING id
)
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity)
SELECT l.shipment_id, l.variant_id, l.quantity
FROM unnest(%(line_shipments)s::uuid[], %(variants)s::uuid[], %(quantities)s::int[])
     AS l(shipment_id, variant_id, quantity)
JOIN planned ON planned.id = l.shipment_id
"""


def plan(
    order_id: UUID,
    *,
    method: str,
    promise_id: UUID,
    promised_by: datetime,
    allocations: Sequence[Allocation],
    origin: Origin,
    now: datetime,
) -> None:
    """One shipment for each place in `allocations`, in the caller's transaction. `method` is a method's code
    or an option's. Refuses NotFound (method)."""
    wanted = Counter[tuple[UUID, UUID]]()
    for part in allocations:
        wanted[part.location_id, part.variant_id] += part.quantity
    shipments = {place: uuid7() for place in sorted({place for place, _ in wanted})}
    written = sql.run(
        STATEMENT,
        {
            "order_id": order_id, "promise_id": promise_id, "promised_by": promised_by, "now": now,
            "method": rules.method_of(method),
            "shipments": list(shipments.values()), "places": list(shipments),
            "line_shipments": [shipments[place] for place, _ in wanted],
            "variants": [variant for _, variant in wanted], "quantities": list(wanted.values()),
        },
    )  # fmt: skip
    if written < len(wanted):
        raise NotFound()
    journal.append(
        *(
            ShipmentPlanned(shipment_id=shipment, order_id=order_id, location_id=place)
            for place, shipment in shipments.items()
        ),
        origin=origin,
        occurred_at=now,
    )
