"""Everything that a product's page says."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import VariantRecord
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, WantedLine
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.offers import ahead, rules
from comptoir.offers.ahead import LATER, Ahead
from comptoir.offers.contracts import PlaceAvailability, ProductPage, VariantOffer
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo, ShopperContext
from comptoir.reviews.contracts import Rating

# Views that the rooms below publish. No row: the product is not shown in this market now.
PRICE_AND_PLACES = f"""
SELECT variant.variant_id, price.amount_minor, stock.location_id, stock.available, ahead.later,
       rated.count, rated.total
FROM catalog_listed shown
JOIN catalog_variant_of variant ON variant.product_id = shown.product_id
LEFT JOIN pricing_listed price
  ON price.variant_id = variant.variant_id AND price.market = %(market)s AND price.currency = %(currency)s
LEFT JOIN inventory_sellable stock ON stock.variant_id = variant.variant_id
LEFT JOIN ({LATER.format(those="IN (SELECT variant_id FROM catalog_variant_of WHERE product_id = %(product)s)")}) ahead
  ON ahead.variant_id = variant.variant_id
LEFT JOIN reviews_rated rated ON rated.product_id = shown.product_id
WHERE shown.product_id = %(product)s AND shown.market = %(market)s AND shown.starts_at <= %(now)s
  AND (shown.ends_at IS NULL OR shown.ends_at > %(now)s)
"""


def product(slug: str, context: ShopperContext, *, sku: str | None = None) -> ProductPage:
    """A published product with its variants and the ways to get the chosen one, in eight statements at most.

    Chosen is the variant with `sku`, else the first that can be bought. Refuses NotFound, also for a product
    that is not published in the market now or has nothing to sell any more.
    """
    record = catalog.product_by_slug(slug, context.locale)
    prices, stock, later, rating = _price_and_places(record.id, context)
    places = org.places()
    offers = tuple(
        _offer(variant, prices[variant.id], stock[variant.id], later[variant.id], places, context.currency)
        for variant in record.variants
        if variant.id in prices
    )
    chosen = rules.chosen(offers, sku)
    weights = {variant.id: variant.weight_g for variant in record.variants}
    delivery = _delivery(chosen, weights, context) if chosen and rules.can_be_bought(chosen) else ()
    return ProductPage(product=record, variants=offers, chosen=chosen, delivery=delivery, rating=rating)


def _price_and_places(
    product_id: UUID, context: ShopperContext
) -> tuple[dict[UUID, int | None], dict[UUID, dict[UUID, int]], dict[UUID, Ahead | None], Rating | None]:
    given = {
        "product": product_id,
        "market": context.market.code,
        "currency": context.currency,
        "now": context.now,
        "today": context.now.date(),
    }
    prices: dict[UUID, int | None] = {}
    stock: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    ahead_of: dict[UUID, Ahead | None] = {}
    rating: Rating | None = None
    for variant, minor, place, available, later, count, total in sql.rows(PRICE_AND_PLACES, given):
        prices[variant], ahead_of[variant] = minor, ahead.read(later)
        rating = Rating(count=count, total=total) if count else None
        if place is not None:
            stock[variant][place] = available
    if not prices:
        raise NotFound()
    return prices, stock, ahead_of, rating


def _offer(
    variant: VariantRecord,
    minor: int | None,
    stock: dict[UUID, int],
    later: Ahead | None,
    places: tuple[PlaceInfo, ...],
    currency: str,
) -> VariantOffer:
    return VariantOffer(
        variant_id=variant.id,
        external_id=variant.external_id,
        sku=variant.sku,
        gtins=variant.gtins,
        options=variant.options,
        price=None if minor is None else Money(minor, currency),
        availability=rules.availability(sum(stock.values()), later),
        places=tuple(PlaceAvailability(place=place, pieces=stock[place.id]) for place in places if place.id in stock),
    )


def _delivery(
    chosen: VariantOffer, weights: dict[UUID, int | None], context: ShopperContext
) -> tuple[DeliveryOption, ...]:
    """Before an address is known: one piece to the market's first country."""
    weight = weights[chosen.variant_id]
    line = WantedLine(
        variant_id=chosen.variant_id,
        quantity=1,
        weight_g=catalog.DEFAULT_WEIGHT_G if weight is None else weight,
    )
    return fulfilment.options(DeliveryRequest(lines=(line,), country=context.market.countries[0]), context)
