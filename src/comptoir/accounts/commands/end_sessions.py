from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.accounts import sessions
from comptoir.journal.contracts import Origin
from comptoir.kit import locks
from comptoir.kit.refusals import NotFound


def end_session(account_id: UUID, session_id: UUID, *, reason: str, origin: Origin, now: datetime) -> None:
    """Close one browser from afar, or this one on leaving. Refuses NotFound: also another's."""
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        if not sessions.end(account_id, reason, only=session_id, origin=origin, now=now):
            raise NotFound()


def end_sessions(
    account_id: UUID, *, but: UUID | None = None, reason: str, origin: Origin, now: datetime
) -> int:
    """Close every browser, or every other one; answers how many."""
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        return sessions.end(account_id, reason, but=but, origin=origin, now=now)
