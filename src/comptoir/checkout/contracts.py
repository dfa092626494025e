"""What crosses the checkout's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.customers.contracts import Contact
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender, TenderOption
from comptoir.pricing.contracts import Personal, Quote, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something changed since the basket was last seen; `code` is price_changed, quantity_reduced, sold_out,
    no_longer_sold or delivery_changed. Of quantity_reduced the line keeps its pieces until somebody makes them fewer:
    `available` is how many there are."""

    code: str
    variant_id: UUID | None
    text: Localised
    available: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLineView:
    """`available` is how many pieces the network can sell, at once or ahead; `unit` and `total` are None without a
    price. `unit` is the price before promotions, `total` what is left after them; each of `promotions` says what it
    takes off. `ahead` (preorder or backorder) and `ready_on` say which pieces are still to come, and when."""

    item: Sellable
    quantity: int
    available: int
    unit: Money | None
    total: Money | None
    ahead: str = ""
    ready_on: date | None = None
    personal: Personal | None = None
    promotions: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketView:
    """A basket as it stands now, re-checked. `delivery` are the ways to get it, `chosen` the chosen one, else the
    cheapest delivery; `quote` includes it, so the total is known from the basket on. `blockers` are the codes
    of what is missing before it can be placed (empty, contact, address, delivery, stock). The charges of `delivery` are
    those that promotions leave; `quote.codes` says what each code does. `at_request` is what the
    buyer has to tick when something is supplied before the time to withdraw is over, else None."""

    id: UUID
    version: int
    state: str
    lines: tuple[BasketLineView, ...]
    quote: Quote
    delivery: tuple[DeliveryOption, ...]
    chosen: DeliveryOption | None
    delivery_is_chosen: bool
    contact: Contact | None
    country: str
    postcode: str
    tenders: tuple[TenderOption, ...]
    notices: tuple[Notice, ...]
    blockers: tuple[str, ...]
    at_request: Localised | None = None

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def travels(self) -> bool:
        """Whether anything goes in a parcel or is fetched; an empty basket may."""
        return not self.lines or any(catalog.travels(line.item.nature) for line in self.lines)

    @property
    def is_of_cards(self) -> bool:
        """Whether nothing but gift cards is in it: they come by e-mail."""
        return bool(self.lines) and all(line.item.nature == catalog.GIFT_CARD for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A line that is saved for later, or of a shared basket, at the price and stock of now. `available` is how many
    pieces the network can sell; `unit` is None without a price."""

    item: Sellable
    quantity: int
    available: int
    unit: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How many articles of an order went into a basket again, and how many are no longer sold."""

    lines: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingLink:
    """A link as its owner sees it: to look only, or for friends who add and comment."""

    token: str
    for_friends: bool
    shared_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a friend would add. `state` is waiting, taken or declined; `mine` says that the reader proposed it."""

    id: UUID
    by: str
    mine: bool
    state: str
    line: SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`by` is a friend's name, empty for the basket's owner; without a variant it is about the whole basket."""

    id: UUID
    by: str
    variant_id: UUID | None
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Who thinks so of a variant; `kind` is yes or unsure."""

    variant_id: UUID
    kind: str
    names: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What friends put in and say. `name` is the reader's, empty for who gave none; nothing is added any more once
    it is not `is_open`: the basket was ordered."""

    name: str
    is_open: bool
    proposals: tuple[Proposed, ...]
    comments: tuple[Said, ...]
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBasketView:
    """`total` is the sum of the lines that are still sold, without delivery; `together` is None where friends may
    only look."""

    token: str
    shared_at: datetime
    expires_at: datetime
    lines: tuple[SetAside, ...]
    total: Money
    together: Sharing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBasket:
    """What a basket starts with: `lines` are variants and pieces, `delivery` the code of a way to deliver; `country`
    and `postcode` alone are a first guess of the destination, when there is no contact yet."""

    lines: tuple[tuple[UUID, int], ...] = ()
    contact: Contact | None = None
    delivery: str | None = None
    country: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """`shown_total` and `shown_promise` (the promise's key) are what the customer saw and agreed to; `tenders` pay
    it together, in this order; `supply_agreed` that they ticked `BasketView.at_request`."""

    basket_id: UUID
    shown_total: Money
    shown_promise: str
    tenders: tuple[Tender, ...]
    context: ShopperContext
    idempotency_key: IdempotencyKey | None = None
    supply_agreed: bool = False
