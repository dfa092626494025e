"""The order changed before anybody prepared it: what each place sends is planned anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.commands.plan import plan
from comptoir.fulfilment.contracts import NO_PARCEL, ToServe
from comptoir.fulfilment.errors import ShipmentMoveRefused
from comptoir.inventory.contracts import Allocation
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import ShipmentCancelled, ShipmentChanged
from comptoir.kit import sql

READ = """
SELECT s.id, s.state, s.location_id, m.kind, m.code,
       (SELECT l.variant_id FROM fulfilment_shipmentline l WHERE l.shipment_id = s.id LIMIT 1)
FROM fulfilment_shipment s JOIN fulfilment_deliverymethod m ON m.id = s.method_id
WHERE s.order_id = %s AND s.state <> 'cancelled'
ORDER BY s.planned_at, s.id FOR UPDATE OF s
"""
CANCEL = "UPDATE fulfilment_shipment SET state = 'cancelled' WHERE id = ANY(%s)"
CHANGE = """
WITH emptied AS (
    DELETE FROM fulfilment_shipmentline WHERE shipment_id = ANY(%(shipments)s::uuid[])
)
UPDATE fulfilment_shipment s SET promise_id = %(promise_id)s, promised_by = %(promised_by)s, method_id = m.id
FROM unnest(%(shipments)s::uuid[], %(methods)s::text[]) AS w(id, method)
JOIN fulfilment_deliverymethod m ON m.code = w.method WHERE s.id = w.id
"""
FILL = """
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity, counted)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::bool[])
"""


def replan(
    order_id: UUID,
    *,
    method: str,
    promise_id: UUID,
    promised_by: datetime,
    allocations: Sequence[Allocation],
    origin: Origin,
    now: datetime,
) -> None:
    """Each place sends what `allocations` say, by one promise, in the transaction of the caller, who holds the
    order's lock. A place that sends already keeps its shipment; one that no longer does has it cancelled.

    Refuses ShipmentMoveRefused when one of them is being prepared or has gone on; NotFound (method).
    """
    found = sql.rows(READ, [order_id])
    for shipment_id, state, *_rest in found:
        if state != "planned":
            raise ShipmentMoveRefused(shipment_id=str(shipment_id), state=state, to="planned")
    wanted = rules.parts(allocations)
    kept: dict[rules.Part, UUID] = {}
    for shipment_id, _state, place, kind, code, variant_id in found:
        part = rules.Part(place) if kind != NO_PARCEL else rules.Part(place, code, variant_id)
        if part in wanted:
            kept.setdefault(part, shipment_id)
    _cancel([row[0] for row in found if row[0] not in kept.values()], order_id, origin, now)
    methods = {kept[part]: part.method(method) for part in kept}
    _change({kept[part]: wanted[part] for part in kept}, methods, order_id, promise_id, promised_by, origin, now)
    fresh = [each for each in allocations if rules.part_of(each) not in kept]
    serve = ToServe(
        order_id=order_id, method=method, promise_id=promise_id, promised_by=promised_by, allocations=tuple(fresh),
        origin=origin,
    )  # fmt: skip
    plan([serve], now=now)


def _cancel(shipment_ids: list[UUID], order_id: UUID, origin: Origin, now: datetime) -> None:
    if shipment_ids:
        sql.run(CANCEL, [shipment_ids])
        words = (ShipmentCancelled(shipment_id=each, order_id=order_id) for each in shipment_ids)
        journal.append(*words, origin=origin, occurred_at=now)


def _change(
    wanted: dict[UUID, rules.Pieces], methods: dict[UUID, str], order_id: UUID, promise_id: UUID,
    promised_by: datetime, origin: Origin, now: datetime,
) -> None:  # fmt: skip
    if not wanted:
        return
    sql.run(
        CHANGE,
        {
            "shipments": list(wanted), "promise_id": promise_id, "promised_by": promised_by,
            "methods": [methods[each] for each in wanted],
        },
    )  # fmt: skip
    lines = [
        (shipment, variant, pieces, counted)
        for shipment, held in wanted.items()
        for (variant, counted), pieces in held.items()
    ]
    sql.run(FILL, [list(column) for column in zip(*lines, strict=True)])
    words = (
        ShipmentChanged(
            shipment_id=shipment, order_id=order_id, promise_id=promise_id,
            lines=[{"variant_id": str(variant), "quantity": pieces} for (variant, _), pieces in held.items()],
        )
        for shipment, held in wanted.items()
    )  # fmt: skip
    journal.append(*words, origin=origin, occurred_at=now)
