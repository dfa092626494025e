"""After a withdrawal: what has not left is cancelled, and what was paid for it goes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from comptoir.aftersales import queries, rules
from comptoir.aftersales.commands.declare import origin_of
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.aftersales.models import Withdrawal, WithdrawalLine
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.aftersales import WithdrawalStoppedParcels
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Refusal
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.errors import OrderNotChangeable

ACTOR = "system:aftersales"
REASON = "changed_mind"


def stop_parcels(withdrawal_id: UUID, *, now: datetime) -> int:
    """Cancel the pieces that had not left when the withdrawal was declared; answers how many. Called again, it does
    nothing more. Pieces that left meanwhile have to come back like the others.

    Refuses NotFound, and OrderNotChangeable while an earlier change of the order waits for its difference: the
    worker tries again until that has lapsed.
    """
    row = Withdrawal.objects.get(id=withdrawal_id)
    if row.stopped_at is not None:
        return 0
    found = queries.get(withdrawal_id)
    order = orders.get(found.order_id)
    unsent = {line.position: line.unsent for line in found.lines if line.unsent}
    stopped = bool(unsent) or order.state in (*rules.ENDED, "pending")
    if stopped and order.state not in rules.ENDED:
        stopped = _cancelled(order, found, unsent, now)
    return _note(found, sum(unsent.values()) if stopped else 0, stopped, now)


def _cancelled(order: OrderInfo, found: WithdrawalInfo, unsent: dict[int, int], now: datetime) -> bool:
    key = IdempotencyKey.of(actor=ACTOR, endpoint="stop", key=str(found.id), request=str(found.id))
    goods = {line.position: line.quantity for line in order.lines if line.kind == "goods"}
    try:
        if order.can_cancel and (order.state == "pending" or goods == unsent):
            orders.cancel(order.id, reason=REASON, actor=ACTOR, now=now, idempotency_key=key)
        else:
            orders.cancel_lines(order.id, unsent, reason=REASON, actor=ACTOR, now=now, idempotency_key=key)
    except OrderNotChangeable as refusal:
        if refusal.data.get("reason") == "difference_waits":
            raise
        return False
    except Refusal:
        return False
    return True


def _note(found: WithdrawalInfo, pieces: int, stopped: bool, now: datetime) -> int:
    """Write down what could be stopped. Delivery goes back with the last piece, also when that never left."""
    alone = found.is_whole and stopped and not found.to_return
    with transaction.atomic(durable=True):
        held = orders.hold_order(found.order_id)
        order = orders.get(found.order_id)
        if alone and order.state not in rules.ENDED:
            orders.refund_held(held, amount=order.delivery, reason="withdrawn", actor=ACTOR, now=now)
        lines = WithdrawalLine.objects.filter(withdrawal_id=found.id)
        if not stopped:
            lines.update(unsent=0)
        to_return = found.to_return if stopped else sum(line.quantity for line in found.lines)
        if order.state in rules.ENDED:
            to_return = 0
            lines.update(unsent=F("quantity"))
        state = {} if to_return else {"state": "refunding"}
        changed = Withdrawal.objects.filter(id=found.id, stopped_at__isnull=True).update(stopped_at=now, **state)
        if changed:
            word = WithdrawalStoppedParcels(withdrawal_id=found.id, order_id=order.id, pieces=pieces)
            origin = origin_of(order, actor=ACTOR, channel=order.channel)
            journal.append(word, origin=origin, occurred_at=now)
    return pieces
