"""What came of a promise: one statement a verb. The table in `rules` decides, the row settles races."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.promises import PromiseBroken, PromiseKept, PromiseRepaired, PromiseWithdrawn
from comptoir.kit import sql
from comptoir.promises import queries, rules
from comptoir.promises.errors import PromiseSettled

STATEMENT = """
UPDATE promises_promise
SET state = %(state)s, evidence = evidence || %(evidence)s::jsonb, settled_at = coalesce(settled_at, %(now)s)
WHERE id = %(promise_id)s AND state = ANY(%(before)s)
RETURNING kind
"""
WITHDRAW_OPEN = """
UPDATE promises_promise SET state = 'withdrawn', settled_at = %s
WHERE subject_kind = %s AND subject_id = %s AND state = ANY(%s)
RETURNING id, kind
"""


def kept(promise_id: UUID, *, evidence: Mapping[str, Any], origin: Origin, now: datetime) -> None:
    """It was kept; `evidence` proves it (plain JSON). Refuses PromiseSettled unless it is open, NotFound."""
    kind = _settle(promise_id, "kept", evidence, now)
    journal.append(PromiseKept(promise_id=promise_id, kind=kind), origin=origin, occurred_at=now)


def broken(promise_id: UUID, *, evidence: Mapping[str, Any], origin: Origin, now: datetime) -> None:
    """It was not kept; `evidence` says what happened. Refuses PromiseSettled unless it is open, NotFound."""
    kind = _settle(promise_id, "broken", evidence, now)
    journal.append(PromiseBroken(promise_id=promise_id, kind=kind), origin=origin, occurred_at=now)


def repaired(promise_id: UUID, *, remedy: str, origin: Origin, now: datetime) -> None:
    """The customer was made good by `remedy` (a code). Refuses PromiseSettled unless broken, NotFound."""
    kind = _settle(promise_id, "repaired", {"remedy": remedy, "repaired_at": now.isoformat()}, now)
    word = PromiseRepaired(promise_id=promise_id, kind=kind, remedy=remedy)
    journal.append(word, origin=origin, occurred_at=now)


def withdraw(promise_id: UUID, *, origin: Origin, now: datetime) -> None:
    """What it was about is gone. Refuses PromiseSettled unless it is open, NotFound."""
    kind = _settle(promise_id, "withdrawn", {}, now)
    journal.append(PromiseWithdrawn(promise_id=promise_id, kind=kind), origin=origin, occurred_at=now)


def withdraw_open(subject_kind: str, subject_id: UUID, *, origin: Origin, now: datetime) -> int:
    """The subject is gone: withdraw what is still open about it; answers how many. The rest stays."""
    before = rules.states_before("withdrawn")
    withdrawn = sorted(sql.rows(WITHDRAW_OPEN, [now, subject_kind, subject_id, before]))
    words = (PromiseWithdrawn(promise_id=promise_id, kind=kind) for promise_id, kind in withdrawn)
    journal.append(*words, origin=origin, occurred_at=now)
    return len(withdrawn)


def _settle(promise_id: UUID, state: str, evidence: Mapping[str, Any], now: datetime) -> str:
    moved = sql.row(
        STATEMENT,
        {
            "promise_id": promise_id, "state": state, "evidence": json.dumps(evidence), "now": now,
            "before": rules.states_before(state),
        },
    )  # fmt: skip
    if moved is None:
        raise PromiseSettled(promise_id=str(promise_id), state=queries.get(promise_id).state)
    kind: str = moved[0]
    return kind
