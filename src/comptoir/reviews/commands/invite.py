"""The one question of an order: would its buyer say what they think of what arrived?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import ReviewInvitationLeft, ReviewInvited
from comptoir.kit import locks, sql
from comptoir.reviews import rules
from comptoir.reviews.contracts import PurchaseDraft

# A later parcel puts the question off: it is asked once, when all is there.
PLAN = """
INSERT INTO reviews_invitation AS kept (order_id, due_on, state, reason)
SELECT order_id, due_on, 'waiting', '' FROM unnest(%s::uuid[], %s::date[]) AS given(order_id, due_on)
ON CONFLICT (order_id) DO UPDATE SET due_on = greatest(kept.due_on, excluded.due_on) WHERE kept.state = 'waiting'
"""
DUE = "SELECT order_id FROM reviews_invitation WHERE state = 'waiting' AND due_on <= %s ORDER BY due_on LIMIT %s"
SETTLE = """
UPDATE reviews_invitation SET state = %s, reason = %s, settled_at = %s WHERE order_id = %s AND state = 'waiting'
"""
FORGET = """
DELETE FROM reviews_invitation WHERE order_id IN (SELECT order_id FROM reviews_purchase WHERE customer_id = %s)
"""


def plan_invitations(purchases: Sequence[PurchaseDraft]) -> None:
    """In the transaction that grants the rights."""
    due: dict[UUID, date] = {}
    for each in purchases:
        if each.kind == "order" and each.order_id is not None:
            asked_on = each.received_on + rules.INVITED_AFTER
            due[each.order_id] = max(asked_on, due.get(each.order_id, asked_on))
    if due:
        sql.run(PLAN, [list(due), list(due.values())])


def invitations_due(today: date, *, limit: int = 50) -> tuple[UUID, ...]:
    """Orders whose buyers may be asked now, the longest due first."""
    return tuple(row[0] for row in sql.rows(DUE, [today, limit]))


def settle_invitation(order_id: UUID, reason: str, *, origin: Origin, now: datetime) -> bool:
    """Asked, or with a `reason` left out; never again for this order. False when it was settled before."""
    with transaction.atomic(durable=True):
        locks.hold(("order", order_id))
        if not sql.run(SETTLE, ["left" if reason else "sent", reason, now, order_id]):
            return False
        if reason:
            journal.append(ReviewInvitationLeft(order_id=order_id, reason=reason), origin=origin, occurred_at=now)
        else:
            journal.append(ReviewInvited(order_id=order_id), origin=origin, occurred_at=now)
    return True


def forget_invitations(customer_id: UUID) -> int:
    """In the caller's transaction, before the purchases no longer name the person."""
    return sql.run(FORGET, [customer_id])
