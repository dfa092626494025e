"""The one composite read: product, price, stock and promise together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.catalog.contracts import AttributeValue, CategoryNode, Picture, ProductRecord
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo
from comptoir.pricing.contracts import Personal, Quote
from comptoir.reviews.contracts import Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """`state` is in_stock, low (three pieces or fewer for sale), sold_out, or preorder and backorder for what is
    sold before it is here, sent from `ready_on` on. `pieces` in all places, or ahead."""

    state: str
    pieces: int
    ready_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """`before` is the lowest price of the 30 days before the reduction, `percent` how much less it is now, whole and
    rounded down."""

    before: Money
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """A colour of a product, the variant that shows it, and whether one of its variants can be bought now."""

    name: Localised
    sku: str
    available: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A product in a list. `price` is the lowest of its variants', None when it has none in this market; `reduced`
    when that one is announced as reduced. `picture` shows the first variant that can be bought, of the `colour` that
    was asked for where it has that one among others. `why` says why it stands beside another product: accessory,
    goes_with, replaces, together or range. `offers` are promotions on it, each a sentence in the shopper's language.
    `rating` is that of its published reviews, None when there are none. What does not travel is no goods."""

    product_id: UUID
    external_id: str
    slug: Localised
    name: Localised
    brand: str
    category: CategoryNode | None
    picture: Picture | None
    price: Money | None
    price_from: bool
    availability: Availability
    variant_ids: tuple[UUID, ...]
    rating: Rating | None = None
    colours: tuple[Colour, ...] = ()
    colour: Colour | None = None
    reduced: Reduced | None = None
    personal: Personal | None = None
    why: str = ""
    travels: bool = True
    offers: tuple[str, ...] = ()

    @property
    def variant_count(self) -> int:
        return len(self.variant_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAvailability:
    place: PlaceInfo
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantOffer:
    variant_id: UUID
    external_id: str
    sku: str
    gtins: tuple[str, ...]
    options: tuple[AttributeValue, ...]
    price: Money | None
    availability: Availability
    places: tuple[PlaceAvailability, ...]
    reduced: Reduced | None = None
    personal: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoint:
    """A price that held from `since` until the next one's."""

    amount: Money
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """`delivery` are the ways to get one piece of `chosen`, cheapest first, before a postcode is known. `prices` are
    those that `chosen` had within a year, newest first; `related` is what goes with it; `offers` are promotions on it,
    each a sentence with its condition, in the shopper's language."""

    product: ProductRecord
    variants: tuple[VariantOffer, ...]
    chosen: VariantOffer | None
    delivery: tuple[DeliveryOption, ...]
    related: tuple[Card, ...] = ()
    rating: Rating | None = None
    prices: tuple[PricePoint, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`sort` is one of newest, price, -price, name."""

    cards: Page[Card]
    category: CategoryNode | None
    children: tuple[CategoryNode, ...]
    sort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """So many pieces of a variant that somebody thinks of buying."""

    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a wish list costs and how it can come. `quote` includes `chosen`; `not_sold` are variants that are
    not for sale in this market now, `available` is how many pieces there are of each of the others."""

    quote: Quote
    delivery: tuple[DeliveryOption, ...]
    chosen: DeliveryOption | None
    available: dict[UUID, int]
    not_sold: tuple[UUID, ...]
