"""What promotions do when they hear of orders: a use is given back with its order, and taken again if that lives on."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer, Event, Word
from comptoir.journal.vocabulary.orders import OrderCancelled, OrderConfirmed, OrderExpired
from comptoir.journal.vocabulary.promotions import PromotionUseReturned, PromotionUseTakenAgain
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


def settle(events: list[Event]) -> None:
    last = {UUID(event.subject_id): event for event in events}
    for (order_id,) in sql.rows(KNOWN, [list(last)]):
        event = last[order_id]
        told: list[Word]
        if isinstance(event.word, OrderConfirmed):
            again = sql.rows(TAKE_AGAIN, [order_id])
            told = [PromotionUseTakenAgain(order_id=order_id, promotion_id=row[0]) for row in again]
        else:
            back = sql.rows(RETURN, [event.occurred_at, order_id])
            told = [PromotionUseReturned(order_id=order_id, promotion_id=row[0]) for row in back]
        if told:
            journal.append(*told, origin=event.origin, occurred_at=event.occurred_at)


USES = Consumer(
    name="promotions.uses", words=(OrderConfirmed, OrderCancelled, OrderExpired), handle=settle, purpose="service"
)
