"""Everything that a product's page says."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable, VariantRecord
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption, DeliveryRequest, WantedLine
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import PlaceStock
from comptoir.kit.refusals import NotFound
from comptoir.offers import rules
from comptoir.offers.contracts import PlaceAvailability, ProductPage, VariantOffer
from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo, ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import CurrentPrice


def product(slug: str, context: ShopperContext, *, sku: str | None = None) -> ProductPage:
    """A published product with its variants and the ways to get the chosen one, in eight statements at most.

    Chosen is the variant with `sku`, else the first that can be bought. Refuses NotFound, also for a product
    that is not published in the market now or has nothing to sell any more.
    """
    record = catalog.product_by_slug(slug, context.locale)
    active = [variant for variant in record.variants if variant.active]
    ids = [variant.id for variant in active]
    sellable = catalog.sellable(ids, market=context.market.code, now=context.now)
    if not any(item.published for item in sellable.values()):
        raise NotFound()
    prices = pricing.current(ids, market=context.market.code, currency=context.currency)
    stock = inventory.availability(ids)
    places = {place.id: place for place in org.places()}
    offers = tuple(
        _offer(variant, prices.get(variant.id), stock.get(variant.id, ()), places) for variant in active
    )
    chosen = rules.chosen(offers, sku)
    delivery = (
        _delivery(sellable[chosen.variant_id], context) if chosen and rules.can_be_bought(chosen) else ()
    )
    return ProductPage(product=record, variants=offers, chosen=chosen, delivery=delivery)


def _offer(
    variant: VariantRecord,
    price: CurrentPrice | None,
    stock: tuple[PlaceStock, ...],
    places: dict[UUID, PlaceInfo],
) -> VariantOffer:
    here = [level for level in stock if level.location_id in places]
    return VariantOffer(
        variant_id=variant.id,
        external_id=variant.external_id,
        sku=variant.sku,
        gtins=variant.gtins,
        options=variant.options,
        price=price.amount if price else None,
        availability=rules.availability(sum(level.available for level in here)),
        places=tuple(
            PlaceAvailability(place=places[level.location_id], pieces=level.available) for level in here
        ),
    )


def _delivery(item: Sellable, context: ShopperContext) -> tuple[DeliveryOption, ...]:
    """Before an address is known: to the market's first country."""
    line = WantedLine(variant_id=item.variant_id, quantity=1, weight_g=item.weight_g)
    request = DeliveryRequest(lines=(line,), country=context.market.countries[0])
    return fulfilment.options(request, context)
