"""What crosses the door of segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kit.text import Localised

# Why somebody came or left: something was heard of them, time passed, the rule was changed or archived, what they
# allow has changed, or they are no longer one person.
HEARD, TIME, RULE, CONSENT, ARCHIVED = "heard", "time", "rule", "consent", "archived"
WHYS = (HEARD, TIME, RULE, CONSENT, ARCHIVED)
# Fewer people than this are not counted aloud.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentInfo:
    """`definition` is what `rules/language.py` describes, as JSON. The database gave up on its rule `slow_times` in a
    row, and tries again after `try_after`."""

    id: UUID
    code: str
    name: Localised
    definition: dict[str, Any]
    version: int
    defined_at: datetime
    changed_at: datetime
    archived_at: datetime | None
    slow_times: int
    try_after: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo:
    version: int
    name: Localised
    definition: dict[str, Any]
    since: datetime
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInfo:
    """Somebody in a segment, or who was: `until` and `left_why` are None and empty while they are in."""

    person_id: UUID
    segment: str
    since: datetime
    until: datetime | None
    entered_why: str
    left_why: str


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a rule holds of, of all who allow the purpose. None: fewer than five, but not none of whom one
    may speak; `people` is None too when counting would have taken too long (`slow`)."""

    people: int | None
    of: int | None
    slow: bool = False
