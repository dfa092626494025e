"""A list of who left somewhere on the way to an order leaves the house, for one purpose; that it did is remembered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.insights.contracts import Behind, Stop
from comptoir.insights.funnel.behind import who_left
from comptoir.insights.funnel.steps import PATH
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.insights import LeaversExported
from comptoir.kit import locks


def export_leavers(
    since: datetime, until: datetime, *, step: str, purpose: str, stop: Stop | None, origin: Origin, now: datetime
) -> Behind:
    """Everybody who left before `step` and allows `purpose` now. Refuses Invalid (step, purpose)."""
    found = who_left(PATH, since, until, step=step, purpose=purpose, stop=stop)
    word = LeaversExported(
        figure="funnel", step=step, outcome=stop.outcome if stop else "", reason=stop.reason if stop else "",
        since=since, until=until, purpose=purpose, people=len(found.people),
    )  # fmt: skip
    with transaction.atomic(durable=True):
        locks.hold(("figure", "funnel"))
        journal.append(word, origin=origin, occurred_at=now)
    return found
