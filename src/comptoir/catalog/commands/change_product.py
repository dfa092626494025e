"""The merchant edits a product by hand."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import rules
from comptoir.catalog.commands.steps import products
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, locks, sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised

KNOWN = """
SELECT external_id,
       %(brand)s::uuid IS NULL OR EXISTS (SELECT FROM catalog_brand WHERE id = %(brand)s),
       %(category)s::uuid IS NULL OR EXISTS (SELECT FROM catalog_category WHERE id = %(category)s)
FROM catalog_product WHERE id = %(product)s
"""
UPDATE = """
UPDATE catalog_product
SET name = %(name)s::jsonb, description = %(description)s::jsonb, brand_id = %(brand)s,
    category_id = %(category)s, changed_at = %(now)s,
    tax_category = CASE WHEN nature = 'gift_card' THEN 'zero' ELSE %(tax_category)s END
WHERE id = %(product)s
  AND (name, description, brand_id, category_id, tax_category::text)
      IS DISTINCT FROM (%(name)s::jsonb, %(description)s::jsonb, %(brand)s::uuid, %(category)s::uuid,
                        CASE WHEN nature = 'gift_card' THEN 'zero' ELSE %(tax_category)s::text END)
"""


def change_product(
    product_id: UUID,
    *,
    name: Localised,
    description: Localised,
    brand_id: UUID | None,
    category_id: UUID | None,
    tax_category: str,
    origin: Origin,
    now: datetime,
) -> None:
    """Set the texts and the place of a product; what is as it was is not journaled.

    An import leaves the edit alone until the merchant's own file changes this product. Refuses NotFound, and
    Invalid by field: a name that is missing or too long, a brand, category or tax category that is unknown.
    """
    given = {
        "product": product_id,
        "name": json.dumps(name),
        "description": json.dumps(description),
        "brand": brand_id,
        "category": category_id,
        "tax_category": tax_category,
        "now": now,
    }
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        known = sql.row(KNOWN, {key: given[key] for key in ("product", "brand", "category")})
        if known is None:
            raise NotFound()
        errors = rules.product_errors(name, tax_category)
        errors |= {
            field: "unknown"
            for field, good in zip(("brand_id", "category_id"), known[1:], strict=True)
            if not good
        }
        if errors:
            raise Invalid(errors)
        if sql.run(UPDATE, given):
            products.refresh([product_id], now)
            word = ProductChanged(product_id=product_id, external_id=known[0])
            journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
