"""A change whose difference was not paid goes back to what was agreed before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import history, lines, stored
from comptoir.orders.books import post_sale
from comptoir.orders.commands import difference
from comptoir.orders.commands.change import word
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.errors import NoChangeWaits
from comptoir.orders.history import Before
from comptoir.orders.lines import Reckoned
from comptoir.orders.stored import Terms
from comptoir.payments import facade as payments
from comptoir.promises import facade as promises

OVERDUE = "SELECT id FROM orders_order WHERE due_until < %s ORDER BY due_until LIMIT %s"
SETTLED = "UPDATE orders_order SET due_until = NULL, changed_at = %s WHERE id = %s"


def take_back_change(
    order_id: UUID, *, actor: str, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Undo the change that waits for its difference. Refuses NotFound, NoChangeWaits, SoldOut when what it removed
    was sold meanwhile, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        before = _waiting(order)
        if before is None:
            raise NoChangeWaits()
        idempotency.remember(idempotency_key, {"done": True}, now)
        _restore(order, before, "taken_back", order.origin(actor), now)


def lapse_unpaid_changes(now: datetime, *, limit: int = 50) -> int:
    """Undo the changes whose difference was not paid in time; answers how many orders it looked after."""
    found = sql.rows(OVERDUE, [now, limit])
    return sum(_lapse(order_id, now) for (order_id,) in found)


def _lapse(order_id: UUID, now: datetime) -> int:
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        if order.due_until is None or order.due_until >= now:
            return 0
        if any(r.kind == "charge" and r.state == "requested" for r in payments.requests_of(order_id)):
            return 0  # a provider is being asked just now
        before = _waiting(order)
        if before is not None:
            try:
                with transaction.atomic():
                    _restore(order, before, "lapsed", order.origin("system:worker"), now)
                return 1
            except SoldOut:
                pass  # what it removed is sold: the order stays as changed, with what is due shown
        sql.run(SETTLED, [now, order_id])
    return 1


def _waiting(order: LockedOrder) -> Before | None:
    """What to go back to; None when nothing is due, or the order has gone on."""
    if order.due_until is None or not difference.missing(order) or order.state != "confirmed":
        return None
    return history.unpaid(order.id)


def _restore(order: LockedOrder, before: Before, cause: str, origin: Origin, now: datetime) -> None:
    changed = stored.read(order.id)
    after = _agreed(before)
    payments.cancel_open(order.id, origin=origin, now=now)
    promise_id, due = _promise(order, before, origin, now)
    terms = Terms(address_id=before.address_id, method=before.method, promise_id=promise_id, promised_by=due)
    held = fulfilment.to_send(order.id)
    difference.settle(order, after.total, origin=origin, now=now)
    stored.write(order.id, after, terms, now=now)
    post_sale(order, credited=min(order.credited_minor, after.total), now=now)
    history.settle(order.id, "lapsed")
    history.record(changed, after, terms, kind=cause, held=held, actor=origin.actor, now=now)
    fulfilment.replan(
        order.id, method=before.method, promise_id=promise_id, promised_by=due, allocations=before.allocations,
        origin=origin, now=now,
    )  # fmt: skip
    journal.append(word(changed, after, terms, cause=cause), origin=origin, occurred_at=now)
    inventory.reallot(order.id, before.allocations, origin=origin, now=now)


def _agreed(before: Before) -> Reckoned:
    goods = sum(line.total for line in lines.goods_of(before.lines))
    total = sum(line.total for line in before.lines)
    vat = sum(line.vat for line in before.lines)
    return Reckoned(tuple(before.lines), goods, total - goods, total, vat)


def _promise(order: LockedOrder, before: Before, origin: Origin, now: datetime) -> tuple[UUID, datetime]:
    """The promise that was made before: still the same, or made again with the same day."""
    if before.promise_id == order.promise_id:
        return order.promise_id, order.promised_by
    old = promises.get(before.promise_id)
    promises.withdraw_open("order", order.id, origin=origin, now=now)
    promise_id = promises.make(
        old.kind, subject_kind="order", subject_id=order.id, due=old.due, terms=old.terms, origin=origin, now=now
    )
    return promise_id, old.due
