"""A customer is told something with a date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.promises import PromiseMade
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

STATEMENT = """
INSERT INTO promises_promise (id, kind, subject_kind, subject_id, due, terms, state, evidence, made_at)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, 'made', '{}'::jsonb, %s)
"""


def make(
    kind: str,
    *,
    subject_kind: str,
    subject_id: UUID,
    due: datetime,
    terms: Mapping[str, Any],
    origin: Origin,
    now: datetime,
) -> UUID:
    """Write down what was said; returns the promise's id. In the caller's transaction.

    `kind` and `subject_kind` have 30 characters at most; `terms` is plain JSON without personal values.
    """
    promise_id = uuid7()
    sql.write(STATEMENT, [promise_id, kind, subject_kind, subject_id, due, json.dumps(terms), now])
    journal.append(
        PromiseMade(
            promise_id=promise_id, kind=kind, subject_kind=subject_kind, about_id=subject_id, due=due
        ),
        origin=origin,
        occurred_at=now,
    )
    return promise_id
