"""Orders that end before they are served: cancelled by somebody, or expired because nobody paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.orders import OrderCancelled, OrderExpired
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.orders import ports, rules
from comptoir.orders.books import post_sale
from comptoir.orders.commands.moves import LockedOrder, hold_order, move
from comptoir.payments import facade as payments
from comptoir.promises import facade as promises

OVERDUE = (
    "SELECT id FROM orders_order WHERE state = 'pending' AND hold_until < %s ORDER BY hold_until LIMIT %s"
)
STILL_OVERDUE = "SELECT hold_until < %s FROM orders_order WHERE id = %s"


def cancel(
    order_id: UUID, *, reason: str, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """End an order that has not left yet: its stock is for sale again, its money goes back.

    `reason` is a code of `rules.REASONS`. Refuses Invalid, NotFound, OrderMoveRefused, GiftCardSpent,
    IdempotencyConflict.
    """
    if reason not in rules.REASONS:
        raise Invalid({"reason": "not_a_choice"})
    with transaction.atomic(durable=True):
        order = hold_order(order_id, *ports.subjects_of(order_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        origin = order.origin(actor)
        cancel_held(order, reason=reason, origin=origin, now=now)
        idempotency.remember(idempotency_key, {"state": "cancelled"}, now)
        inventory.release(order_id, origin=origin, now=now)


def cancel_held(order: LockedOrder, *, reason: str, origin: Origin, now: datetime) -> None:
    """Everything but its stock, which the caller releases as the last statement of its transaction.
    It held what `ports.subjects_of` names. Refuses OrderMoveRefused, GiftCardSpent."""
    move(order, "cancelled", now=now)
    ports.give_up(order.id, [], origin=origin, now=now)
    _close(order, origin, now)
    journal.append(OrderCancelled(order_id=order.id, reason=reason), origin=origin, occurred_at=now)
    if order.state != "pending":
        post_sale(order, credited=0, stands=False, now=now)


def expire_unpaid(now: datetime, *, limit: int = 50) -> int:
    """Give back the stock of orders that were not paid in time; answers how many."""
    expired = 0
    for (order_id,) in sql.rows(OVERDUE, [now, limit]):
        expired += _expire(order_id, now)
    return expired


def _expire(order_id: UUID, now: datetime) -> int:
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        late = sql.row(STILL_OVERDUE, [now, order_id])
        under_way = any(r.state == "requested" for r in payments.requests_of(order_id))
        if order.state != "pending" or not late or not late[0] or under_way:
            return 0
        origin = order.origin("system:worker")
        move(order, "expired", now=now)
        _close(order, origin, now)
        journal.append(OrderExpired(order_id=order_id), origin=origin, occurred_at=now)
        inventory.release(order_id, origin=origin, now=now)
    return 1


def _close(order: LockedOrder, origin: Origin, now: datetime) -> None:
    payments.cancel_open(order.id, origin=origin, now=now)
    payments.let_go(order.id, currency=order.currency, origin=origin, now=now)
    payments.request_all_back(order.id, currency=order.currency, origin=origin, now=now)
    fulfilment.cancel(order.id, origin=origin, now=now)
    promises.withdraw_open("order", order.id, origin=origin, now=now)
