"""Who is in what, for a named purpose; and how many a rule would hold of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.utils import OperationalError
from django.utils import translation
from psycopg.errors import QueryCanceled

from comptoir.consent.contracts import Subject
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.segments.compiling import FROM_ALL, Compiler
from comptoir.segments.contracts import FEWEST, EditionInfo, MemberInfo, SegmentInfo, Size
from comptoir.segments.models import Edition, Segment
from comptoir.segments.people import ALLOWING_ALL, ALLOWING_SOME
from comptoir.segments.rules.reading import read
from comptoir.segments.rules.resolving import resolve, segments_in
from comptoir.segments.sentences import said as told
from comptoir.segments.standing import standing

# While one types a count may take so long, in milliseconds.
PATIENCE = 1_500
# Asked on the way to a page: each step is one look into an index.
OF = """
SELECT segment.code FROM (
    SELECT DISTINCT i.person_id FROM unnest((SELECT %(kinds)s::text[]), (SELECT %(ids)s::text[])) AS s(kind, id)
    JOIN profiles_identity i ON i.kind = s.kind AND i.value = s.id) who
JOIN segments_membership m ON m.person_id = who.person_id AND m.until IS NULL
JOIN segments_segment segment ON segment.id = m.segment_id
WHERE segment.archived_at IS NULL AND (
    SELECT c.granted FROM profiles_identity own
    JOIN consent_choice c ON c.subject_kind = own.kind AND c.subject_id = own.value
    WHERE own.person_id = who.person_id AND c.purpose = %(purpose)s
    ORDER BY c.chosen_at DESC, c.granted LIMIT 1)
"""
# Records that staff hold for one person's are told once, by the first that may be told, and counted once.
MEMBERS = f"""
WITH page AS (
    SELECT person_id, since, until, entered_why, left_why FROM segments_membership
    WHERE segment_id = %(segment)s::uuid AND until IS NULL
        AND (%(after)s::uuid IS NULL OR person_id > %(after)s::uuid)),
{ALLOWING_ALL}
SELECT page.* FROM page JOIN allowing USING (person_id)
WHERE NOT EXISTS (
    SELECT FROM profiles_counted mine JOIN profiles_counted other USING (one_id)
    JOIN segments_membership m ON m.person_id = other.person_id AND m.until IS NULL
    JOIN allowing also ON also.person_id = other.person_id
    WHERE mine.person_id = page.person_id AND other.person_id < page.person_id AND m.segment_id = %(segment)s::uuid)
ORDER BY person_id LIMIT %(limit)s
"""
OF_PERSON = f"""
WITH {ALLOWING_SOME}
SELECT m.person_id, s.code, m.since, m.until, m.entered_why, m.left_why
FROM segments_membership m JOIN segments_segment s ON s.id = m.segment_id JOIN allowing USING (person_id)
ORDER BY m.since DESC, s.code
"""
ALLOWING = f"WITH {ALLOWING_SOME} SELECT person_id FROM allowing"
TOGETHER = """
SELECT mine.person_id, other.person_id FROM profiles_counted mine JOIN profiles_counted other USING (one_id)
WHERE mine.person_id = ANY(%s::uuid[]) AND other.person_id <> mine.person_id
"""
ONE = "coalesce(counted.one_id, p.person_id)"
SIZE = f"""
WITH {ALLOWING_ALL}, {FROM_ALL}
SELECT count(DISTINCT {ONE}) FILTER (WHERE {{rule}}), count(DISTINCT {ONE})
FROM allowing p LEFT JOIN profiles_counted counted ON counted.person_id = p.person_id
"""
COUNTS = f"""
SELECT p.segment_id, count(DISTINCT {ONE})
FROM segments_membership p LEFT JOIN profiles_counted counted ON counted.person_id = p.person_id
WHERE p.until IS NULL GROUP BY p.segment_id
"""
MOVES = """
SELECT date_trunc('day', at)::date, count(*) FILTER (WHERE came), count(*) FILTER (WHERE NOT came) FROM (
    SELECT since AS at, true AS came FROM segments_membership WHERE segment_id = %(segment)s::uuid
    UNION ALL SELECT until, false FROM segments_membership WHERE segment_id = %(segment)s::uuid AND until IS NOT NULL
) moves WHERE at > %(since)s::timestamptz GROUP BY 1 ORDER BY 1 DESC
"""


def of(subjects: Collection[Subject], purpose: str) -> frozenset[str]:
    """The codes of the segments that the person with these identifiers is in; one statement. Nobody, and nothing
    without their consent to `purpose`."""
    given = {"kinds": [each.kind for each in subjects], "ids": [each.id for each in subjects], "purpose": purpose}
    return frozenset(row[0] for row in sql.rows(OF, given))


def allowing(people: Collection[UUID], purpose: str) -> frozenset[UUID]:
    """Of these people those who allow `purpose` now. One who stands for several records, which staff hold for one
    person's, is among them when each of the records allows it: what is shown of one is what all of them did."""
    others = sql.rows(TOGETHER, [list(people)])
    asked = {*people, *(other for _person, other in others)}
    allow = {row[0] for row in sql.rows(ALLOWING, {"people": list(asked), "purposes": [purpose]})}
    return frozenset(people) & (allow - {person for person, other in others if other not in allow})


