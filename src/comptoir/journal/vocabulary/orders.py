"""Words of orders."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Order Placed", subject=("order", "order_id"))
class OrderPlaced(Word):
    """A buyer agreed to pay; `lines` are {"variant_id", "quantity", "total_minor"}."""

    order_id: UUID
    number: str
    basket_id: UUID
    customer_id: UUID
    currency: str
    goods_minor: int
    delivery_minor: int
    total_minor: int
    vat_minor: int
    delivery_method: str
    promised_by: datetime
    lines: list[dict[str, object]]


@word("Order Confirmed", subject=("order", "order_id"))
class OrderConfirmed(Word):
    """It is paid, or will be on collection: it is due to be served."""

    order_id: UUID
    paid_minor: int


@word("Order Paid", subject=("order", "order_id"))
class OrderPaid(Word):
    """Money for an order that was already confirmed came in."""

    order_id: UUID
    paid_minor: int


@word("Order Ready", subject=("order", "order_id"))
class OrderReady(Word):
    order_id: UUID


@word("Order Shipped", subject=("order", "order_id"))
class OrderShipped(Word):
    order_id: UUID


@word("Order Delivered", subject=("order", "order_id"))
class OrderDelivered(Word):
    order_id: UUID


@word("Order Partly Shipped", subject=("order", "order_id"))
class OrderPartlyShipped(Word):
    """A parcel left, others of the order have not."""

    order_id: UUID
    shipment_id: UUID


@word("Order Partly Delivered", subject=("order", "order_id"))
class OrderPartlyDelivered(Word):
    order_id: UUID


@word("Order Changed", subject=("order", "order_id"))
class OrderChanged(Word):
    """What was agreed is another thing now. `cause` is edit, lapsed (its difference was not paid) or taken_back;
    `lines` are all lines as they stand: {"position", "kind", "variant_id", "quantity", "unit_minor", "total_minor",
    "vat_rate_bp", "vat_minor"}; the address is named by its id alone."""

    order_id: UUID
    version: int
    cause: str
    currency: str
    goods_minor: int
    delivery_minor: int
    total_minor: int
    vat_minor: int
    difference_minor: int
    address_id: UUID
    delivery_method: str
    promise_id: UUID
    promised_by: datetime
    lines: list[dict[str, object]]


@word("Order Lines Cancelled", subject=("order", "order_id"))
class OrderLinesCancelled(Word):
    """Pieces of an order are not wanted any more, or cannot be served. `cancelled` are {"position", "variant_id",
    "quantity", "total_minor", "vat_minor"}; the sums and `lines` are those of the order afterwards, as in Order
    Changed; `difference_minor` is negative."""

    order_id: UUID
    version: int
    reason: str
    currency: str
    goods_minor: int
    delivery_minor: int
    total_minor: int
    vat_minor: int
    difference_minor: int
    cancelled: list[dict[str, object]]
    lines: list[dict[str, object]]


@word("Order Split", subject=("order", "order_id"))
class OrderSplit(Word):
    """A part of a shipment comes from another place or later, by a promise of its own; `lines` are
    {"variant_id", "quantity"}."""

    order_id: UUID
    version: int
    from_shipment_id: UUID
    shipment_id: UUID
    location_id: UUID
    promise_id: UUID
    promised_by: datetime
    lines: list[dict[str, object]]


@word("Order Noted", subject=("order", "order_id"))
class OrderNoted(Word):
    """Staff wrote a note; what it says stays in the room of orders."""

    order_id: UUID
    note_id: UUID


@word("Order Tagged", subject=("order", "order_id"))
class OrderTagged(Word):
    order_id: UUID
    tag_id: UUID


@word("Order Untagged", subject=("order", "order_id"))
class OrderUntagged(Word):
    order_id: UUID
    tag_id: UUID


@word("Order Filter Saved", subject=("order_filter", "filter_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class OrderFilterSaved(Word):
    """A search of the list is kept; what it searches for may name a person and is not told."""

    filter_id: UUID
    shared: bool


@word("Order Filter Removed", subject=("order_filter", "filter_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class OrderFilterRemoved(Word):
    filter_id: UUID


@word("Orders Handled Together", subject=("bulk_run", "run_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class OrdersHandledTogether(Word):
    """Staff asked for one action on many orders; each order tells what became of it."""

    run_id: UUID
    action: str
    orders: int


@word("Terms Published", subject=("terms", "terms_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class TermsPublished(Word):
    """A version of the terms of sale; `text_hash` is the SHA-256 of its text, in hexadecimal."""

    terms_id: UUID
    storefront: str
    locale: str
    text_hash: str
    valid_from: datetime


@word("Order Supply Agreed", subject=("order", "order_id"))
class OrderSupplyAgreed(Word):
    """The buyer asked expressly for these natures (service, digital) to be supplied before the time to withdraw is
    over; the order keeps the sentence that was ticked."""

    order_id: UUID
    natures: list[str]


@word("Order Line Supplied", subject=("order", "order_id"))
class OrderLineSupplied(Word):
    """What is no parcel is with its buyer: a service was done, a download or a gift card went by mail."""

    order_id: UUID
    shipment_id: UUID
    nature: str
    variant_id: UUID
    quantity: int


@word("Order Cancelled", subject=("order", "order_id"))
class OrderCancelled(Word):
    """`reason` is a code of the orders' list of reasons, never free words."""

    order_id: UUID
    reason: str


@word("Order Expired", subject=("order", "order_id"))
class OrderExpired(Word):
    """It was not paid while its stock was held."""

    order_id: UUID


@word("Money Unexpected", subject=("order", "order_id"))
class MoneyUnexpected(Word):
    """Money came that the order does not want (closed, paid already, another currency); it is being given back."""

    order_id: UUID
    request_id: UUID
    amount_minor: int
    currency: str


@word("Money Differs", subject=("order", "order_id"))
class MoneyDiffers(Word):
    """Another amount came than was asked for."""

    order_id: UUID
    request_id: UUID
    asked_minor: int
    received_minor: int
    currency: str


@word("Order Refunded", subject=("order", "order_id"))
class OrderRefunded(Word):
    """Staff or a program gave money back; `reason` is a code, `to` is same or store_credit."""

    order_id: UUID
    amount_minor: int
    currency: str
    reason: str
    to: str


@word("Order Parts Refunded", subject=("order", "order_id"))
class OrderPartsRefunded(Word):
    """What a refund of the order was for, by line: `position`, `variant_id` (empty for delivery), `pieces`, `minor`
    and, where pieces went back into stock, how many (`put_back`). `by_hand`: staff or a program named it, no
    withdrawal."""

    order_id: UUID
    reason: str
    currency: str
    parts: list[dict[str, object]]
    by_hand: bool


@word("Order Unsecured", subject=("order", "order_id"))
class OrderUnsecured(Word):
    """What was reserved for a confirmed order lapsed: it has to be paid before it leaves."""

    order_id: UUID
    missing_minor: int
    currency: str
