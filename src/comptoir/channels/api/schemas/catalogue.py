"""Products as the API tells them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from comptoir.channels.api.schemas.parts import (
    Answer,
    AttributeOut,
    CategoryOut,
    DeliveryOut,
    MoneyOut,
    PictureOut,
    PlaceOut,
    money,
)
from comptoir.channels.api.schemas.reviews import RatingOut
from comptoir.channels.api.schemas.selling import ColourOut, PersonalOut, PricePointOut, ReducedOut
from comptoir.kit.paging import Page
from comptoir.offers.contracts import Availability, Card, ProductPage, VariantOffer


class AvailabilityOut(Answer):
    """`pieces` for sale in all places; `state` is in_stock, low (three or fewer), sold_out, or preorder and
    backorder for what is sold before it is here and sent from `ready_on` on."""

    state: str
    pieces: int
    ready_on: date | None

    @staticmethod
    def of(availability: Availability) -> AvailabilityOut:
        return AvailabilityOut(
            state=availability.state, pieces=availability.pieces, ready_on=availability.ready_on
        )


class CardOut(Answer):
    """A product in a list. `price` is the lowest of its variants', VAT included; null when it has none. `why` it stands
    beside another product: accessory, goes_with, replaces, together, range; empty in other lists.
    `rating` is that of its published reviews, null without any; `offers` are promotions on it, each a sentence."""

    id: str
    external_id: str
    slug: str
    name: str
    brand: str
    category: CategoryOut | None
    picture: PictureOut | None
    price: MoneyOut | None
    price_from: bool
    reduced: ReducedOut | None
    personal: PersonalOut | None
    availability: AvailabilityOut
    offers: list[str]
    colours: list[ColourOut]
    variant_count: int
    rating: RatingOut | None
    why: str

    @staticmethod
    def of(card: Card, locale: str, aisles: dict[UUID, CategoryOut] | None = None) -> CardOut:
        """`aisles` remembers categories that are the same for several cards."""
        known = {} if aisles is None else aisles
        aisle = card.category
        if aisle is not None and aisle.id not in known:
            known[aisle.id] = CategoryOut.of(aisle, locale)
        return CardOut(
            id=str(card.product_id),
            external_id=card.external_id,
            slug=card.slug.read(locale),
            name=card.name.read(locale),
            brand=card.brand,
            category=known[aisle.id] if aisle is not None else None,
            picture=PictureOut.of(card.picture, locale) if card.picture else None,
            price=money(card.price),
            price_from=card.price_from,
            reduced=ReducedOut.of(card.reduced),
            personal=PersonalOut.of(card.personal),
            availability=AvailabilityOut.of(card.availability),
            offers=list(card.offers),
            colours=[ColourOut.of(colour, locale) for colour in card.colours],
            variant_count=card.variant_count,
            rating=RatingOut.of(card.rating),
            why=card.why,
        )


class CardPage(Answer):
    """`page` counts from 1; `total` products on `pages` pages. The header Link leads to the others."""

    items: list[CardOut]
    page: int
    size: int
    total: int
    pages: int
    sort: str

    @staticmethod
    def of(page: Page[Card], sort: str, locale: str) -> CardPage:
        aisles: dict[UUID, CategoryOut] = {}  # a page has few
        return CardPage(
            items=[CardOut.of(card, locale, aisles) for card in page.items],
            page=page.number,
            size=page.size,
            total=page.total,
            pages=page.pages,
            sort=sort,
        )


class PlaceAvailabilityOut(Answer):
    place: PlaceOut
    pieces: int


class VariantOut(Answer):
    """What is bought: its `id` goes into a basket."""

    id: str
    external_id: str
    sku: str
    gtins: list[str]
    options: list[AttributeOut]
    price: MoneyOut | None
    reduced: ReducedOut | None
    personal: PersonalOut | None
    availability: AvailabilityOut
    places: list[PlaceAvailabilityOut]

    @staticmethod
    def of(variant: VariantOffer, locale: str) -> VariantOut:
        return VariantOut(
            id=str(variant.variant_id),
            external_id=variant.external_id,
            sku=variant.sku,
            gtins=list(variant.gtins),
            options=[AttributeOut.of(option, locale) for option in variant.options],
            price=money(variant.price),
            reduced=ReducedOut.of(variant.reduced),
            personal=PersonalOut.of(variant.personal),
            availability=AvailabilityOut.of(variant.availability),
            places=[
                PlaceAvailabilityOut(place=PlaceOut.of(here.place, locale), pieces=here.pieces)
                for here in variant.places
            ],
        )


class ProductOut(Answer):
    """`chosen` is the variant asked for by sku, else the first that can be bought; `delivery` are the ways to
    get one piece of it, cheapest first, before a postcode is known; `prices` those that it had within a year, newest
    first, when there were several; `related` what goes with it; `offers` promotions on it, each a sentence with its
    condition."""

    id: str
    external_id: str
    slug: str
    slugs: dict[str, str]
    name: str
    description: str
    brand: str
    category: CategoryOut | None
    attributes: list[AttributeOut]
    pictures: list[PictureOut]
    variants: list[VariantOut]
    chosen: str | None
    delivery: list[DeliveryOut]
    prices: list[PricePointOut]
    related: list[CardOut]
    offers: list[str]
    changed_at: datetime
    rating: RatingOut | None

    @staticmethod
    def of(page: ProductPage, locale: str) -> ProductOut:
        product = page.product
        return ProductOut(
            id=str(product.id),
            external_id=product.external_id,
            slug=product.slug.read(locale),
            slugs=dict(product.slug),
            name=product.name.read(locale),
            description=product.description.read(locale),
            brand=product.brand,
            category=CategoryOut.of(product.category, locale) if product.category else None,
            attributes=[AttributeOut.of(attribute, locale) for attribute in product.attributes],
            pictures=[PictureOut.of(picture, locale) for picture in product.pictures],
            variants=[VariantOut.of(variant, locale) for variant in page.variants],
            chosen=str(page.chosen.variant_id) if page.chosen else None,
            delivery=[DeliveryOut.of(option, locale) for option in page.delivery],
            prices=[PricePointOut.of(point) for point in page.prices],
            related=[CardOut.of(card, locale) for card in page.related],
            offers=list(page.offers),
            changed_at=product.changed_at,
            rating=RatingOut.of(page.rating),
        )
