"""What was going to leave stays where it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.errors import ShipmentMoveRefused
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import ShipmentCancelled
from comptoir.kit import sql

GONE = """
SELECT s.id, s.state FROM fulfilment_shipment s JOIN fulfilment_deliverymethod m ON m.id = s.method_id
WHERE s.order_id = %(order_id)s AND s.state <> 'cancelled'
  AND (m.kind, s.state) NOT IN (SELECT * FROM unnest(%(kinds)s::text[], %(states)s::text[]))
LIMIT 1
"""
STATEMENT = """
UPDATE fulfilment_shipment s SET state = 'cancelled'
FROM fulfilment_deliverymethod m
WHERE s.order_id = %(order_id)s AND m.id = s.method_id
  AND (m.kind, s.state) IN (SELECT * FROM unnest(%(kinds)s::text[], %(states)s::text[]))
RETURNING s.id
"""


def cancel(order_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Cancel every shipment of the order, in the transaction of the caller, who holds the order's lock.

    None yet, or all cancelled already, is no reason to refuse. The promise stays: the caller withdraws it.
    Refuses ShipmentMoveRefused, with nothing cancelled, when one has left.
    """
    before = rules.moves_to("cancelled")
    given = {
        "order_id": order_id, "kinds": [kind for kind, _ in before], "states": [state for _, state in before],
    }  # fmt: skip
    gone = sql.row(GONE, given)
    if gone:
        raise ShipmentMoveRefused(shipment_id=str(gone[0]), state=gone[1], to="cancelled")
    cancelled = sql.rows(STATEMENT, given)
    words = (ShipmentCancelled(shipment_id=shipment, order_id=order_id) for (shipment,) in sorted(cancelled))
    journal.append(*words, origin=origin, occurred_at=now)
