"""A transfer came that no demand of its order waits for: the demand is made after the fact, so that it can be settled
like any other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders.commands.moves import hold_order
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender


def ask_transfer(
    order_id: UUID, *, amount: Money, actor: str, now: datetime, idempotency_key: IdempotencyKey
) -> UUID:
    """Demand by transfer exactly what came, whatever state the order is in: settling decides what becomes of the money.
    The same key gives the same demand. Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["request_id"])
        tender = Tender(kind="bank_transfer")
        request_id = payments.request(order_id, amount=amount, tender=tender, origin=order.origin(actor), now=now)
        idempotency.remember(idempotency_key, {"request_id": str(request_id)}, now)
    return request_id
