"""What crosses the orders' door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.customers.contracts import Contact
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.payments.contracts import RequestInfo
from comptoir.pricing.contracts import VatPart
from comptoir.promises.contracts import PromiseInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    customer_id: UUID
    address_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedOrder:
    """What placing answers; `link` is the token of the guest's link to the order."""

    order_id: UUID
    number: str
    total: Money
    state: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedOption:
    """An option as it was called when it was ordered: "Couleur", "Ocre"."""

    label: Localised
    text: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineInfo:
    kind: str
    variant_id: UUID | None
    sku: str
    name: Localised
    options: tuple[OrderedOption, ...]
    quantity: int
    unit: Money
    total: Money
    vat_rate_bp: int
    vat: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInfo:
    """An order as its buyer and the staff see it. `moves` are the states it may go to now."""

    id: UUID
    number: str
    state: str
    state_name: Localised
    locale: str
    channel: str
    market: str
    legal_entity: str
    storefront: str
    customer_id: UUID
    placed_at: datetime
    hold_until: datetime | None
    lines: tuple[OrderLineInfo, ...]
    goods: Money
    delivery: Money
    total: Money
    vat: Money
    vat_parts: tuple[VatPart, ...]
    paid: Money
    credited: Money
    delivery_method: str
    contact: Contact
    promise: PromiseInfo | None
    payments: tuple[RequestInfo, ...]
    shipments: tuple[ShipmentInfo, ...]
    moves: tuple[str, ...]
    link: str

    @property
    def can_cancel(self) -> bool:
        return "cancelled" in self.moves

    @property
    def due(self) -> Money:
        """What is still asked for: the total without what was credited and what came."""
        return self.total - self.credited - self.paid


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A line of a list of orders."""

    id: UUID
    number: str
    state: str
    state_name: Localised
    placed_at: datetime
    total: Money
    paid: Money
    channel: str
    email: str
    promised_by: datetime
