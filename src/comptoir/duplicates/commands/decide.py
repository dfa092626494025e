"""Somebody says of two records that they are one person's, or not, or takes back what was said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.duplicates import rules
from comptoir.duplicates.contracts import State
from comptoir.duplicates.counted import counted_anew
from comptoir.duplicates.errors import DecidedMeanwhile
from comptoir.duplicates.guards import refuse_unfit
from comptoir.duplicates.models import Duplicate
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.duplicates import DuplicateConfirmed, DuplicateDenied, DuplicateReopened
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound

WORDS = {"same": DuplicateConfirmed, "different": DuplicateDenied, "open": DuplicateReopened}


def decide_duplicate(
    duplicate_id: UUID, says: State, *, reason: str = "", origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """`same` makes two records one person for staff, profiles, segments and figures; `different` is never asked again;
    `open` takes either back, and all is as before. Records stay two, with their own consents, rights and log-ins.
    Refuses NotFound, DecidedMeanwhile, RecordForgotten, Contradicted, TooManyRecords."""
    with transaction.atomic(durable=True):
        locks.hold(("duplicates", "decisions"))
        if idempotency.recall(idempotency_key) is not None:
            return
        row = Duplicate.objects.filter(id=duplicate_id).first()
        if row is None:
            raise NotFound()
        if says not in rules.MOVES[row.state]:
            raise DecidedMeanwhile()
        if says == "same":
            refuse_unfit(row.a_id, row.b_id)
        is_open = says == "open"
        Duplicate.objects.filter(id=row.id).update(
            state=says,
            decided_at=None if is_open else now,
            decided_by="" if is_open else origin.actor,
            reason=reason.strip()[:200],
        )
        counted_anew([row.a_id, row.b_id])
        journal.append(WORDS[says](duplicate_id=row.id), origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"done": True}, now)
