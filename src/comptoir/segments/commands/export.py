"""A list of who is in a segment leaves the house, for one purpose; that it did is remembered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.segments import SegmentExported
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid
from comptoir.segments.contracts import MemberInfo
from comptoir.segments.people import PURPOSES
from comptoir.segments.queries import get, members

MOST = 1_000_000


def export(code: str, *, purpose: str, origin: Origin, now: datetime) -> list[MemberInfo]:
    """Everybody who is in it now and allows `purpose`. Refuses NotFound, Invalid (purpose)."""
    if purpose not in PURPOSES:
        raise Invalid({"purpose": "not_a_choice" if purpose else "missing"})
    with transaction.atomic(durable=True):
        locks.hold(("segment", code))
        segment, found = get(code), members(code, purpose, limit=MOST)
        word = SegmentExported(segment_id=segment.id, code=code, purpose=purpose, people=len(found))
        journal.append(word, origin=origin, occurred_at=now)
    return found
