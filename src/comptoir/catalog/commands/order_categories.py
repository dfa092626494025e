"""In which order categories stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import CategoriesOrdered
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

ROOT = "root"
BELOW = """
SELECT id FROM catalog_category WHERE parent_id IS NOT DISTINCT FROM %s::uuid ORDER BY position, key
"""
PLACE = """
UPDATE catalog_category c SET position = given.place
FROM unnest(%s::uuid[]) WITH ORDINALITY AS given(id, place) WHERE c.id = given.id
"""


def order_categories(
    parent_id: UUID | None,
    category_ids: Sequence[UUID],
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """Show the categories just below the parent (None: the roots, the shop's menu) in this order; those that are not
    named follow as they stood. One that an import brings later comes last. Answers whether anything changed.

    Refuses NotFound (parent), Invalid (`categories`: one that is not just below the parent, or is named twice) and
    IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        if parent_id and sql.row("SELECT id FROM catalog_category WHERE id = %s", [parent_id]) is None:
            raise NotFound()
        before = [row[0] for row in sql.rows(BELOW, [parent_id])]
        if len(set(category_ids)) < len(category_ids):
            raise Invalid({"categories": "same_twice"})
        if not set(category_ids) <= set(before):
            raise Invalid({"categories": "not_a_choice"})
        after = [*category_ids, *(each for each in before if each not in set(category_ids))]
        if changed := after != before:
            sql.run(PLACE, [after])
            word = CategoriesOrdered(place=str(parent_id or ROOT), category_ids=after)
            journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
    cache.forget()
    return changed
