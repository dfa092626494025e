"""What promotions do when they hear of orders: a use is given back with its order, and taken again if that lives on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event, Word
from comptoir.journal.vocabulary.orders import OrderCancelled, OrderConfirmed, OrderExpired
from comptoir.journal.vocabulary.promotions import (
    PromotionUsableAgain,
    PromotionUsed,
    PromotionUsedUp,
    PromotionUseReturned,
    PromotionUseTakenAgain,
)
from comptoir.kit import sql

# The last word on each order counts; a batch that is heard twice changes nothing.
RETURN = """
UPDATE promotions_redemption SET returned_at = %s WHERE order_id = %s AND returned_at IS NULL RETURNING promotion_id
"""
TAKE_AGAIN = """
UPDATE promotions_redemption SET returned_at = NULL WHERE order_id = %s AND returned_at IS NOT NULL
RETURNING promotion_id
"""
KNOWN = "SELECT DISTINCT order_id FROM promotions_redemption WHERE order_id = ANY(%s::uuid[])"
# Of those that are shown without a code and have a limit of all uses: how many are left, below zero when late money
# took one more.
LEFT = """
SELECT p.id, p.market, p.name, p.most_uses - (
    SELECT count(*) FROM promotions_redemption r WHERE r.promotion_id = p.id AND r.returned_at IS NULL
) FROM promotions_promotion p
WHERE p.id = ANY(%s::uuid[]) AND p.trigger = 'automatic' AND p.most_uses IS NOT NULL ORDER BY p.id
"""


def settle(events: list[Event]) -> None:
    used = Counter(event.word.promotion_id for event in events if isinstance(event.word, PromotionUsed))
    last = {UUID(event.subject_id): event for event in events if not isinstance(event.word, PromotionUsed)}
    for (order_id,) in sql.rows(KNOWN, [list(last)]) if last else ():
        event = last[order_id]
        told: list[Word]
        if isinstance(event.word, OrderConfirmed):
            again = sql.rows(TAKE_AGAIN, [order_id])
            told = [PromotionUseTakenAgain(order_id=order_id, promotion_id=row[0]) for row in again]
            used.update(row[0] for row in again)
        else:
            back = sql.rows(RETURN, [event.occurred_at, order_id])
            told = [PromotionUseReturned(order_id=order_id, promotion_id=row[0]) for row in back]
            used.subtract(row[0] for row in back)
        if told:
            journal.append(*told, origin=event.origin, occurred_at=event.occurred_at)
    if used:
        _tell_limits(used, events[-1])


def _tell_limits(used: Mapping[UUID, int], event: Event) -> None:
    """Kept pages announce what everybody is offered until they hear that its last use is gone, or is there again."""
    told: list[Word] = []
    for promotion_id, market, name, left in sql.rows(LEFT, [list(used)]):
        if left <= 0 and used[promotion_id] > 0:
            told.append(PromotionUsedUp(promotion_id=promotion_id, market=market, name=name))
        elif 0 < left <= -used[promotion_id]:
            told.append(PromotionUsableAgain(promotion_id=promotion_id, market=market, name=name))
    if told:
        origin = replace(event.origin, actor="system:promotions", person_key=None, visitor=None)
        journal.append(*told, origin=origin, occurred_at=event.occurred_at)


USES = Consumer(
    name="promotions.uses", words=(OrderConfirmed, OrderCancelled, OrderExpired, PromotionUsed), handle=settle,
    purpose="service",
)  # fmt: skip
