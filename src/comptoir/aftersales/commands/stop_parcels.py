"""After a withdrawal: what has not left is cancelled, and what was paid for it goes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.aftersales import cards, queries, rules
from comptoir.aftersales.commands.declare import origin_of
from comptoir.aftersales.commands.give_rest import waits
from comptoir.aftersales.models import Withdrawal, WithdrawalLine
from comptoir.fulfilment.errors import PiecesGone
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.aftersales import WithdrawalStoppedParcels
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.errors import GiftCardSpent, OrderMoveRefused, OrderNotChangeable

ACTOR = "system:aftersales"
REASON = "changed_mind"
LEFT = ("left", "ended")


def stop_parcels(withdrawal_id: UUID, *, now: datetime) -> int:
    """Cancel the pieces that have not left; answers how many do not have to come back, with those that were cancelled
    otherwise. Called again, it does nothing more. Pieces that left meanwhile have to come back like the others.

    Refuses NotFound, OrderChangedMeanwhile, StillWaiting, and OrderNotChangeable while an earlier change of the order
    waits for its difference: the worker tries again.
    """
    order_id = queries.get(withdrawal_id).order_id
    key = IdempotencyKey.of(actor=ACTOR, endpoint="stop", key=str(withdrawal_id), request=str(withdrawal_id))
    planned = _plan(withdrawal_id, order_id, key)
    if planned is None:
        return 0
    order, pieces = planned
    stopped = not (pieces or order.state == "expired") or _cancelled(order, pieces, key, now)
    return _note(withdrawal_id, order_id, stopped, now)


def _plan(withdrawal_id: UUID, order_id: UUID, key: IdempotencyKey) -> tuple[OrderInfo, dict[int, int]] | None:
    """The pieces to cancel, written down before: a run after a crash knows what the one before it cancelled. None when
    that is done and noted."""
    with transaction.atomic(durable=True):
        orders.hold_order(order_id)
        if Withdrawal.objects.select_for_update().get(id=withdrawal_id).stopped_at is not None:
            return None
        order = orders.get(order_id)
        if idempotency.recall(key) is not None:
            return order, {}
        standing = queries.standing(queries.get(withdrawal_id), order)
        pieces = _stoppable(order, standing)
        for line in WithdrawalLine.objects.filter(withdrawal_id=withdrawal_id):
            unsent = line.quantity - standing[line.position] + pieces.get(line.position, 0)
            line.unsent = min(unsent, line.quantity - line.cards)
            line.save(update_fields=["unsent"])
    return order, pieces


def _stoppable(order: OrderInfo, standing: dict[int, int]) -> dict[int, int]:
    standing = {position: pieces for position, pieces in standing.items() if pieces}
    if order.can_cancel and _goods(order) == standing:
        return standing
    found = {line.position: min(standing.get(line.position, 0), line.cancellable) for line in order.lines}
    return {position: pieces for position, pieces in found.items() if pieces}


def _goods(order: OrderInfo) -> dict[int, int]:
    return {line.position: line.quantity for line in order.lines if line.kind == "goods"}


def _cancelled(order: OrderInfo, pieces: dict[int, int], key: IdempotencyKey, now: datetime) -> bool:
    """False when they left, or the order ended, between the plan and this, or a gift card among them was spent."""
    try:
        # What expired is ended for good: money that comes late must not begin it again.
        if order.state == "expired" or (order.can_cancel and _goods(order) == pieces):
            orders.cancel(order.id, reason=REASON, actor=ACTOR, now=now, idempotency_key=key)
        else:
            orders.cancel_lines(
                order.id, pieces, reason=REASON, version=order.version, actor=ACTOR, now=now, idempotency_key=key
            )
    except OrderNotChangeable as refusal:
        if refusal.data.get("reason") not in LEFT:
            raise
        return False
    except (GiftCardSpent, OrderMoveRefused, PiecesGone):
        return False
    return True


def _note(withdrawal_id: UUID, order_id: UUID, stopped: bool, now: datetime) -> int:
    """Write down what could be stopped, and give back what was left on gift cards: they came by mail, so nothing has to
    be sent back. Delivery goes back with the last piece, also when that never left."""
    with transaction.atomic(durable=True):
        held = orders.hold_order(order_id, *orders.keepers_of(order_id))
        row = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
        if row.stopped_at is not None:
            return 0
        order, found = orders.get(order_id), queries.get(withdrawal_id)
        standing = queries.standing(found, order)
        lines = list(WithdrawalLine.objects.filter(withdrawal_id=withdrawal_id))
        for line in lines:
            if not stopped or order.state in rules.ENDED:
                line.unsent = min(line.quantity - standing[line.position], line.quantity - line.cards)
                line.save(update_fields=["unsent"])
        origin = origin_of(order, actor=ACTOR, channel=order.channel)
        cards.take(withdrawal_id, order_id, origin=origin, now=now)  # spent before it could be stopped
        come_back = bool(queries.get(withdrawal_id).to_return)
        if order.state not in rules.ENDED:
            _give_at_once(row, held, order, delivery=row.is_whole and not come_back, now=now)
        row.stopped_at = now
        row.state = row.state if come_back else Withdrawal.State.REFUNDING
        row.save(update_fields=["stopped_at", "state", "given_minor", "withheld_minor"])
        pieces = sum(line.unsent for line in lines)
        word = WithdrawalStoppedParcels(withdrawal_id=withdrawal_id, order_id=order_id, pieces=pieces)
        journal.append(word, origin=origin, occurred_at=now)
    return pieces


def _give_at_once(
    row: Withdrawal, held: orders.LockedOrder, order: OrderInfo, *, delivery: bool, now: datetime
) -> None:
    """What was left on gift cards, and the delivery."""
    parts, currency = cards.unnamed(row.id), row.currency
    on_cards = Money.total((line.on_cards for line in queries.get(row.id).lines), currency)
    asked = on_cards + Money(rules.delivery_left(order.lines) if delivery else 0, currency)
    owed = min(asked, order.total - order.credited)
    row.withheld_minor = waits(order.id, owed)
    named = {} if row.withheld_minor else parts  # with the rest, and once
    given = orders.refund_held(
        held, amount=owed, cards=named, delivery=delivery, reason="withdrawn", actor=ACTOR, now=now
    )  # fmt: skip
    row.given_minor += given.amount.minor
    cards.note_named(row.id, given.parts)
