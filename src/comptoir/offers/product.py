"""Everything that a product's page says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord, VariantRecord
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, WantedLine
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.offers import ahead, rules
from comptoir.offers.ahead import LATER, Ahead
from comptoir.offers.contracts import PlaceAvailability, PricePoint, ProductPage, VariantOffer
from comptoir.offers.delivered import freed_for_one
from comptoir.offers.related import related
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo, ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import CurrentPrice, RequestedLine
from comptoir.promotions import facade as promotions
from comptoir.reviews.contracts import Rating

MOST_PRICES = 12
A_YEAR = timedelta(days=365)
# Where what nobody counts is: no place of ours.
NOWHERE = UUID(int=0)
# As a list that is made once: a view of several parts is asked for these in each part, and not read whole.
ITS_VARIANTS = "= ANY(ARRAY(SELECT variant_id FROM catalog_variant_of WHERE product_id = %(product)s))"
# Views that the rooms below publish. No row: the product is not shown in this market now.
PRICE_AND_PLACES = f"""
SELECT variant.variant_id, price.amount_minor, stock.location_id, stock.available, ahead.later,
       reduced.reference_minor, past.prices, rated.count, rated.total
FROM catalog_listed shown
JOIN catalog_variant_of variant ON variant.product_id = shown.product_id
LEFT JOIN pricing_listed price
  ON price.variant_id = variant.variant_id AND price.market = %(market)s AND price.currency = %(currency)s
LEFT JOIN pricing_reduced reduced
  ON reduced.variant_id = variant.variant_id AND reduced.market = %(market)s AND reduced.currency = %(currency)s
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(p.amount_minor, extract(epoch FROM p.since)) ORDER BY p.version DESC) AS prices
    FROM (SELECT * FROM pricing_past p
          WHERE p.variant_id = variant.variant_id AND p.market = %(market)s AND p.currency = %(currency)s
          ORDER BY p.version DESC LIMIT {MOST_PRICES}) AS p
) past ON true
LEFT JOIN (SELECT * FROM inventory_sellable WHERE variant_id {ITS_VARIANTS}) stock
  ON stock.variant_id = variant.variant_id
LEFT JOIN ({LATER.format(those=ITS_VARIANTS)}) ahead ON ahead.variant_id = variant.variant_id
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
    known = _terms(record.id, context)
    places = org.places()
    own = pricing.shown_to(known, context) if context.segments else {}
    offers = tuple(
        _offer(variant, known[variant.id], places, context.currency, own.get(variant.id))
        for variant in record.variants
        if variant.id in known
    )
    chosen = rules.chosen(offers, sku)
    weights = {variant.id: variant.weight_g for variant in record.variants}
    delivery = _delivery(chosen, weights, record.nature, context) if chosen and rules.can_be_bought(chosen) else ()
    announced = _announced(record, known, offers, context)
    if chosen and announced:  # a promotion may bring this piece for nothing
        delivery = freed_for_one(delivery, _line(record, chosen), context)
    return ProductPage(
        product=record,
        variants=offers,
        chosen=chosen,
        delivery=delivery,
        related=related(record.id, context),
        rating=next(iter(known.values())).rating,
        prices=_prices(known[chosen.variant_id].prices, context) if chosen else (),
        offers=announced,
    )


@dataclass(slots=True)
class _Terms:
    """Of a variant: its price and the one that it is reduced from, pieces by place, what may be sold ahead, and its
    last prices (minor units, moment), newest first."""

    price: int | None
    before: int | None
    later: Ahead | None
    prices: Sequence[Any]
    rating: Rating | None
    stock: dict[UUID, int] = field(default_factory=dict)


def _terms(product_id: UUID, context: ShopperContext) -> dict[UUID, _Terms]:
    given = {
        "product": product_id,
        "market": context.market.code,
        "currency": context.currency,
        "now": context.now,
        "today": context.now.date(),
    }
    found: dict[UUID, _Terms] = {}
    for variant, minor, place, available, later, before, prices, count, total in sql.rows(PRICE_AND_PLACES, given):
        rating = Rating(count=count, total=total) if count else None
        terms = found.setdefault(variant, _Terms(minor, before, ahead.read(later), prices or (), rating))
        if available is not None:
            terms.stock[place or NOWHERE] = available
    if not found:
        raise NotFound()
    return found


def _line(record: ProductRecord, chosen: VariantOffer) -> RequestedLine:
    return RequestedLine(
        variant_id=chosen.variant_id, quantity=1, tax_category=record.tax_category, product_id=record.id,
        is_money=record.nature == catalog.GIFT_CARD,
    )  # fmt: skip


def _announced(
    record: ProductRecord, known: Mapping[UUID, _Terms], offers: Sequence[VariantOffer], context: ShopperContext
) -> tuple[str, ...]:
    above = [node.id for node in record.category.trail] if record.category else []
    reduced = [
        each.personal is not None or known[each.variant_id].before is not None
        for each in offers
        if each.price is not None
    ]
    found = promotions.announced(
        [each.id for each in record.variants], record.id, above, context, ways=fulfilment.named,
        is_money=record.nature == catalog.GIFT_CARD, is_reduced=bool(reduced) and all(reduced),
    )  # fmt: skip
    return tuple(found)


def _prices(rows: Sequence[Any], context: ShopperContext) -> tuple[PricePoint, ...]:
    """Those in force within the last year; nothing when the price never changed."""
    found: list[PricePoint] = []
    for minor, moment in rows:
        since = datetime.fromtimestamp(float(moment), UTC)
        found.append(PricePoint(amount=Money(minor, context.currency), since=since))
        if since < context.now - A_YEAR:
            break
    return tuple(found) if len(found) > 1 else ()


def _offer(
    variant: VariantRecord, terms: _Terms, places: tuple[PlaceInfo, ...], currency: str, own: CurrentPrice | None
) -> VariantOffer:
    """Beside a price that is this shopper's alone no reduction is announced: that speaks of everybody's."""
    stock = terms.stock
    personal = own.personal if own else None
    if own and personal:
        terms = replace(terms, price=own.amount.minor, before=None)
    return VariantOffer(
        variant_id=variant.id,
        external_id=variant.external_id,
        sku=variant.sku,
        gtins=variant.gtins,
        options=variant.options,
        price=None if terms.price is None else Money(terms.price, currency),
        availability=rules.availability(sum(stock.values()), terms.later),
        places=tuple(PlaceAvailability(place=place, pieces=stock[place.id]) for place in places if place.id in stock),
        reduced=rules.reduced(terms.price, terms.before, currency),
        personal=personal,
    )


def _delivery(
    chosen: VariantOffer, weights: dict[UUID, int | None], nature: str, context: ShopperContext
) -> tuple[DeliveryOption, ...]:
    """Before an address is known: one piece to the market's first country."""
    weight = weights[chosen.variant_id]
    line = WantedLine(
        variant_id=chosen.variant_id,
        quantity=1,
        weight_g=catalog.DEFAULT_WEIGHT_G if weight is None else weight,
        nature=nature,
    )
    return fulfilment.options(DeliveryRequest(lines=(line,), country=context.market.countries[0]), context)
