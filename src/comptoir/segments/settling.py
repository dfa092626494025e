"""Who is looked at again, and what comes of it: the one place where somebody enters or leaves a segment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.segments import SegmentEntered, SegmentLeft
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.segments import contracts
from comptoir.segments.compiling import FROM_SOME, Compiler
from comptoir.segments.people import ALLOWING_SOME, PURPOSES
from comptoir.segments.rules.language import Resolved
from comptoir.segments.standing import Standing, standing

BATCH = 500
# Whoever defines or archives a segment and whoever looks at people wait for each other: nobody enters what has just
# been archived.
ALL = ("segments", "all")

MARK = """
INSERT INTO segments_due AS kept (person_id, due_at, why, marks)
SELECT DISTINCT person_id, %s::timestamptz, %s, 1 FROM unnest(%s::uuid[]) AS given(person_id) ORDER BY person_id
ON CONFLICT (person_id) DO UPDATE
SET due_at = least(kept.due_at, excluded.due_at), why = excluded.why, marks = kept.marks + 1
"""
ALLOWED = f"WITH {ALLOWING_SOME} SELECT person_id FROM allowing"
INSIDE = """
SELECT DISTINCT person_id FROM segments_membership WHERE person_id = ANY(%s::uuid[]) AND until IS NULL
"""
DUE = """
SELECT person_id, why, marks FROM segments_due WHERE due_at <= %s ORDER BY due_at, person_id LIMIT %s
"""
IN_NOW = """
SELECT person_id, segment_id FROM segments_membership WHERE person_id = ANY(%s::uuid[]) AND until IS NULL
"""
ENTER = """
INSERT INTO segments_membership (segment_id, person_id, since, entered_why, left_why)
SELECT segment_id, person_id, %s::timestamptz, why, ''
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given(segment_id, person_id, why)
"""
LEAVE = """
UPDATE segments_membership kept SET until = greatest(kept.since, %s::timestamptz), left_why = given.why
FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given(segment_id, person_id, why)
WHERE kept.segment_id = given.segment_id AND kept.person_id = given.person_id AND kept.until IS NULL
"""
AGAIN = """
UPDATE segments_due kept SET due_at = given.due_at, why = 'time'
FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[]) AS given(person_id, marks, due_at)
WHERE kept.person_id = given.person_id AND kept.marks = given.marks
"""
DONE = """
DELETE FROM segments_due kept USING unnest(%s::uuid[], %s::bigint[]) AS given(person_id, marks)
WHERE kept.person_id = given.person_id AND kept.marks = given.marks
"""

Place = tuple[UUID, UUID]  # segment, person


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at somebody found."""

    allows: bool
    segments: frozenset[UUID]
    again_at: datetime | None


def mark(people: Collection[UUID], *, why: str, now: datetime) -> None:
    """These people are looked at as soon as possible; in the caller's transaction."""
    if people:
        sql.run(MARK, [now, why, list(people)])


def concerned(people: list[UUID]) -> list[UUID]:
    """Those of them who can be in a segment, or are in one still: who answers otherwise is touched again."""
    if not people:
        return []
    found = _allowed(people) | {row[0] for row in sql.rows(INSIDE, [people])}
    return [each for each in people if each in found]


def settle(now: datetime, *, limit: int = BATCH) -> int:
    """Look at up to `limit` people who are due, and let them enter and leave; in a transaction of its own. Answers how
    many were looked at."""
    with transaction.atomic(durable=True):
        due = sql.rows(DUE, [now, limit])
        if not due:
            return 0
        people = [row[0] for row in due]
        locks.hold(ALL, *(("person", each) for each in people))
        due = [row for row in sql.rows(DUE, [now, limit]) if row[0] in set(people)]
        move({row[0]: row[1] for row in due}, {row[0]: row[2] for row in due}, now=now)
    return len(people)


def move(whys: Mapping[UUID, str], marks: Mapping[UUID, int], *, now: datetime) -> None:
    """Compare where these people are with where they belong. The caller holds ALL and the people."""
    segments = standing()
    seen = look(list(whys), segments, now)
    kept: set[Place] = {(segment, person) for person, segment in sql.rows(IN_NOW, [list(whys)])}
    meant: set[Place] = {(segment, person) for person, each in seen.items() for segment in each.segments}
    entered = {place: whys[place[1]] for place in sorted(meant - kept)}
    left = {place: whys[place[1]] if seen[place[1]].allows else contracts.CONSENT for place in sorted(kept - meant)}
    write(entered, left, segments.codes, now=now)
    again = {person: each.again_at for person, each in seen.items() if person in marks}
    later = [(person, marks[person], at) for person, at in again.items() if at]
    done = [(person, marks[person]) for person, at in again.items() if not at]
    if later:
        sql.run(AGAIN, [list(column) for column in zip(*later, strict=True)])
    if done:
        sql.run(DONE, [list(column) for column in zip(*done, strict=True)])


def look(people: list[UUID], segments: Standing, now: datetime) -> dict[UUID, Seen]:
    """Where each of these people belongs at `now`, and when that has to be asked again."""
    allowed = sorted(_allowed(people)) if people else []
    seen = {each: Seen(False, frozenset(), None) for each in people}
    if allowed:
        seen |= _compared(allowed, segments, now)
    return seen


def _allowed(people: list[UUID]) -> set[UUID]:
    return {row[0] for row in sql.rows(ALLOWED, {"people": people, "purposes": list(PURPOSES)})}


def _compared(people: list[UUID], segments: Standing, now: datetime) -> dict[UUID, Seen]:
    """With every rule; these people may be spoken of."""
    compiler = Compiler(now)
    given: dict[str, Any] = compiler.params
    given |= {"people": people}
    rules: dict[UUID, Resolved] = segments.rules
    held = [
        f"CASE WHEN {compiler.holds(rule)} THEN {compiler.put(identity)}::uuid END" for identity, rule in rules.items()
    ]
    turns = compiler.turns(rules.values()) or "SELECT NULL::uuid AS person_id, NULL::timestamptz AS at"
    found = sql.rows(
        f"""
        WITH {FROM_SOME}, turn AS (SELECT person_id, min(at) AS at FROM ({turns}) t GROUP BY 1)
        SELECT p.person_id, turn.at, array_remove(ARRAY[{", ".join(held)}]::uuid[], NULL)
        FROM unnest(%(people)s::uuid[]) AS p(person_id) LEFT JOIN turn ON turn.person_id = p.person_id
        """,
        given,
    )
    return {person: Seen(True, frozenset(held), at) for person, at, held in found}


def write(entered: Mapping[Place, str], left: Mapping[Place, str], codes: Mapping[UUID, str], *, now: datetime) -> None:
    """The rows and the words of these moves; the caller holds the people."""
    origin = Origin(actor="system:segments", channel="worker", correlation=uuid7())
    if left:
        sql.run(LEAVE, [now, *_columns(left)])
    if entered:
        sql.run(ENTER, [now, *_columns(entered)])
    words = [SegmentLeft(person_id=p, segment_id=s, code=codes[s], why=why) for (s, p), why in left.items()]
    came = [SegmentEntered(person_id=p, segment_id=s, code=codes[s], why=why) for (s, p), why in entered.items()]
    for words_of_one_kind in (words, came):
        journal.append(*words_of_one_kind, origin=origin, occurred_at=now)


def _columns(moves: Mapping[Place, str]) -> Iterable[list[Any]]:
    return [segment for segment, _ in moves], [person for _, person in moves], list(moves.values())
