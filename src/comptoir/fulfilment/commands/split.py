"""Part of a shipment comes from another place, or later, with a promise of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment.errors import PiecesGone, ShipmentMoveRefused
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import ShipmentChanged, ShipmentPlanned
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

READ = "SELECT order_id, state, promise_id FROM fulfilment_shipment WHERE id = %s FOR UPDATE"
LINES = "SELECT variant_id, quantity FROM fulfilment_shipmentline WHERE shipment_id = %s ORDER BY id"
STATEMENT = """
WITH asked AS (
    SELECT * FROM unnest(%(variants)s::uuid[], %(quantities)s::int[]) AS a(variant_id, quantity)
), emptied AS (
    DELETE FROM fulfilment_shipmentline l USING asked
    WHERE l.shipment_id = %(from)s AND l.variant_id = asked.variant_id AND l.quantity = asked.quantity
), reduced AS (
    UPDATE fulfilment_shipmentline l SET quantity = l.quantity - asked.quantity FROM asked
    WHERE l.shipment_id = %(from)s AND l.variant_id = asked.variant_id AND l.quantity > asked.quantity
), made AS (
    INSERT INTO fulfilment_shipment (id, order_id, promise_id, method_id, location_id, state, carrier,
                                     tracking_number, promised_by, planned_at)
    SELECT %(id)s, order_id, %(promise_id)s, method_id, %(place)s, 'planned', carrier, '', %(promised_by)s, %(now)s
    FROM fulfilment_shipment WHERE id = %(from)s
    RETURNING id
)
INSERT INTO fulfilment_shipmentline (shipment_id, variant_id, quantity)
SELECT made.id, asked.variant_id, asked.quantity FROM made, asked
"""


def split(
    shipment_id: UUID,
    pieces: Mapping[UUID, int],
    *,
    location_id: UUID,
    promise_id: UUID,
    promised_by: datetime,
    origin: Origin,
    now: datetime,
) -> UUID:
    """Make a second shipment of `pieces`, by variant, in the transaction of the caller, who holds the order's lock;
    answers its id. Stock is the caller's to move.

    Refuses NotFound, ShipmentMoveRefused unless it is planned, Invalid (pieces) for none, less than one or all of
    them, PiecesGone for more than it holds.
    """
    found = sql.row(READ, [shipment_id])
    if found is None:
        raise NotFound()
    order_id, state, own_promise = found
    if state != "planned":
        raise ShipmentMoveRefused(shipment_id=str(shipment_id), state=state, to="planned")
    held: dict[UUID, int] = dict(sql.rows(LINES, [shipment_id]))
    _check(held, pieces)
    made = uuid7()
    sql.run(
        STATEMENT,
        {
            "from": shipment_id, "id": made, "place": location_id, "promise_id": promise_id,
            "promised_by": promised_by, "now": now, "variants": list(pieces), "quantities": list(pieces.values()),
        },
    )  # fmt: skip
    left = {variant: quantity - pieces.get(variant, 0) for variant, quantity in held.items()}
    journal.append(
        ShipmentChanged(
            shipment_id=shipment_id, order_id=order_id, promise_id=own_promise,
            lines=[{"variant_id": str(variant), "quantity": count} for variant, count in left.items() if count],
        ),
        ShipmentPlanned(shipment_id=made, order_id=order_id, location_id=location_id),
        origin=origin, occurred_at=now,
    )  # fmt: skip
    return made


def _check(held: Mapping[UUID, int], pieces: Mapping[UUID, int]) -> None:
    if not pieces or any(quantity < 1 for quantity in pieces.values()):
        raise Invalid({"pieces": "too_small"})
    if short := [variant for variant, quantity in pieces.items() if held.get(variant, 0) < quantity]:
        raise PiecesGone(variant_ids=sorted(map(str, short)))
    if dict(pieces) == dict(held):
        raise Invalid({"pieces": "too_large"})
