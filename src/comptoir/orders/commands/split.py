"""A part of an order comes from another place, or later: a shipment and a promise of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.customers import facade as customers
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryRequest, ShipmentInfo, WantedLine
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderSplit
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.orders import stored
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.errors import OrderChangedMeanwhile, OrderNotChangeable
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo
from comptoir.promises import facade as promises

KINDS = {"ship": "delivery", "collect": "collection"}  # of what is no parcel nothing is split
SPLIT = """
UPDATE orders_order SET split_promises = split_promises || %s::uuid, version = version + 1, changed_at = %s
WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class _Later:
    """When the part comes, and what its promise says."""

    due: datetime
    terms: dict[str, str | None]


def split_order(
    order_id: UUID,
    shipment_id: UUID,
    pieces: Mapping[UUID, int],
    *,
    place: str = "",
    day: date | None = None,
    version: int | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Let `pieces`, by variant, of a planned shipment come apart from the rest: from another `place` (a code), or on
    a `day`, or both. The part has a promise of its own: the day's end, or what the place can keep. Answers the new
    shipment's id.

    Refuses NotFound, Invalid, OrderNotChangeable, OrderChangedMeanwhile, ShipmentMoveRefused, PiecesGone,
    CannotDeliver, SoldOut, IdempotencyConflict.
    """
    before = stored.read(order_id)
    shipment = _shipment(order_id, shipment_id)
    sender = _sender(shipment, place, day)
    later = _later(before, shipment, pieces, sender, day, actor, now)
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["shipment_id"])
        if version not in (None, order.version):
            raise OrderChangedMeanwhile(version=order.version, shown=version)
        if order.state not in ("confirmed", "partly_shipped", "partly_delivered"):
            raise OrderNotChangeable("not_paid" if order.state == "pending" else "left", state=order.state)
        inventory.require_arrived(order_id)
        origin = order.origin(actor)
        promise_id = promises.make(
            KINDS[shipment.kind], subject_kind="order", subject_id=order_id, due=later.due, terms=later.terms,
            origin=origin, now=now,
        )  # fmt: skip
        made = fulfilment.split(
            shipment_id, pieces, location_id=sender.id, promise_id=promise_id, promised_by=later.due, origin=origin,
            now=now,
        )  # fmt: skip
        sql.run(SPLIT, [promise_id, now, order_id])
        idempotency.remember(idempotency_key, {"shipment_id": str(made)}, now)
        _tell(order, shipment_id, made, sender, promise_id, later.due, pieces, origin, now)
        inventory.reallot(order_id, fulfilment.to_send(order_id), origin=origin, now=now)
    return made


def _shipment(order_id: UUID, shipment_id: UUID) -> ShipmentInfo:
    found = next((each for each in fulfilment.shipments(order_id) if each.id == shipment_id), None)
    if found is None:
        raise NotFound()
    return found


def _sender(shipment: ShipmentInfo, place: str, day: date | None) -> PlaceInfo:
    """Where the part comes from. Refuses Invalid when nothing would differ, or the place cannot send it."""
    if not place or place == shipment.location.code:
        if day is None:
            raise Invalid({"day": "missing"})
        return shipment.location
    found = next((each for each in org.places() if each.code == place), None)
    if found is None or shipment.kind != "ship" or not found.ships:
        raise Invalid({"place": "not_a_choice"})
    return found


def _later(
    order: stored.Stored, shipment: ShipmentInfo, pieces: Mapping[UUID, int], sender: PlaceInfo, day: date | None,
    actor: str, now: datetime,
) -> _Later:  # fmt: skip
    """The promise of the part: the day that was named, else what fulfilment can keep from that place."""
    place = sender.code if shipment.kind == "collect" else None
    if day is not None:
        zone = ZoneInfo(sender.timezone)
        end = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
        if end < now:
            raise Invalid({"day": "too_small"})
        if end > now + timedelta(days=365):
            raise Invalid({"day": "too_large"})
        said = day.isoformat()
        key = f"{shipment.method}:{said}:part"
        return _Later(
            end, {"method": shipment.method, "place": place, "earliest": said, "latest": said, "key": key}
        )
    context = order.context(actor, now)
    to = customers.contact(order.address_id)
    items = catalog.sellable(list(pieces), market=context.market.code, now=now)
    lines = tuple(
        WantedLine(
            variant_id=variant, quantity=count,
            weight_g=items[variant].weight_g if variant in items else catalog.DEFAULT_WEIGHT_G,
        )
        for variant, count in pieces.items()
    )  # fmt: skip
    request = DeliveryRequest(lines=lines, country=to.country, postcode=to.postcode, sender=sender.id)
    way = fulfilment.promise(shipment.method, request, context)
    terms = {
        "method": shipment.method, "place": place, "earliest": way.promise.earliest.isoformat(),
        "latest": way.promise.latest.isoformat(), "key": way.promise.key,
    }  # fmt: skip
    return _Later(way.promise.due, terms)


def _tell(
    order: LockedOrder, shipment_id: UUID, made: UUID, sender: PlaceInfo, promise_id: UUID, due: datetime,
    pieces: Mapping[UUID, int], origin: Origin, now: datetime,
) -> None:  # fmt: skip
    journal.append(
        OrderSplit(
            order_id=order.id, version=order.version + 1, from_shipment_id=shipment_id, shipment_id=made,
            location_id=sender.id, promise_id=promise_id, promised_by=due,
            lines=[{"variant_id": str(variant), "quantity": count} for variant, count in pieces.items()],
        ),
        origin=origin, occurred_at=now,
    )  # fmt: skip
