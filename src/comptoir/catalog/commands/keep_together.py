"""What orders tell about which products go together: the whole table anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.catalog.contracts import Together
from comptoir.kit import locks, sql

LAST = "SELECT max(counted_at) FROM catalog_boughttogether"
EMPTY = "DELETE FROM catalog_boughttogether"
FILL = """
INSERT INTO catalog_boughttogether (product_id, other_id, orders, weight, counted_at)
SELECT product_id, other_id, orders, weight, %(now)s
FROM unnest(%(products)s::uuid[], %(others)s::uuid[], %(orders)s::int[], %(weights)s::float8[])
     AS pair(product_id, other_id, orders, weight)
WHERE EXISTS (SELECT FROM catalog_product p WHERE p.id = pair.product_id)
  AND EXISTS (SELECT FROM catalog_product p WHERE p.id = pair.other_id)
"""


def keep_together(pairs: Sequence[Together], *, now: datetime) -> int:
    """These pairs and no others; both directions are given. Nothing is journaled: it can be counted again."""
    with transaction.atomic(durable=True):
        locks.hold(("bought_together", "all"))
        sql.run(EMPTY)
        return sql.run(
            FILL,
            {
                "products": [pair.product_id for pair in pairs],
                "others": [pair.other_id for pair in pairs],
                "orders": [pair.orders for pair in pairs],
                "weights": [pair.weight for pair in pairs],
                "now": now,
            },
        )


def together_counted_at() -> datetime | None:
    """When the pairs were counted last; None when there are none."""
    found = sql.row(LAST)
    return found[0] if found else None
