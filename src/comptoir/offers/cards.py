"""Products in a list: name, picture, lowest price and stock; as many statements for one as for many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductSummary
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.offers import ahead, rules
from comptoir.offers.ahead import LATER, Ahead
from comptoir.offers.contracts import Card
from comptoir.org.contracts import ShopperContext
from comptoir.reviews.contracts import Rating

# Views that the rooms below publish. A variant without price or stock keeps its row; one of a product that is not shown
# in this market now has none.
PRICE_AND_STOCK = f"""
SELECT wanted.id, price.amount_minor, coalesce(stock.pieces, 0), ahead.later, rated.count, rated.total
FROM unnest(%(variants)s::uuid[], %(products)s::uuid[]) AS wanted(id, product_id)
LEFT JOIN pricing_listed price
  ON price.variant_id = wanted.id AND price.market = %(market)s AND price.currency = %(currency)s
LEFT JOIN (
    SELECT variant_id, sum(available)::bigint AS pieces FROM inventory_sellable
    WHERE variant_id = ANY(%(variants)s::uuid[]) GROUP BY variant_id
) stock ON stock.variant_id = wanted.id
LEFT JOIN ({LATER.format(those="= ANY(%(variants)s::uuid[])")}) ahead ON ahead.variant_id = wanted.id
LEFT JOIN reviews_rated rated ON rated.product_id = wanted.product_id
WHERE EXISTS (
    SELECT FROM catalog_listed shown
    WHERE shown.product_id = wanted.product_id AND shown.market = %(market)s AND shown.starts_at <= %(now)s
      AND (shown.ends_at IS NULL OR shown.ends_at > %(now)s)
)
"""

PriceAndStock = dict[UUID, tuple[int | None, int, Ahead | None, Rating | None]]


def cards(ids: Sequence[UUID], context: ShopperContext) -> tuple[Card, ...]:
    """A card for each product that is shown in the market now, in the order given; three statements for any number."""
    if not ids:
        return ()
    found = catalog.summaries(ids)
    known = _price_and_stock(found.values(), context)
    shown = {product.id for product in found.values() if any(variant in known for variant in product.variant_ids)}
    return tuple(_card(found[identity], known, context.currency) for identity in ids if identity in shown)


def _price_and_stock(products: Iterable[ProductSummary], context: ShopperContext) -> PriceAndStock:
    wanted = [(variant, product.id) for product in products for variant in product.variant_ids]
    given = {
        "variants": [variant for variant, _product in wanted], "products": [product for _variant, product in wanted],
        "market": context.market.code, "currency": context.currency, "now": context.now, "today": context.now.date(),
    }  # fmt: skip
    return {
        variant: (minor, pieces, ahead.read(later), Rating(count=count, total=total) if count else None)
        for variant, minor, pieces, later, count, total in sql.rows(PRICE_AND_STOCK, given)
    }


def _card(product: ProductSummary, known: PriceAndStock, currency: str) -> Card:
    variants = [known[variant] for variant in product.variant_ids]
    prices = {minor for minor, _pieces, _ahead, _rating in variants if minor is not None}
    return Card(
        product_id=product.id,
        external_id=product.external_id,
        slug=product.slug,
        name=product.name,
        brand=product.brand,
        category=product.category,
        picture=product.picture,
        price=Money(min(prices), currency) if prices else None,
        price_from=len(prices) > 1,
        availability=rules.of_product([(pieces, later) for _minor, pieces, later, _rating in variants]),
        rating=variants[0][3] if variants else None,
        variant_ids=product.variant_ids,
    )
