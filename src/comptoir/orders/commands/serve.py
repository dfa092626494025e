"""Staff serve an order: ready in the shop, shipped, delivered, paid at the counter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderDelivered, OrderReady, OrderShipped
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders import rules
from comptoir.orders.commands.capture import capture, to_take
from comptoir.orders.commands.moves import LockedOrder, hold_order, move
from comptoir.orders.commands.settle_payment import settle_payment
from comptoir.orders.errors import AlreadyPaid, NothingToGiveBack, OrderMoveRefused
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult


def mark_ready(
    order_id: UUID, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The order waits in the shop for its buyer. Refuses OrderMoveRefused, StillWaiting, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        if not fulfilment.is_collected(order.delivery_method):
            raise OrderMoveRefused(state=order.state, to="ready")
        inventory.require_arrived(order_id)
        origin = order.origin(actor)
        move(order, "ready", now=now)
        idempotency.remember(idempotency_key, {"state": "ready"}, now)
        for shipment in fulfilment.shipments(order_id):
            fulfilment.ready(shipment.id, origin=origin, now=now)
        journal.append(OrderReady(order_id=order_id), origin=origin, occurred_at=now)


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
    when its last parcel is. Answers the state of the order.

    Refuses OrderMoveRefused, OrderNotPaid, Invalid (tracking number), StillWaiting, IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        if not rules.may_move(order.state, "shipped") or fulfilment.is_collected(order.delivery_method):
            raise OrderMoveRefused(state=order.state, to="shipped")
        take = to_take(order)
        origin = order.origin(actor)
        planned = [s for s in fulfilment.shipments(order_id) if s.state == "planned"]
        shipment = _chosen(planned, shipment_id, order)
        state = "shipped" if len(planned) == 1 else order.state
        if state == "shipped":
            move(order, "shipped", now=now)
        idempotency.remember(idempotency_key, {"state": state}, now)
        fulfilment.ship(shipment.id, carrier=carrier, tracking_number=tracking_number, origin=origin, now=now)
        if state == "shipped":
            journal.append(OrderShipped(order_id=order_id), origin=origin, occurred_at=now)
        capture(order, take, last=state == "shipped", leaving=shipment, origin=origin, now=now)
        inventory.take(order_id, shipment.location.id, origin=origin, now=now)
    return state


def mark_delivered(
    order_id: UUID, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The buyer has it: by the carrier, or over the counter. The promise is settled by the date.

    Refuses OrderMoveRefused, OrderNotPaid (collection), IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        collected = order.state == "ready"
        origin = order.origin(actor)
        take = to_take(order) if rules.may_move(order.state, "delivered") and collected else None
        move(order, "delivered", now=now)
        idempotency.remember(idempotency_key, {"state": "delivered"}, now)
        shipments = fulfilment.shipments(order_id)
        for shipment in shipments:
            fulfilment.deliver(shipment.id, origin=origin, now=now)
        journal.append(OrderDelivered(order_id=order_id), origin=origin, occurred_at=now)
        if take is not None:
            capture(order, take, last=True, leaving=None, origin=origin, now=now)
        if collected:
            for shipment in shipments:
                inventory.take(order_id, shipment.location.id, origin=origin, now=now)


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


def _chosen(planned: list[ShipmentInfo], shipment_id: UUID | None, order: LockedOrder) -> ShipmentInfo:
    if shipment_id is None and len(planned) == 1:
        return planned[0]
    for shipment in planned:
        if shipment.id == shipment_id:
            return shipment
    raise OrderMoveRefused(state=order.state, to="shipped")
