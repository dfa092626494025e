"""Which size is which measure, said once for a whole aisle."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.contracts import SizeTable
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import SizeTableSet
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

MOST_COLUMNS, MOST_ROWS, LONGEST = 8, 40, 60
KNOWN = """
SELECT EXISTS (SELECT FROM catalog_category WHERE id = %(category)s),
       (SELECT id FROM catalog_brand WHERE name = %(brand)s)
"""
KEEP = """
INSERT INTO catalog_sizetable AS kept (id, category_id, brand_id, columns, rows, note, changed_at)
VALUES (%(id)s, %(category)s, %(brand)s, %(columns)s::jsonb, %(rows)s::jsonb, %(note)s::jsonb, %(now)s)
ON CONFLICT ON CONSTRAINT size_table_once DO UPDATE
SET columns = excluded.columns, rows = excluded.rows, note = excluded.note, changed_at = excluded.changed_at
RETURNING id
"""


def keep_size_table(
    table: SizeTable, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """Keep it for its category and brand, in place of the one before. Answers its id.

    Refuses NotFound (category, brand), Invalid: rows that are not as long as the columns, more than eight columns or
    forty rows, a text beyond sixty characters; IdempotencyConflict.
    """
    if errors := _errors(table):
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["id"])
        ((has_category, brand_id),) = sql.rows(KNOWN, {"category": table.category_id, "brand": table.brand})
        if not has_category or (table.brand and brand_id is None):
            raise NotFound()
        given = {
            "id": uuid7(), "category": table.category_id, "brand": brand_id, "now": now,
            "columns": json.dumps(table.columns), "rows": json.dumps(table.rows), "note": json.dumps(table.note),
        }  # fmt: skip
        ((identity,),) = sql.rows(KEEP, given)
        word = SizeTableSet(table_id=identity, category_id=table.category_id)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(identity)}, now)
    cache.forget()
    return UUID(str(identity))


def _errors(table: SizeTable) -> dict[str, str]:
    if not 1 < len(table.columns) <= MOST_COLUMNS:
        return {"columns": "not_a_choice"}
    if not 0 < len(table.rows) <= MOST_ROWS or any(len(row) != len(table.columns) for row in table.rows):
        return {"rows": "not_a_choice"}
    texts = [text for row in table.rows for text in row] + [text for name in table.columns for text in name.values()]
    return {"rows": "too_long"} if any(len(text) > LONGEST for text in texts) else {}
