"""Words of shipments."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Shipment Planned", subject=("order", "order_id"))
class ShipmentPlanned(Word):
    shipment_id: UUID
    order_id: UUID
    location_id: UUID


@word("Shipment Changed", subject=("order", "order_id"))
class ShipmentChanged(Word):
    """What a place prepares for an order, or its promise, is another now; `lines` are {"variant_id", "quantity"}."""

    shipment_id: UUID
    order_id: UUID
    promise_id: UUID
    lines: list[dict[str, object]]


@word("Shipment Preparation Started", subject=("order", "order_id"))
class ShipmentPreparationStarted(Word):
    """Somebody collects its pieces; the order can no longer be changed."""

    shipment_id: UUID
    order_id: UUID


@word("Shipment Preparation Stopped", subject=("order", "order_id"))
class ShipmentPreparationStopped(Word):
    """Its pieces went back to their shelf."""

    shipment_id: UUID
    order_id: UUID


@word("Shipment Ready", subject=("order", "order_id"))
class ShipmentReady(Word):
    """It waits in the shop for its buyer."""

    shipment_id: UUID
    order_id: UUID


@word("Shipment Shipped", subject=("order", "order_id"))
class ShipmentShipped(Word):
    shipment_id: UUID
    order_id: UUID
    carrier: str
    tracking_number: str


@word("Shipment Delivered", subject=("order", "order_id"))
class ShipmentDelivered(Word):
    shipment_id: UUID
    order_id: UUID


@word("Shipment Cancelled", subject=("order", "order_id"))
class ShipmentCancelled(Word):
    shipment_id: UUID
    order_id: UUID


@word(
    "Delivery Method Added",
    subject=("delivery_method", "method_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class DeliveryMethodAdded(Word):
    method_id: UUID
    code: str
    kind: str
    market: str


@word(
    "Delivery Method Changed",
    subject=("delivery_method", "method_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class DeliveryMethodChanged(Word):
    """`fields` names what is another now: name, carrier, tracking_address, cutoff, days_min, days_max,
    minutes_to_prepare, saturdays, position."""

    method_id: UUID
    code: str
    fields: list[str]


@word(
    "Delivery Method Offered",
    subject=("delivery_method", "method_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class DeliveryMethodOffered(Word):
    """It was switched off, and can be chosen again."""

    method_id: UUID
    code: str
    market: str


@word(
    "Delivery Method Withdrawn",
    subject=("delivery_method", "method_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class DeliveryMethodWithdrawn(Word):
    """Nobody can choose it any more; orders that have it keep it. `last` says that nobody can order goods now."""

    method_id: UUID
    code: str
    market: str
    last: bool


@word(
    "Delivery Rates Set",
    subject=("delivery_method", "method_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class DeliveryRatesSet(Word):
    """The whole price table of a method was replaced."""

    method_id: UUID
    code: str
    rates: int
