"""Words of stock. Their subject is the order or the movement, never the hot row of the variant."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Stock Moved", subject=("movement", "movement_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class StockMoved(Word):
    """Pieces came or went at one place."""

    movement_id: UUID
    variant_id: UUID
    location_id: UUID
    kind: str
    quantity: int
    reason: str


@word("Stock Reserved", subject=("order", "order_id"))
class StockReserved(Word):
    """Pieces are held for an order; `lines` are {"variant_id", "location_id", "quantity"}."""

    order_id: UUID
    lines: list[dict[str, object]]


@word("Stock Released", subject=("order", "order_id"))
class StockReleased(Word):
    """Pieces that were held for an order are for sale again."""

    order_id: UUID
    lines: list[dict[str, object]]


@word("Stock Taken", subject=("order", "order_id"))
class StockTaken(Word):
    """Pieces held for an order left a place."""

    order_id: UUID
    location_id: UUID
    lines: list[dict[str, object]]


@word("Safety Stock Set", subject=("safety_stock", "variant_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SafetyStockSet(Word):
    """How many pieces of a variant one place keeps back from sale."""

    variant_id: UUID
    location_id: UUID
    before: int
    pieces: int
