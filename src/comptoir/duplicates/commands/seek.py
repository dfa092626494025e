"""Look-alikes are sought: a row says so, the worker does it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.duplicates.models import RUNNING, Search
from comptoir.journal.contracts import Origin
from comptoir.kit import locks


def seek_duplicates(*, origin: Origin, now: datetime) -> None:
    """Ask for a search; one that waits or is under way is enough."""
    with transaction.atomic(durable=True):
        locks.hold(("duplicates", "search"))
        if not Search.objects.filter(state__in=RUNNING).exists():
            Search.objects.create(asked_at=now, moved_at=now, asked_by=origin.actor)
