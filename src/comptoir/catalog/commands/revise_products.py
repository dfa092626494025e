"""Another system says something new about products that exist, field by field."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.commands.steps import names, products
from comptoir.catalog.contracts import Revision
from comptoir.catalog.rules import category_keys
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, sql

STATEMENT = """
UPDATE catalog_product AS kept
SET name = coalesce(given.name, kept.name), description = coalesce(given.description, kept.description),
    nature = coalesce(given.nature, kept.nature),
    tax_category = CASE WHEN coalesce(given.nature, kept.nature) = 'gift_card' THEN 'zero'
                        ELSE coalesce(given.tax_category, kept.tax_category) END,
    brand_id = coalesce(given.brand_id, kept.brand_id),
    category_id = coalesce(given.category_id, kept.category_id), changed_at = %(now)s
FROM jsonb_to_recordset(%(rows)s::jsonb)
     AS given(id uuid, name jsonb, description jsonb, tax_category text, brand_id uuid, category_id uuid,
              nature text)
WHERE kept.id = given.id
RETURNING kept.id, kept.external_id
"""


def revise_products(revisions: Sequence[Revision], *, origin: Origin, now: datetime) -> set[UUID]:
    """Set the fields that are given and keep the others, in the caller's transaction, which holds `CATALOG`.

    An import leaves it alone until the merchant's own file changes the product. Returns who exists; the caller
    compared before: all of them are journaled as changed.
    """
    brands = names.brands(sorted({one.brand for one in revisions if one.brand}))
    categories = names.categories([one.category for one in revisions if one.category])
    rows = [
        {
            "id": str(one.product_id),
            "name": one.name,
            "description": one.description,
            "tax_category": one.tax_category,
            "nature": one.nature,
            "brand_id": str(brands[one.brand]) if one.brand else None,
            "category_id": str(categories[category_keys(one.category)[-1]]) if one.category else None,
        }
        for one in revisions
    ]
    found = sql.rows(STATEMENT, {"rows": json.dumps(rows, ensure_ascii=False), "now": now})
    products.refresh([product for product, _external in found], now)
    words = [ProductChanged(product_id=product, external_id=external) for product, external in sorted(found)]
    journal.append(*words, origin=origin, occurred_at=now)
    cache.forget()
    return {product for product, _external in found}
