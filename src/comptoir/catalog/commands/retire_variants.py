"""Variants are no longer sold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from comptoir.catalog.commands.steps import products
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.catalog import ProductChanged, VariantsRetired
from comptoir.kit import cache, sql

# Without its hash the variant comes back with the next file that names it.
STATEMENT = """
UPDATE catalog_variant v SET active = false, content_hash = '', changed_at = %(now)s
FROM catalog_product p
WHERE v.id = ANY(%(ids)s::uuid[]) AND v.active AND p.id = v.product_id
RETURNING p.id, p.external_id, v.id
"""


def retire_variants(variant_ids: Collection[UUID], *, origin: Origin, now: datetime) -> int:
    """Sell these no longer, in the caller's transaction, which holds `CATALOG`. Their rows stay: prices, orders and
    movements speak of them. Answers how many were sold until now."""
    found = sorted(sql.rows(STATEMENT, {"ids": list(variant_ids), "now": now}))
    products.refresh({row[0] for row in found}, now)
    words: list[Word] = []
    for (product, external), rows in groupby(found, key=itemgetter(0, 1)):
        words.append(VariantsRetired(product_id=product, external_id=external, variant_ids=[row[2] for row in rows]))
        words.append(ProductChanged(product_id=product, external_id=external))
    journal.append(*words, origin=origin, occurred_at=now)
    cache.forget()
    return len(found)
