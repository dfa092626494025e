"""Which products stand in one order: counted once a day, for the shelf beside a product."""

from __future__ import annotations

from datetime import datetime, timedelta

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Together
from comptoir.kit import sql

EVERY = timedelta(hours=24)
SINCE = timedelta(days=270)
ENOUGH = 3  # orders with both: fewer are chance, and might tell of one person's basket
MOST = 8  # others of a product
MOST_ORDERS = 200_000
# An order of many things says little about any two of them.
MOST_THINGS = 15

# Cosine over orders: what everybody buys is not said to go with everything.
PAIRS = """
WITH recent AS MATERIALIZED (
    SELECT id FROM orders_order
    WHERE placed_at >= %(since)s AND state NOT IN ('pending', 'cancelled', 'expired')
    ORDER BY placed_at DESC LIMIT %(most_orders)s
), sold AS MATERIALIZED (
    SELECT DISTINCT line.order_id, variant.product_id
    FROM recent JOIN orders_orderline line ON line.order_id = recent.id AND line.kind = 'goods'
    JOIN catalog_variant_of variant ON variant.variant_id = line.variant_id
), baskets AS (
    SELECT order_id FROM sold GROUP BY order_id HAVING count(*) BETWEEN 2 AND %(most_things)s
), times AS (
    SELECT product_id, count(*) AS orders FROM sold GROUP BY product_id
), pairs AS (
    SELECT one.product_id, other.product_id AS other_id, count(*) AS orders
    FROM baskets JOIN sold one USING (order_id) JOIN sold other USING (order_id)
    WHERE one.product_id <> other.product_id
    GROUP BY one.product_id, other.product_id HAVING count(*) >= %(enough)s
), weighed AS (
    SELECT pairs.product_id, pairs.other_id, pairs.orders,
           pairs.orders / sqrt(one.orders::float8 * other.orders) AS weight
    FROM pairs JOIN times one ON one.product_id = pairs.product_id JOIN times other ON other.product_id = pairs.other_id
)
SELECT product_id, other_id, orders, weight FROM (
    SELECT *, row_number() OVER (PARTITION BY product_id ORDER BY weight DESC, orders DESC, other_id) AS place
    FROM weighed
) AS ranked WHERE place <= %(most)s
"""


def count_together(now: datetime) -> int:
    """Once a day, the pairs anew; answers how many there are."""
    last = catalog.together_counted_at()
    if last is not None and now - last < EVERY:
        return 0
    given = {
        "since": now - SINCE, "most_orders": MOST_ORDERS, "most_things": MOST_THINGS, "enough": ENOUGH, "most": MOST,
    }  # fmt: skip
    pairs = [
        Together(product_id=product, other_id=other, orders=orders, weight=weight)
        for product, other, orders, weight in sql.rows(PAIRS, given)
    ]
    return catalog.keep_together(pairs, now=now) if pairs or last else 0
