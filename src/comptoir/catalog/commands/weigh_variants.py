"""What variants weigh, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, sql

STATEMENT = """
WITH weighed AS (
    UPDATE catalog_variant kept SET weight_g = given.weight_g, changed_at = %(now)s
    FROM unnest(%(ids)s::uuid[], %(weights)s::int[]) AS given(id, weight_g)
    WHERE kept.id = given.id AND kept.weight_g IS DISTINCT FROM given.weight_g
    RETURNING kept.product_id)
UPDATE catalog_product p SET changed_at = %(now)s WHERE p.id IN (SELECT product_id FROM weighed)
RETURNING p.id, p.external_id
"""


def weigh_variants(weights: Mapping[UUID, int | None], *, origin: Origin, now: datetime) -> int:
    """Set the weight in grams of each variant, None where it is unknown, in the caller's transaction, which holds
    `CATALOG`. Answers how many products changed."""
    found = sql.rows(STATEMENT, {"ids": list(weights), "weights": list(weights.values()), "now": now})
    words = [ProductChanged(product_id=product, external_id=external) for product, external in sorted(found)]
    journal.append(*words, origin=origin, occurred_at=now)
    cache.forget()
    return len(words)
