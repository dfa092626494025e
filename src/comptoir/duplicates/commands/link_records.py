"""Somebody says of two records that no search put together that they are one person's."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.duplicates import queries
from comptoir.duplicates.counted import counted_anew
from comptoir.duplicates.errors import DecidedMeanwhile, ReasonMissing, SameRecord
from comptoir.duplicates.guards import refuse_unfit
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.duplicates import DuplicateLinkedByHand
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7

# What a search found keeps what it found; a pair that was taken back is decided anew.
LINK = """
INSERT INTO duplicates_duplicate AS kept (id, a_id, b_id, state, weight, evidence, found_at, decided_at, decided_by,
                                          reason, by_hand)
VALUES (%(id)s, %(a)s, %(b)s, 'same', %(weight)s, %(evidence)s::jsonb, %(now)s, %(now)s, %(actor)s, %(reason)s, true)
ON CONFLICT (a_id, b_id) DO UPDATE SET state = 'same', decided_at = excluded.decided_at,
    decided_by = excluded.decided_by, reason = excluded.reason WHERE kept.state = 'open'
RETURNING id
"""


def link_records(
    one: UUID, other: UUID, *, reason: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """They are one person from now on, as if a search had found them and somebody had said `same`; taken back by
    `decide_duplicate`. Answers the pair. Refuses ReasonMissing, SameRecord, NotFound, DecidedMeanwhile (somebody
    decided this pair), RecordForgotten, Contradicted, TooManyRecords."""
    if not reason.strip():
        raise ReasonMissing()
    if one == other:
        raise SameRecord()
    a, b = sorted((one, other))
    with transaction.atomic(durable=True):
        locks.hold(("duplicates", "decisions"))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return UUID(answer["duplicate_id"])
        alike = queries.likeness(a, b)
        refuse_unfit(a, b)
        row = {
            "id": uuid7(), "a": a, "b": b, "now": now, "actor": origin.actor, "reason": reason.strip()[:200],
            "weight": alike.weight, "evidence": json.dumps([asdict(each) for each in alike.evidence]),
        }  # fmt: skip
        linked = sql.row(LINK, row)
        if linked is None:
            raise DecidedMeanwhile()
        pair: UUID = linked[0]
        counted_anew([a, b])
        journal.append(DuplicateLinkedByHand(duplicate_id=pair), origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"duplicate_id": str(pair)}, now)
    return pair
