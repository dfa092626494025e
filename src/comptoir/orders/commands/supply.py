"""What of an order is no parcel is supplied: a service is done, a digital good or a gift card went by mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderDelivered, OrderLineSupplied
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders.commands import difference
from comptoir.orders.commands.capture import capture, to_take
from comptoir.orders.commands.moves import advance, hold_order
from comptoir.orders.errors import OrderMoveRefused, OrderNotPaid


def supply(
    order_id: UUID,
    *,
    nature: str,
    shipment_id: UUID | None = None,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> str:
    """Everything of this `nature` that waits (the one named, with `shipment_id`) is with its buyer; nothing leaves by
    parcel. The order is delivered with its last part. Answers its state.

    Refuses NotFound, OrderMoveRefused when nothing of it waits, OrderNotPaid, IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["state"])
        chosen = [
            each
            for each in fulfilment.shipments(order_id)
            if not each.travels and each.nature == nature and each.state == "planned"
            and shipment_id in (None, each.id)
        ]  # fmt: skip
        if not chosen:
            raise OrderMoveRefused(state=order.state, to="delivered")
        if order.due_until and difference.missing(order):
            raise OrderNotPaid()
        take, origin = to_take(order), order.origin(actor)
        for each in chosen:
            fulfilment.deliver(each.id, origin=origin, now=now)
        state = advance(order, now=now)
        idempotency.remember(idempotency_key, {"state": state}, now)
        for each in chosen:
            word = OrderLineSupplied(
                order_id=order_id, shipment_id=each.id, nature=nature, variant_id=each.lines[0][0],
                quantity=each.lines[0][1],
            )  # fmt: skip
            journal.append(word, origin=origin, occurred_at=now)
        if state == "delivered":
            journal.append(OrderDelivered(order_id=order_id), origin=origin, occurred_at=now)
        capture(order, take, last=state == "delivered", leaving=None, origin=origin, now=now)
        for each in chosen:
            if each.held:
                inventory.take(order_id, each.location.id, pieces=each.held, origin=origin, now=now)
    return state
