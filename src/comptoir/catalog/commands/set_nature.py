"""A product is goods, a service, a digital good or a gift card."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.law import NATURES
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

KNOWN = "SELECT external_id FROM catalog_product WHERE id = %s"
# A voucher for several purposes is sold without VAT.
SET = """
UPDATE catalog_product
SET nature = %(nature)s, tax_category = CASE WHEN %(nature)s = 'gift_card' THEN 'zero' ELSE tax_category END,
    changed_at = %(now)s
WHERE id = %(product)s AND nature <> %(nature)s
"""


def set_nature(
    product_id: UUID, *, nature: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> bool:
    """What it is from now on: orders of before keep what they were. A gift card is sold without VAT; of what is none
    any more the VAT is for the merchant to say. Answers whether it changed. Refuses Invalid (nature), NotFound,
    IdempotencyConflict."""
    if nature not in NATURES:
        raise Invalid({"nature": "not_a_choice"})
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        found = sql.row(KNOWN, [product_id])
        if found is None:
            raise NotFound()
        changed = sql.run(SET, {"nature": nature, "product": product_id, "now": now}) > 0
        idempotency.remember(idempotency_key, {"changed": changed}, now)
        if changed:
            word = ProductChanged(product_id=product_id, external_id=found[0])
            journal.append(word, origin=origin, occurred_at=now)
    cache.forget()
    return changed
