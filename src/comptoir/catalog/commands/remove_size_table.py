"""A table of sizes is taken off."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import SizeTableRemoved
from comptoir.kit import cache, idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound

STATEMENT = "DELETE FROM catalog_sizetable WHERE id = %s RETURNING category_id"


def remove_size_table(
    table_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Its products show the table of the category above, or none. Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if idempotency.recall(idempotency_key) is not None:
            return
        found = sql.row(STATEMENT, [table_id])
        if found is None:
            raise NotFound()
        idempotency.remember(idempotency_key, {"removed": True}, now)
        journal.append(SizeTableRemoved(table_id=table_id, category_id=found[0]), origin=origin, occurred_at=now)
    cache.forget()
