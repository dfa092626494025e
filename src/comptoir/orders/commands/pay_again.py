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

# Who waited for a transfer keeps its days, also when the other means is refused.
HOLD = """
UPDATE orders_order SET hold_until = greatest(hold_until, %s), changed_at = %s WHERE id = %s RETURNING hold_until
"""
WAIT = "UPDATE orders_order SET due_until = greatest(due_until, %s), changed_at = %s WHERE id = %s"


def pay_again(
    order_id: UUID,
    *,
    tender: Tender,
    actor: str,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:
    """Demand what is still due by another tender (a gift card: what it has of it), of an order or of its change; the
    stock of an order that is not confirmed is held for another while. Answers the request's id.

    A confirmed order can be paid again when what was reserved for it lapsed. Refuses AlreadyPaid, PaymentUnderWay,
    TenderUnknown, StoredValueUnknown, StoredValueUnusable, StoredValueShort, TooManyTries, IdempotencyConflict.
    """
    if tender.kind in payments.STORED:
        payments.find_code(tender.token, asker=f"order:{order_id}", now=now)
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["request_id"])
        reserved, taking = payments.secured(order_id)
        missing = order.asked_minor - order.paid_minor - reserved - taking
        charges = [r for r in payments.requests_of(order_id) if r.kind == "charge"]
        counter = order.state != "pending" and any(r.state == "awaited" for r in charges)
        if order.state not in ("pending", "confirmed", "ready") or missing <= 0 or counter:
            raise AlreadyPaid()
        if any(r.state == "requested" for r in charges):
            raise PaymentUnderWay()
        collects = fulfilment.is_collected(order.delivery_method)
        payments.check_tender(tender, collects=collects, legal_entity=order.legal_entity)
        origin = order.origin(actor)
        payments.cancel_open(order_id, origin=origin, now=now)
        due = Money(missing, order.currency)
        (request_id,) = payments.request_parts(
            order_id, total=due, tenders=[tender], whole=False, origin=origin, now=now
        )
        idempotency.remember(idempotency_key, {"request_id": str(request_id)}, now)
        if order.state == "pending":
            ((held_until,),) = sql.rows(HOLD, [now + rules.HOLD, now, order_id])
            inventory.extend(order_id, held_until)
        elif order.due_until:
            sql.run(WAIT, [now + rules.HOLD, now, order_id])
    return request_id
