"""A shipment goes on: being prepared, ready, shipped, delivered. The state table decides, the row settles races.

The caller holds the lock of the order. Shipments share its promise, but for those that were split off with one of
their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from comptoir.fulfilment import rules
from comptoir.fulfilment.errors import ShipmentMoveRefused
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.fulfilment import (
    ShipmentDelivered,
    ShipmentPreparationStarted,
    ShipmentPreparationStopped,
    ShipmentReady,
    ShipmentShipped,
)
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.promises import facade as promises

STATEMENT = """
UPDATE fulfilment_shipment s
SET state = %(state)s::text,
    carrier = coalesce(nullif(%(carrier)s::text, ''), s.carrier),
    tracking_number = coalesce(nullif(%(number)s::text, ''), s.tracking_number),
    shipped_at = CASE WHEN %(state)s::text = 'shipped' THEN %(at)s::timestamptz ELSE s.shipped_at END,
    delivered_at = CASE WHEN %(state)s::text = 'delivered' THEN %(at)s::timestamptz ELSE s.delivered_at END
FROM fulfilment_deliverymethod m
WHERE s.id = %(shipment_id)s AND m.id = s.method_id
  AND (m.kind, s.state) IN (SELECT * FROM unnest(%(kinds)s::text[], %(states)s::text[]))
RETURNING s.order_id, s.promise_id, m.kind, s.carrier,
          ARRAY(SELECT om.kind || ' ' || o.state
                FROM fulfilment_shipment o JOIN fulfilment_deliverymethod om ON om.id = o.method_id
                WHERE o.order_id = s.order_id AND o.promise_id = s.promise_id AND o.id <> s.id)
"""
STATE = "SELECT state FROM fulfilment_shipment WHERE id = %s"


class Moved(NamedTuple):
    order_id: UUID
    promise_id: UUID
    kind: str
    carrier: str
    others: list[str]  # kind and state

    @property
    def beside(self) -> list[tuple[str, str]]:
        return [(kind, state) for kind, _space, state in (other.partition(" ") for other in self.others)]


def start_preparing(shipment_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Somebody collects its pieces: from now on the order stays as it is.
    Refuses ShipmentMoveRefused, NotFound."""
    moved = _move(shipment_id, "preparing", at=now)
    word = ShipmentPreparationStarted(shipment_id=shipment_id, order_id=moved.order_id)
    journal.append(word, origin=origin, occurred_at=now)


def stop_preparing(shipment_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Its pieces went back to their shelf. Refuses ShipmentMoveRefused, NotFound."""
    moved = _move(shipment_id, "planned", at=now)
    word = ShipmentPreparationStopped(shipment_id=shipment_id, order_id=moved.order_id)
    journal.append(word, origin=origin, occurred_at=now)


def ready(shipment_id: UUID, *, origin: Origin, now: datetime) -> None:
    """It waits in the shop for its buyer; this settles the promise of a collection.
    Refuses ShipmentMoveRefused, NotFound."""
    moved = _move(shipment_id, "ready", at=now)
    word = ShipmentReady(shipment_id=shipment_id, order_id=moved.order_id)
    journal.append(word, origin=origin, occurred_at=now)
    _settle(shipment_id, moved, "ready", at=now, origin=origin, now=now)


def ship(
    shipment_id: UUID, *, carrier: str = "", tracking_number: str, origin: Origin, now: datetime
) -> None:
    """It left. Without a carrier it is the method's; the tracking number may be empty (a letter).
    Refuses Invalid (tracking_number, carrier), ShipmentMoveRefused, NotFound."""
    number = rules.clean_number(tracking_number)
    moved = _move(shipment_id, "shipped", at=now, carrier=rules.clean_carrier(carrier), number=number)
    word = ShipmentShipped(
        shipment_id=shipment_id, order_id=moved.order_id, carrier=moved.carrier, tracking_number=number
    )
    journal.append(word, origin=origin, occurred_at=now)


def deliver(
    shipment_id: UUID, *, delivered_at: datetime | None = None, origin: Origin, now: datetime
) -> None:
    """The buyer has it since `delivered_at` (as the carrier says; now when nobody says); this settles the
    promise of a delivery. Refuses Invalid (delivered_at in the future), ShipmentMoveRefused, NotFound."""
    at = delivered_at or now
    if at > now:
        raise Invalid({"delivered_at": "too_large"})
    moved = _move(shipment_id, "delivered", at=at)
    word = ShipmentDelivered(shipment_id=shipment_id, order_id=moved.order_id)
    journal.append(word, origin=origin, occurred_at=at)
    _settle(shipment_id, moved, "delivered", at=at, origin=origin, now=now)


def _move(shipment_id: UUID, state: str, *, at: datetime, carrier: str = "", number: str = "") -> Moved:
    before = rules.moves_to(state)
    found = sql.row(
        STATEMENT,
        {
            "shipment_id": shipment_id, "state": state, "at": at, "carrier": carrier, "number": number,
            "kinds": [kind for kind, _ in before], "states": [state for _, state in before],
        },
    )  # fmt: skip
    if found:
        return Moved(*found)
    stands = sql.row(STATE, [shipment_id])
    if stands is None:
        raise NotFound()
    raise ShipmentMoveRefused(shipment_id=str(shipment_id), state=stands[0], to=state)


def _settle(
    shipment_id: UUID, moved: Moved, state: str, *, at: datetime, origin: Origin, now: datetime
) -> None:
    """Broken by the first shipment that is late, kept by the last one in time; what is settled stays so."""
    if rules.KEPT_BY[moved.kind] != state:
        return
    promise, all_there = promises.get(moved.promise_id), rules.all_there(moved.kind, moved.beside)
    if promise.state != "made" or all_there is None:
        return
    evidence = {"shipment_id": str(shipment_id), "at": at.isoformat(), "due": promise.due.isoformat()}
    if at > promise.due:
        promises.broken(promise.id, evidence=evidence, origin=origin, now=now)
    elif all_there:
        promises.kept(promise.id, evidence=evidence, origin=origin, now=now)
