from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.sources import SourcePaused, SourceResumed
from comptoir.kit import cache, locks
from comptoir.kit.refusals import NotFound
from comptoir.sources.contracts import State
from comptoir.sources.models import Source


def set_source_state(source_id: UUID, state: State, *, origin: Origin, now: datetime) -> None:
    """Nothing is taken from a paused source, within a second of the command. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("source", source_id))
        row = Source.objects.filter(id=source_id).first()
        if row is None:
            raise NotFound()
        if row.state == state:
            return
        row.state = state
        row.save(update_fields=["state"])
        word = SourcePaused if state == "paused" else SourceResumed
        journal.append(word(source_id=source_id, code=row.code), origin=origin, occurred_at=now)
    cache.forget()
