"""Words of orders."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Word, word


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


@word("Order Unsecured", subject=("order", "order_id"))
class OrderUnsecured(Word):
    """What was reserved for a confirmed order lapsed: it has to be paid before it leaves."""

    order_id: UUID
    missing_minor: int
    currency: str
