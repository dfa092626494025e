from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.sources import SourceKeyRotated
from comptoir.kit import cache, locks
from comptoir.kit.refusals import NotFound
from comptoir.sources.keys import new_key
from comptoir.sources.models import Source

OVERLAP = timedelta(days=7)


def rotate_source_key(source_id: UUID, *, origin: Origin, now: datetime) -> str:
    """A new write key; the present one is still accepted for seven days. A server's secret stops at once: it may have
    leaked, and who has it may name our customers. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("source", source_id))
        row = Source.objects.filter(id=source_id).first()
        if row is None:
            raise NotFound()
        shown, kept = new_key(row.kind)
        before = (row.write_key, now + OVERLAP) if row.kind == "public" else ("", None)
        row.previous_key, row.previous_until = before
        row.write_key = kept
        row.save(update_fields=["previous_key", "previous_until", "write_key"])
        journal.append(SourceKeyRotated(source_id=source_id, code=row.code), origin=origin, occurred_at=now)
    cache.forget()
    return shown
