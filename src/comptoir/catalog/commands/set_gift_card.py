"""A product is a gift card, or no longer."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.law import GIFT_CARD
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, locks, sql
from comptoir.kit.refusals import NotFound

LABEL = json.dumps({"fr": "Carte cadeau", "en": "Gift card"})
NAME = """
INSERT INTO catalog_attribute (code, label, kind, unit, choices) VALUES (%s, %s::jsonb, 'boolean', '', '[]')
ON CONFLICT DO NOTHING
"""
KNOWN = "SELECT external_id FROM catalog_product WHERE id = %s"
# A voucher for several purposes is sold without VAT.
SET = """
UPDATE catalog_product
SET attributes = attributes || jsonb_build_object(%(code)s::text, true), tax_category = 'zero', changed_at = %(now)s
WHERE id = %(product)s AND NOT (attributes @> jsonb_build_object(%(code)s::text, true) AND tax_category = 'zero')
"""
UNSET = """
UPDATE catalog_product SET attributes = attributes - %(code)s::text, changed_at = %(now)s
WHERE id = %(product)s AND attributes ? %(code)s::text
"""


def set_gift_card(product_id: UUID, *, is_card: bool, origin: Origin, now: datetime) -> bool:
    """Its pieces become gift cards when they are paid, sold without VAT; or no longer, and then the VAT is for the
    merchant to say. Answers whether it changed. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        found = sql.row(KNOWN, [product_id])
        if found is None:
            raise NotFound()
        if is_card:
            sql.run(NAME, [GIFT_CARD, LABEL])
        changed = sql.run(SET if is_card else UNSET, {"code": GIFT_CARD, "product": product_id, "now": now}) > 0
        if changed:
            word = ProductChanged(product_id=product_id, external_id=found[0])
            journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return changed
