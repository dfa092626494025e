"""When all money of a withdrawal has gone back the promise is kept; without proof in time it waits for the goods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.aftersales import rules
from comptoir.aftersales.commands.declare import REFUND, origin_of
from comptoir.aftersales.commands.give_rest import withheld
from comptoir.aftersales.models import Withdrawal
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.aftersales import WithdrawalRefunded
from comptoir.kit import locks
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.payments.contracts import RequestInfo
from comptoir.promises import facade as promises

ACTOR = "system:aftersales"


def close(withdrawal_id: UUID, *, now: datetime) -> bool:
    """Whether nothing is still to be given back, nor withheld by a dispute: then the withdrawal has ended, and its
    promise was kept or, after its time, broken. Called again, it does nothing more."""
    row = Withdrawal.objects.get(id=withdrawal_id)
    with transaction.atomic(durable=True):
        locks.hold(("order", row.order_id), ("promise", row.promise_id))
        row = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
        order = orders.get(row.order_id)
        if row.state != "refunding" or is_on_its_way(order.payments) or _is_withheld(row, order):
            return row.state == "refunded"
        origin = origin_of(order, actor=ACTOR, channel=order.channel)
        row.state, row.refunded_at = "refunded", now
        row.save(update_fields=["state", "refunded_at"])
        settle = promises.kept if now <= promises.get(row.promise_id).due else promises.broken
        settle(row.promise_id, evidence={"refunded_at": now.isoformat()}, origin=origin, now=now)
        word = WithdrawalRefunded(withdrawal_id=row.id, order_id=row.order_id)
        journal.append(word, origin=origin, occurred_at=now)
    return True


def is_on_its_way(requests: Iterable[RequestInfo]) -> bool:
    """Whether money is still to go back or to be let go: a refused refund counts until another is made instead."""
    found = [each for each in requests if each.kind in ("refund", "void")]
    replaced = {each.instead_of for each in found}
    return any(each.state not in ("paid", "voided", "cancelled") and each.id not in replaced for each in found)


def _is_withheld(row: Withdrawal, order: OrderInfo) -> bool:
    """Whether a dispute keeps something back: of an order that ended all that came is owed."""
    if row.withheld_minor:
        return True
    return order.state in rules.ENDED and bool(withheld(payments.disputes_of(row.order_id), row.currency))


def wait_for_goods(now: datetime, *, limit: int = 50) -> int:
    """Withdrawals whose goods have not come back when their refund falls due: we may wait for them (L221-24), so the
    promise is taken back and made again for the day on which they are here. Answers how many."""
    late = Withdrawal.objects.filter(
        state="declared", refund_due__lt=now, stopped_at__isnull=False, waits_since__isnull=True
    )
    found = 0
    for withdrawal_id in late.order_by("refund_due").values_list("id", flat=True)[:limit]:
        found += _wait(withdrawal_id, now)
    return found


def _wait(withdrawal_id: UUID, now: datetime) -> int:
    row = Withdrawal.objects.get(id=withdrawal_id)
    with transaction.atomic(durable=True):
        locks.hold(("order", row.order_id), ("promise", row.promise_id))
        row = Withdrawal.objects.select_for_update().get(id=withdrawal_id)
        if row.state != "declared" or row.waits_since is not None:
            return 0
        order = orders.get(row.order_id)
        promises.withdraw(row.promise_id, origin=origin_of(order, actor=ACTOR, channel=order.channel), now=now)
        row.waits_since = now
        row.save(update_fields=["waits_since"])
    return 1


def promise_again(row: Withdrawal, order: OrderInfo, *, actor: str, channel: str, now: datetime) -> None:
    """The goods came after the time of the first promise, which waited for them: the money goes back today. In the
    caller's transaction, which holds the order."""
    if row.waits_since is None:
        return
    zone = org.market(order.market).zone
    row.promise_id = promises.make(
        REFUND, subject_kind="withdrawal", subject_id=row.id, terms=promises.get(row.promise_id).terms,
        due=rules.end_of(now.astimezone(zone).date(), zone), origin=origin_of(order, actor=actor, channel=channel),
        now=now,
    )  # fmt: skip
    row.waits_since = None
