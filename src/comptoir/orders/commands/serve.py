"""Staff serve an order: being prepared, ready in the shop, shipped, delivered, paid at the counter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import (
    OrderDelivered,
    OrderPartlyDelivered,
    OrderPartlyShipped,
    OrderReady,
    OrderShipped,
)
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders.commands import difference
from comptoir.orders.commands.capture import capture, to_take
from comptoir.orders.commands.moves import LockedOrder, advance, hold_order
from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.orders.errors import AlreadyPaid, NothingToGiveBack, OrderMoveRefused, OrderNotPaid
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult


def start_preparing(
    order_id: UUID,
    *,
    shipment_id: UUID | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Somebody collects the pieces of one shipment (of all that wait, when `shipment_id` is None): from now on the
    order stays as it is. Refuses OrderMoveRefused, OrderNotPaid (a change's difference), IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        if order.due_until and difference.missing(order):
            raise OrderNotPaid()
        chosen = _chosen(order, shipment_id, ("planned",), "preparing")
        origin = order.origin(actor)
        idempotency.remember(idempotency_key, {"shipments": len(chosen)}, now)
        for shipment in chosen:
            fulfilment.start_preparing(shipment.id, origin=origin, now=now)


def stop_preparing(
    order_id: UUID,
    *,
    shipment_id: UUID | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """The pieces are back on their shelf; the order may be changed again.
    Refuses OrderMoveRefused, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        chosen = _chosen(order, shipment_id, ("preparing",), "planned")
        origin = order.origin(actor)
        idempotency.remember(idempotency_key, {"shipments": len(chosen)}, now)
        for shipment in chosen:
            fulfilment.stop_preparing(shipment.id, origin=origin, now=now)


def mark_ready(
    order_id: UUID,
    *,
    shipment_id: UUID | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> str:
    """One part of the order (all of it, when `shipment_id` is None) waits in the shop for its buyer. Answers the
    state of the order. Refuses OrderMoveRefused, StillWaiting, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        if not fulfilment.is_collected(order.delivery_method):
            raise OrderMoveRefused(state=order.state, to="ready")
        chosen = _chosen(order, shipment_id, ("planned", "preparing"), "ready")
        inventory.require_arrived(order_id)
        origin = order.origin(actor)
        for shipment in chosen:
            fulfilment.ready(shipment.id, origin=origin, now=now)
        state = advance(order, now=now)
        idempotency.remember(idempotency_key, {"state": state}, now)
        if not any(s.travels and s.state in ("planned", "preparing") for s in fulfilment.shipments(order_id)):
            journal.append(OrderReady(order_id=order_id), origin=origin, occurred_at=now)
    return state


def mark_shipped(
    order_id: UUID,
    *,
    shipment_id: UUID | None = None,
    tracking_number: str,
    carrier: str = "",
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> str:
    """One parcel left (the only one, when `shipment_id` is None): its pieces leave the stock. The order is shipped
    when its last parcel is; with that the rest of its money is taken, that of what is no parcel too.
    Answers the state of the order.

    Refuses OrderMoveRefused, OrderNotPaid, Invalid (tracking number), StillWaiting, IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        if fulfilment.is_collected(order.delivery_method):
            raise OrderMoveRefused(state=order.state, to="shipped")
        chosen = _chosen(order, shipment_id, ("planned", "preparing"), "shipped")
        if len(chosen) > 1:
            raise OrderMoveRefused(state=order.state, to="shipped")
        take = to_take(order)
        shipment, origin = chosen[0], order.origin(actor)
        fulfilment.ship(shipment.id, carrier=carrier, tracking_number=tracking_number, origin=origin, now=now)
        state = advance(order, now=now)
        idempotency.remember(idempotency_key, {"state": state}, now)
        last = not any(each.travels and each.is_unsent for each in fulfilment.shipments(order_id))
        part = OrderPartlyShipped(order_id=order_id, shipment_id=shipment.id)
        journal.append(OrderShipped(order_id=order_id) if last else part, origin=origin, occurred_at=now)
        capture(order, take, last=last, leaving=shipment, origin=origin, now=now)
        inventory.take(order_id, shipment.location.id, pieces=shipment.held, origin=origin, now=now)
    return state


def mark_delivered(
    order_id: UUID,
    *,
    shipment_id: UUID | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> str:
    """The buyer has one shipment (all that left or wait in the shop, when `shipment_id` is None): by the carrier, or
    over the counter. The promise is settled by the date. Answers the state of the order.

    Refuses OrderMoveRefused, OrderNotPaid (collection), IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        chosen = _chosen(order, shipment_id, ("shipped", "ready"), "delivered")
        collected = [shipment for shipment in chosen if shipment.kind == "collect"]
        take = to_take(order) if collected else None
        origin = order.origin(actor)
        for shipment in chosen:
            fulfilment.deliver(shipment.id, origin=origin, now=now)
        state = advance(order, now=now)
        idempotency.remember(idempotency_key, {"state": state}, now)
        whole, part = OrderDelivered(order_id=order_id), OrderPartlyDelivered(order_id=order_id)
        journal.append(whole if state == "delivered" else part, origin=origin, occurred_at=now)
        capture(order, take, last=state == "delivered", leaving=None, origin=origin, now=now)
        for shipment in collected:
            place, pieces = shipment.location.id, shipment.held
            inventory.take(order_id, place, pieces=pieces, origin=origin, now=now)
    return state


def receive_in_shop(order_id: UUID, *, actor: str, now: datetime) -> str:
    """The buyer paid at the counter. Refuses AlreadyPaid when nothing was awaited there."""
    awaited = [r for r in payments.requests_of(order_id) if r.state == "awaited" and r.kind == "charge"]
    if not awaited:
        raise AlreadyPaid()
    amount: Money = awaited[-1].amount
    return settle_payment(awaited[-1].id, PaymentResult(outcome="paid", amount=amount), actor=actor, now=now)


def give_back_in_shop(order_id: UUID, *, actor: str, now: datetime) -> str:
    """The buyer got their money back at the counter. Answers the state of the order. Refuses NothingToGiveBack."""
    awaited = [r for r in payments.requests_of(order_id) if r.state == "awaited" and r.kind == "refund"]
    if not awaited:
        raise NothingToGiveBack()
    state = ""
    for request in awaited:
        given = PaymentResult(outcome="paid", amount=request.amount)
        state = settle_payment(request.id, given, actor=actor, now=now)
    return state


def _chosen(
    order: LockedOrder, shipment_id: UUID | None, states: tuple[str, ...], to: str
) -> list[ShipmentInfo]:
    """The parcels in one of `states` that are meant: the named one, or all. Refuses OrderMoveRefused for none."""
    found = [
        shipment
        for shipment in fulfilment.shipments(order.id)
        if shipment.travels and shipment.state in states and shipment_id in (None, shipment.id)
    ]
    if not found:
        raise OrderMoveRefused(state=order.state, to=to)
    return found
