"""The merchant says what goes with a product."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import rules
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductRelated
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

KNOWN = "SELECT id FROM catalog_product WHERE id = ANY(%s::uuid[])"
BEFORE = "SELECT other_id FROM catalog_relation WHERE product_id = %s AND kind = %s ORDER BY position"
DROP = "DELETE FROM catalog_relation WHERE product_id = %s AND kind = %s"
KEEP = """
INSERT INTO catalog_relation (product_id, kind, other_id, position)
SELECT %s, %s, other_id, place FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(other_id, place)
"""


def relate(
    product_id: UUID,
    kind: str,
    others: Sequence[UUID],
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """These, in this order, are its accessories, what goes with it, or what it replaces (`kind`); none takes them off.
    Answers whether anything changed.

    Refuses NotFound (the product), and Invalid: a kind that there is not, another product that is unknown, the product
    itself, more than twelve; IdempotencyConflict.
    """
    wanted = list(dict.fromkeys(others))
    if errors := rules.relation_errors(product_id, kind, wanted):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        known = {row[0] for row in sql.rows(KNOWN, [[product_id, *wanted]])}
        if product_id not in known:
            raise NotFound()
        if not known.issuperset(wanted):
            raise Invalid({"others": "unknown"})
        changed = [row[0] for row in sql.rows(BEFORE, [product_id, kind])] != wanted
        if changed:
            sql.run(DROP, [product_id, kind])
            sql.run(KEEP, [product_id, kind, wanted])
            word = ProductRelated(product_id=product_id, kind=kind, others=wanted)
            journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
    return changed
