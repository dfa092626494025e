"""What a provider says of a dispute reaches an order here: recorded, booked and shown in one transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.kit import sql
from comptoir.ledger import facade as ledger
from comptoir.orders.books import books_of
from comptoir.orders.commands.moves import hold_order
from comptoir.payments import facade as payments
from comptoir.payments.contracts import DisputeNews

FLAG = "UPDATE orders_order SET dispute = %s, changed_at = %s WHERE id = %s"


def settle_dispute(request_id: UUID, news: DisputeNews, *, actor: str, now: datetime) -> str:
    """Record what was said of the charge `request_id`, move the money that is withheld, given back or lost in the
    ledger, and flag its order. What is won of an order that ended meanwhile goes back. Answers what it said: opened,
    won or lost. The same twice changes nothing; LookupError when there is no such charge."""
    (order_id,) = payments.orders_of([request_id])
    with transaction.atomic(durable=True):
        order = hold_order(order_id)
        disputed = payments.record_dispute(request_id, news, origin=order.origin(actor), now=now)
        if disputed is not None:
            ledger.post(disputed.transfers, books_of(order, now))
            sql.run(FLAG, [disputed.standing, now, order_id])
            if news.outcome == "won" and order.state in ("cancelled", "expired"):
                payments.request_all_back(order_id, currency=order.currency, origin=order.origin(actor), now=now)
    return news.outcome
