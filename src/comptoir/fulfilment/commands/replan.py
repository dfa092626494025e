"""The order changed before anybody prepared it: what each place sends is planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.commands.plan import plan
from comptoir.fulfilment.contracts import ToServe
from comptoir.fulfilment.errors import ShipmentMoveRefused
from comptoir.inventory.contracts import Allocation
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import ShipmentCancelled, ShipmentChanged
from comptoir.kit import sql

READ = """
SELECT id, state, location_id FROM fulfilment_shipment WHERE order_id = %s AND state <> 'cancelled'
ORDER BY planned_at, id FOR UPDATE
"""
CANCEL = "UPDATE fulfilment_shipment SET state = 'cancelled' WHERE id = ANY(%s)"
CHANGE = """
WITH emptied AS (
    DELETE FROM fulfilment_shipmentline WHERE shipment_id = ANY(%(shipments)s::uuid[])
)
UPDATE fulfilment_shipment s SET promise_id = %(promise_id)s, promised_by = %(promised_by)s, method_id = m.id
FROM fulfilment_deliverymethod m WHERE m.code = %(method)s AND s.id = ANY(%(shipments)s::uuid[])
"""
FILL = """
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::int[])
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
    for shipment_id, state, _place in found:
        if state != "planned":
            raise ShipmentMoveRefused(shipment_id=str(shipment_id), state=state, to="planned")
    wanted: dict[UUID, Counter[UUID]] = {}
    for part in allocations:
        wanted.setdefault(part.location_id, Counter())[part.variant_id] += part.quantity
    kept: dict[UUID, UUID] = {}
    for shipment_id, _state, place in found:
        if place in wanted:
            kept.setdefault(place, shipment_id)
    _cancel([shipment_id for shipment_id, _, _ in found if shipment_id not in kept.values()], order_id, origin, now)
    _change({kept[place]: wanted[place] for place in kept}, order_id, method, promise_id, promised_by, origin, now)
    fresh = [part for part in allocations if part.location_id not in kept]
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
    wanted: dict[UUID, Counter[UUID]], order_id: UUID, method: str, promise_id: UUID, promised_by: datetime,
    origin: Origin, now: datetime,
) -> None:  # fmt: skip
    if not wanted:
        return
    sql.run(
        CHANGE,
        {
            "shipments": list(wanted), "promise_id": promise_id, "promised_by": promised_by,
            "method": rules.method_of(method),
        },
    )  # fmt: skip
    lines = [(shipment, variant, pieces) for shipment, held in wanted.items() for variant, pieces in held.items()]
    sql.run(FILL, [list(column) for column in zip(*lines, strict=True)])
    words = (
        ShipmentChanged(
            shipment_id=shipment, order_id=order_id, promise_id=promise_id,
            lines=[{"variant_id": str(variant), "quantity": pieces} for variant, pieces in held.items()],
        )
        for shipment, held in wanted.items()
    )  # fmt: skip
    journal.append(*words, origin=origin, occurred_at=now)
