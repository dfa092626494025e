"""Which properties products can be chosen by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.search import SearchFacetsSet
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.search.rules.facets import MOST_HIDDEN, MOST_PINNED

EVERYWHERE = "everywhere"
BEFORE = """
SELECT code, pinned FROM search_facetrule WHERE category_id IS NOT DISTINCT FROM %s::uuid ORDER BY position, id
"""
DROP = "DELETE FROM search_facetrule WHERE category_id IS NOT DISTINCT FROM %s::uuid"
KEEP = """
INSERT INTO search_facetrule (category_id, code, pinned, position)
SELECT %(category)s::uuid, code, pinned, place
FROM unnest(%(codes)s::text[], %(pinned)s::bool[]) WITH ORDINALITY AS given(code, pinned, place)
"""


def keep_facets(
    category_id: UUID | None,
    *,
    pinned: Sequence[str],
    hidden: Collection[str],
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> bool:
    """In the category and all below it, or everywhere (None): these attributes are offered first, in this order, those
    never; what is said further down counts more. Nothing given takes everything back. Answers whether it changed.

    Refuses NotFound (category), and Invalid: an attribute that there is not, one that is pinned and hidden, more than
    12 pinned or 400 hidden; IdempotencyConflict.
    """
    first, never = list(dict.fromkeys(pinned)), sorted(set(hidden))
    _refuse_wrong(first, never)
    with transaction.atomic(durable=True):
        locks.hold(("facets", category_id or EVERYWHERE))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return bool(answer["changed"])
        if category_id:
            catalog.category_by_id(category_id)
        wanted = [(code, True) for code in first] + [(code, False) for code in never]
        changed = [tuple(row) for row in sql.rows(BEFORE, [category_id])] != wanted
        if changed:
            sql.run(DROP, [category_id])
            given = {"codes": [code for code, _is in wanted], "pinned": [is_pinned for _code, is_pinned in wanted]}
            sql.run(KEEP, given | {"category": category_id})
            word = SearchFacetsSet(place=str(category_id or EVERYWHERE), pinned=first, hidden=never)
            journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"changed": changed}, now)
    cache.forget()
    return changed


def _refuse_wrong(pinned: Sequence[str], hidden: Sequence[str]) -> None:
    if set(pinned) & set(hidden):
        raise Invalid({"hidden": "same_twice"})
    known = catalog.attribute_labels([*pinned, *hidden])
    for field, codes, most in (("pinned", pinned, MOST_PINNED), ("hidden", hidden, MOST_HIDDEN)):
        if len(codes) > most:
            raise Invalid({field: "too_large"})
        if any(code not in known for code in codes):
            raise Invalid({field: "not_a_choice"})
