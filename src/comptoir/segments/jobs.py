"""What the worker does by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.profiles import facade as profiles
from comptoir.segments import contracts
from comptoir.segments.scheduling import place
from comptoir.segments.settling import BATCH, concerned, mark, settle


def work(now: datetime) -> int:
    """Mark the people of whom something new is known and who may be spoken of, look at those who are due, and mark
    whom a changed rule places otherwise: last, since a slow rule holds up nobody's moves."""
    with transaction.atomic(durable=True):
        touched = profiles.take_touched(BATCH)
        mark(concerned(touched), why=contracts.HEARD, now=now)
    looked_at = settle(now)
    return len(touched) + looked_at + place(now)
