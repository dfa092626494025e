"""In which order categories stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
ROOTS = "SELECT id, position FROM catalog_category WHERE parent_id IS NULL ORDER BY position, key"
BELOW = "SELECT id, position FROM catalog_category WHERE parent_id = %s ORDER BY position, key"
PARENT = "SELECT parent_id FROM catalog_category WHERE id = %s"
PLACE = """
UPDATE catalog_category c SET position = given.place
FROM unnest(%s::uuid[]) WITH ORDINALITY AS given(id, place) WHERE c.id = given.id
"""
Order = Callable[[list[UUID]], Sequence[UUID]]


def order_categories(
    parent_id: UUID | None,
    category_ids: Sequence[UUID],
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """Show the categories just below the parent (None: the roots) in this order; those that are not named follow as
    they stood. One that an import brings later comes last. Answers whether anything changed.

    Refuses NotFound (parent), Invalid (`categories.N`, from 0: one that is not just below the parent, or is named
    twice) and IdempotencyConflict.
    """

    def said(before: list[UUID]) -> Sequence[UUID]:
        wrong = {
            f"categories.{place}": "same_twice" if each in category_ids[:place] else "not_a_choice"
            for place, each in enumerate(category_ids)
            if each in category_ids[:place] or each not in before
        }
        if wrong:
            raise Invalid(wrong)
        return [*category_ids, *(each for each in before if each not in category_ids)]

    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        if parent_id and sql.row(PARENT, [parent_id]) is None:
            raise NotFound()
        changed = _put(parent_id, said, origin, now)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
    cache.forget()
    return changed


def move_category(category_id: UUID, before: UUID | None, *, origin: Origin, now: datetime) -> bool:
    """Put one category just before another one with the same parent, or last (None); what others moved meanwhile stays
    where they moved it. Answers whether anything changed.

    Refuses NotFound (category), Invalid (`before`: it has another parent, or is the category itself).
    """

    def moved(ids: list[UUID]) -> Sequence[UUID]:
        rest = [each for each in ids if each != category_id]
        if before is not None and before not in rest:
            raise Invalid({"before": "not_a_choice"})
        place = len(rest) if before is None else rest.index(before)
        return [*rest[:place], category_id, *rest[place:]]

    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        found = sql.row(PARENT, [category_id])
        if found is None:
            raise NotFound()
        changed = _put(found[0], moved, origin, now)
    cache.forget()
    return changed


def _put(parent_id: UUID | None, order: Order, origin: Origin, now: datetime) -> bool:
    """What stands by name stands so by chance: to say the same order is news too, since it then stays."""
    rows = sql.rows(BELOW, [parent_id]) if parent_id else sql.rows(ROOTS)
    after = list(order([row[0] for row in rows]))
    if [(each, place) for place, each in enumerate(after, start=1)] == rows:
        return False
    sql.run(PLACE, [after])
    word = CategoriesOrdered(place=str(parent_id or ROOT), category_ids=after)
    journal.append(word, origin=origin, occurred_at=now)
    return True
