"""What goes with a product: what the merchant chose, what is bought with it, what is of its range."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.kit import sql
from comptoir.offers import ahead
from comptoir.offers.ahead import LATER
from comptoir.offers.cards import Terms, for_shopper, put_together
from comptoir.offers.contracts import Card
from comptoir.org.contracts import ShopperContext
from comptoir.reviews.contracts import Rating

MOST = 8

# One statement. First the newer product that replaces this one, then the merchant's choice, then what stands in orders
# with it, then its category: of the merchant's collection first, of its brand, near in price. Of the category the
# newest forty are looked at, whatever its size. Only what can be bought now stands here.
RELATED = f"""
WITH here AS MATERIALIZED (
    SELECT shown.category_path, shown.brand_id, shown.collection, (
        SELECT min(price.amount_minor) FROM catalog_variant_of variant
        JOIN pricing_listed price ON price.variant_id = variant.variant_id
             AND price.market = %(market)s AND price.currency = %(currency)s
        WHERE variant.product_id = shown.product_id) AS price
    FROM catalog_listed shown WHERE shown.product_id = %(product)s AND shown.market = %(market)s
), wanted AS (
    SELECT other_id AS product_id, CASE kind WHEN 'replaces' THEN 0 ELSE 1 END AS tier, position::float8 AS place,
           kind AS why
    FROM catalog_related WHERE product_id = %(product)s
    UNION ALL
    SELECT other_id, 2, -weight, 'together' FROM catalog_together WHERE product_id = %(product)s
    UNION ALL
    SELECT near.product_id, 3, CASE WHEN near.collection = here.collection THEN -1 ELSE 0 END
           + CASE WHEN near.brand_id = here.brand_id THEN 0 ELSE 0.3 END
           + abs(ln(greatest(1, near.price) / greatest(1, here.price)::float8)), 'range'
    FROM here CROSS JOIN LATERAL (
        SELECT newest.*, (
            SELECT min(price.amount_minor) FROM catalog_variant_of variant
            JOIN pricing_listed price ON price.variant_id = variant.variant_id
                 AND price.market = %(market)s AND price.currency = %(currency)s
            WHERE variant.product_id = newest.product_id) AS price
        FROM (
            SELECT product_id, brand_id, collection FROM catalog_listed
            WHERE category_path = here.category_path AND market = %(market)s AND product_id <> %(product)s
            ORDER BY created_at DESC LIMIT 40) AS newest
    ) AS near
), best AS (
    SELECT DISTINCT ON (product_id) product_id, tier, place, why FROM wanted
    WHERE product_id <> %(product)s ORDER BY product_id, tier, place
), variants AS MATERIALIZED (
    SELECT best.*, variant.variant_id, price.amount_minor, reduced.reference_minor, coalesce((
        SELECT sum(available)::bigint FROM inventory_sellable stock WHERE stock.variant_id = variant.variant_id
    ), 0) AS pieces
    FROM best
    JOIN catalog_listed shown ON shown.product_id = best.product_id AND shown.market = %(market)s
         AND shown.starts_at <= %(now)s AND (shown.ends_at IS NULL OR shown.ends_at > %(now)s)
    JOIN catalog_variant_of variant ON variant.product_id = best.product_id
    LEFT JOIN pricing_listed price ON price.variant_id = variant.variant_id
         AND price.market = %(market)s AND price.currency = %(currency)s
    LEFT JOIN pricing_reduced reduced ON reduced.variant_id = variant.variant_id
         AND reduced.market = %(market)s AND reduced.currency = %(currency)s
), later AS (
    {LATER.format(those="IN (SELECT variant_id FROM variants)")}
), first AS (
    SELECT product_id FROM variants LEFT JOIN later USING (variant_id)
    WHERE amount_minor IS NOT NULL AND (pieces > 0 OR (later.later ->> 'pieces')::int > 0)
    GROUP BY product_id, tier, place ORDER BY tier, place, product_id LIMIT {MOST}
)
SELECT product_id, why, variant_id, amount_minor, pieces, later.later, reference_minor, rated.count, rated.total
FROM variants JOIN first USING (product_id) LEFT JOIN later USING (variant_id)
LEFT JOIN reviews_rated rated USING (product_id)
ORDER BY tier, place, product_id
"""


def related(product_id: UUID, context: ShopperContext) -> tuple[Card, ...]:
    """Eight products at most, each with the reason (`why`); two statements: which they are with their terms, and what
    they are called."""
    rows = sql.rows(
        RELATED,
        {
            "product": product_id, "market": context.market.code, "currency": context.currency,
            "now": context.now, "today": context.now.date(),
        },
    )  # fmt: skip
    if not rows:
        return ()
    why = {row[0]: row[1] for row in rows}
    terms = {row[2]: Terms(row[3], row[4], ahead.read(row[5]), row[6], _rating(row[7], row[8])) for row in rows}
    found = catalog.summaries(list(why))
    return put_together([found[each] for each in why if each in found], for_shopper(terms, context), context, why)


def _rating(count: int | None, total: int | None) -> Rating | None:
    return Rating(count=count, total=total or 0) if count else None
