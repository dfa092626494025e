"""Words of the promise ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Word, word


@word("Promise Made", subject=("promise", "promise_id"))
class PromiseMade(Word):
    """A customer was told something with a date."""

    promise_id: UUID
    kind: str
    subject_kind: str
    about_id: UUID
    due: datetime


@word("Promise Kept", subject=("promise", "promise_id"))
class PromiseKept(Word):
    promise_id: UUID
    kind: str


@word("Promise Broken", subject=("promise", "promise_id"))
class PromiseBroken(Word):
    promise_id: UUID
    kind: str


@word("Promise Repaired", subject=("promise", "promise_id"))
class PromiseRepaired(Word):
    promise_id: UUID
    kind: str
    remedy: str


@word("Promise Withdrawn", subject=("promise", "promise_id"))
class PromiseWithdrawn(Word):
    """What it was about is gone (the order was cancelled)."""

    promise_id: UUID
    kind: str