def members(code: str, purpose: str, *, after: UUID | None = None, limit: int = 100) -> list[MemberInfo]:
    """Who is in a segment and allows `purpose`, by id, from the one after `after`. Refuses NotFound."""
    given = {"segment": get(code).id, "purposes": [purpose], "after": after, "limit": limit}
    return [
        MemberInfo(person_id=person, segment=code, since=since, until=until, entered_why=came, left_why=left)
        for person, since, until, came, left in sql.rows(MEMBERS, given)
    ]


def of_person(person_id: UUID, purpose: str) -> list[MemberInfo]:
    """Where somebody is and was, the latest first; nothing without their consent to `purpose`."""
    given = {"people": [person_id], "purposes": [purpose]}
    return [
        MemberInfo(person_id=person, segment=code, since=since, until=until, entered_why=came, left_why=left)
        for person, code, since, until, came, left in sql.rows(OF_PERSON, given)
    ]


def size(definition: Any, purpose: str, *, now: datetime, code: str = "") -> Size:
    """How many people a rule holds of now, of those who allow `purpose`; `code` is the segment that it will belong to.
    Counts alone are read. Refuses Invalid."""
    rule = resolve(read(definition), standing().said, code=code)
    compiler = Compiler(now)
    compiler.params["purposes"] = [purpose]
    text = SIZE.format(rule=compiler.holds(rule))
    try:
        with transaction.atomic():
            sql.run(f"SET LOCAL statement_timeout = {PATIENCE}")
            found = sql.row(text, compiler.params)
    except OperationalError as trouble:
        if not isinstance(trouble.__cause__, QueryCanceled):
            raise
        return Size(None, None, slow=True)
    assert found
    return Size(counted(found[0]), counted(found[1]))


def counted(people: int) -> int | None:
    """A count that may be told: None for fewer than five."""
    return people if people >= FEWEST else None


def listed(*, archived: bool = False) -> list[SegmentInfo]:
    """All segments in force, or all archived ones, by code."""
    return [_info(row) for row in Segment.objects.filter(archived_at__isnull=not archived).order_by("code")]


def get(code: str) -> SegmentInfo:
    """Refuses NotFound."""
    row = Segment.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    return _info(row)


def find(segment_id: UUID) -> SegmentInfo:
    """Refuses NotFound."""
    row = Segment.objects.filter(id=segment_id).first()
    if row is None:
        raise NotFound()
    return _info(row)


def editions(code: str) -> list[EditionInfo]:
    """Every version of a segment, the latest first."""
    return [
        EditionInfo(
            version=row.version, name=Localised(row.name), definition=row.definition, since=row.since, actor=row.actor
        )
        for row in Edition.objects.filter(segment__code=code).order_by("-version")
    ]


def said(definition: Any, locale: str) -> str:
    """A definition in one sentence of the language. Refuses Invalid."""
    names = {each.code: each.name.read(locale) for each in listed()}
    with translation.override(locale):
        sentence = told(read(definition), names)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def users(code: str) -> list[str]:
    """The codes of the segments that are built on this one."""
    return sorted(other for other, node in standing().said.items() if code in segments_in(node))


def counts() -> dict[UUID, int]:
    """How many are in each segment."""
    return dict(sql.rows(COUNTS))


def moves(segment_id: UUID, *, since: datetime) -> list[tuple[Any, int, int]]:
    """Day (UTC), how many came, how many left; the latest first."""
    return list(sql.rows(MOVES, {"segment": segment_id, "since": since}))


def _info(row: Segment) -> SegmentInfo:
    return SegmentInfo(
        id=row.id, code=row.code, name=Localised(row.name), definition=row.definition, version=row.version,
        defined_at=row.defined_at, changed_at=row.changed_at, archived_at=row.archived_at,
        slow_times=row.slow_times, try_after=row.try_after,
    )  # fmt: skip
