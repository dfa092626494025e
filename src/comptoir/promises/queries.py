"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.promises.contracts import PromiseInfo

COLUMNS = """
SELECT id, kind, subject_kind, subject_id, due, terms, state, evidence, made_at, settled_at
FROM promises_promise
"""
ONE = COLUMNS + "WHERE id = %s"
OF = COLUMNS + "WHERE subject_kind = %s AND subject_id = %s ORDER BY made_at, id"
AT_RISK = COLUMNS + "WHERE state = 'made' AND due <= %s ORDER BY due, id LIMIT %s"


def get(promise_id: UUID) -> PromiseInfo:
    """Refuses NotFound."""
    found = sql.row(ONE, [promise_id])
    if found is None:
        raise NotFound()
    return _info(found)


def of(subject_kind: str, subject_id: UUID) -> tuple[PromiseInfo, ...]:
    """All promises about a subject, the oldest first."""
    return tuple(map(_info, sql.rows(OF, [subject_kind, subject_id])))


def at_risk(now: datetime, horizon: timedelta, *, limit: int = 500) -> tuple[PromiseInfo, ...]:
    """Open promises that are late, or due within `horizon` from `now`; the most urgent first."""
    return tuple(map(_info, sql.rows(AT_RISK, [now + horizon, limit])))


def _info(row: Sequence[Any]) -> PromiseInfo:
    return PromiseInfo(
        id=row[0], kind=row[1], subject_kind=row[2], subject_id=row[3], due=row[4], terms=row[5],
        state=row[6], evidence=row[7], made_at=row[8], settled_at=row[9],
    )  # fmt: skip
