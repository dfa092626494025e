"""Words of wishes: what people wait for, and what they would like."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import Word, word


@word("Stock Request Made", subject=("stock_request", "request_id"))
class StockRequestMade(Word):
    """Somebody wants one message when a variant is back."""

    request_id: UUID
    variant_id: UUID


@word("Stock Request Answered", subject=("stock_request", "request_id"))
class StockRequestAnswered(Word):
    """Pieces came, and the message is on its way."""

    request_id: UUID
    variant_id: UUID


@word("Stock Request Withdrawn", subject=("stock_request", "request_id"))
class StockRequestWithdrawn(Word):
    """The person waits no longer."""

    request_id: UUID
    variant_id: UUID


@word("Wish Kept", subject=("customer", "customer_id"))
class WishKept(Word):
    """A known person put a variant on their list."""

    customer_id: UUID
    variant_id: UUID


@word("Wish Dropped", subject=("customer", "customer_id"))
class WishDropped(Word):
    """They took it off again."""

    customer_id: UUID
    variant_id: UUID
