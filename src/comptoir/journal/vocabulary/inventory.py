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


@word("Stock Sold Ahead", subject=("order", "order_id"))
class StockSoldAhead(Word):
    """An order waits for pieces that are still to come; `lines` are {"variant_id", "location_id", "quantity",
    "ready_on"} with the day (ISO 8601) that was told."""

    order_id: UUID
    lines: list[dict[str, object]]


@word("Ahead Stock Released", subject=("order", "order_id"))
class AheadStockReleased(Word):
    """An order waits no longer; `lines` are {"variant_id", "location_id", "quantity"}."""

    order_id: UUID
    lines: list[dict[str, object]]


@word("Waiting Stock Allotted", subject=("allotment", "allotment_id"))
class WaitingStockAllotted(Word):
    """Pieces that came in went to an order that waited for them."""

    allotment_id: UUID
    order_id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int


@word("Sale Ahead Set", subject=("sale_ahead", "sale_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SaleAheadSet(Word):
    """How many pieces of a variant a market may sell before they are here; `sent_from` (ISO 8601) is empty when
    they are sold against what is announced to come in."""

    sale_id: UUID
    variant_id: UUID
    market: str
    location_id: UUID
    kind: str
    most: int
    sent_from: str


@word("Incoming Announced", subject=("incoming", "incoming_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class IncomingAnnounced(Word):
    """Pieces will come to a place; `expected_on` is a day (ISO 8601)."""

    incoming_id: UUID
    variant_id: UUID
    location_id: UUID
    expected: int
    expected_on: str


@word("Incoming Changed", subject=("incoming", "incoming_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class IncomingChanged(Word):
    """Another number of pieces will come, or on another day."""

    incoming_id: UUID
    expected_before: int
    expected: int
    expected_on_before: str
    expected_on: str


@word("Incoming Received", subject=("incoming", "incoming_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class IncomingReceived(Word):
    """Pieces that were announced came; `received` of `expected` are here now."""

    incoming_id: UUID
    quantity: int
    received: int
    expected: int


@word("Incoming Cancelled", subject=("incoming", "incoming_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class IncomingCancelled(Word):
    """The `missing` pieces that had not come will not come."""

    incoming_id: UUID
    missing: int


@word("Transfer Announced", subject=("transfer", "transfer_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class TransferAnnounced(Word):
    """Pieces are to go from one place to another; `lines` are {"variant_id", "quantity"}."""

    transfer_id: UUID
    source_id: UUID
    target_id: UUID
    lines: list[dict[str, object]]


@word("Transfer Sent", subject=("transfer", "transfer_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class TransferSent(Word):
    """They left; `lines` are {"variant_id", "quantity"} as sent."""

    transfer_id: UUID
    lines: list[dict[str, object]]


@word("Transfer Received", subject=("transfer", "transfer_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class TransferReceived(Word):
    """They arrived; `lines` are {"variant_id", "sent", "received"}, `missing` the pieces that did not."""

    transfer_id: UUID
    lines: list[dict[str, object]]
    missing: int


@word("Transfer Cancelled", subject=("transfer", "transfer_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class TransferCancelled(Word):
    """It will not be sent."""

    transfer_id: UUID


@word("Count Opened", subject=("count", "count_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CountOpened(Word):
    """So many `variants` of a place are to be counted by two people."""

    count_id: UUID
    location_id: UUID
    variants: int


@word("Count Figure Entered", subject=("count", "count_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CountFigureEntered(Word):
    """Somebody counted a variant. `turn` is 1 or 2 for the two counters, 3 counted again, 4 decided."""

    count_id: UUID
    variant_id: UUID
    turn: int
    pieces: int
    on_hand: int


@word("Count Compared", subject=("count", "count_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CountCompared(Word):
    """Both counters are done; the figures of `differing` variants differ."""

    count_id: UUID
    differing: int


@word("Count Approved", subject=("count", "count_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CountApproved(Word):
    """Its differences are booked; `lines` are {"variant_id", "difference"}, those of nothing left out."""

    count_id: UUID
    lines: list[dict[str, object]]


@word("Count Cancelled", subject=("count", "count_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class CountCancelled(Word):
    """Nothing of it is booked."""

    count_id: UUID
