"""Another try, or another means, for an order whose payment was refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders import rules
from comptoir.orders.commands.moves import hold_order
from comptoir.orders.errors import AlreadyPaid, PaymentUnderWay
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender

HOLD = "UPDATE orders_order SET hold_until = %s, changed_at = %s WHERE id = %s"
WAIT = "UPDATE orders_order SET due_until = greatest(due_until, %s), changed_at = %s WHERE id = %s"


def pay_again(
    order_id: UUID,
    *,
    tender: Tender,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Demand what is still due by another tender, of an order or of its change; the stock is held for another while.
    Answers the request's id.

    Refuses AlreadyPaid, PaymentUnderWay, TenderUnknown, IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["request_id"])
        waits = order.state == "pending" or (order.state == "confirmed" and order.due_until is not None)
        if not waits or order.paid_minor >= order.total_minor:
            raise AlreadyPaid()
        if any(r.state == "requested" for r in payments.requests_of(order_id)):
            raise PaymentUnderWay()
        payments.check_tender(tender, collects=fulfilment.is_collected(order.delivery_method))
        origin = order.origin(actor)
        payments.cancel_open(order_id, origin=origin, now=now)
        due = Money(order.total_minor - order.paid_minor, order.currency)
        request_id = payments.request(order_id, amount=due, tender=tender, origin=origin, now=now)
        idempotency.remember(idempotency_key, {"request_id": str(request_id)}, now)
        if order.state == "pending":
            sql.run(HOLD, [now + rules.HOLD, now, order_id])
            inventory.extend(order_id, now + rules.HOLD)
        else:
            sql.run(WAIT, [now + rules.HOLD, now, order_id])
    return request_id
