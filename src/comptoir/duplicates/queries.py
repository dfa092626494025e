"""Reads of duplicates."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import Q

from comptoir.customers import facade as customers
from comptoir.duplicates import comparing, rules
from comptoir.duplicates.contracts import DuplicateInfo, Evidence, Likeness, SearchInfo, State
from comptoir.duplicates.errors import RecordForgotten
from comptoir.duplicates.models import Duplicate, Search
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

# Everybody whom staff linked with this record, directly or by others.
TOGETHER = """
WITH RECURSIVE linked(id) AS (
    SELECT %(id)s::uuid
    UNION
    SELECT CASE WHEN d.a_id = linked.id THEN d.b_id ELSE d.a_id END
    FROM linked JOIN duplicates_duplicate AS d ON linked.id IN (d.a_id, d.b_id) AND d.state = 'same'
)
SELECT id FROM linked ORDER BY id
"""
DENIED = """
SELECT 1 FROM duplicates_duplicate WHERE state = 'different' AND (
    a_id = ANY(%(ours)s::uuid[]) AND b_id = ANY(%(theirs)s::uuid[])
    OR b_id = ANY(%(ours)s::uuid[]) AND a_id = ANY(%(theirs)s::uuid[])) LIMIT 1
"""
# A pair that somebody linked and took back is nobody's suggestion.
STANDING = Q(by_hand=False) | ~Q(state="open")


def duplicate(duplicate_id: UUID) -> DuplicateInfo:
    """Refuses NotFound."""
    row = Duplicate.objects.filter(id=duplicate_id).first()
    if row is None:
        raise NotFound()
    return info(row)


def duplicates(state: str = "", *, limit: int = 100, offset: int = 0) -> list[DuplicateInfo]:
    """The likeliest first."""
    found = Duplicate.objects.filter(STANDING)
    found = found.filter(state=state) if state else found
    return [info(row) for row in found.order_by("-weight", "id")[offset : offset + limit]]


def duplicates_of(customer_id: UUID) -> list[DuplicateInfo]:
    """All pairs that this record is in, the likeliest first."""
    found = Duplicate.objects.filter(STANDING, Q(a=customer_id) | Q(b=customer_id))
    return [info(row) for row in found.order_by("-weight", "id")]


def likeness(one: UUID, other: UUID) -> Likeness:
    """What two records have in common, whether a search put them together or not. Refuses NotFound, RecordForgotten."""
    found = customers.people([one, other])
    if not {one, other} <= set(found):
        raise NotFound()
    if customers.forgotten([one, other]):
        raise RecordForgotten()
    a, b = (rules.record(str(each), found[each]) for each in sorted((one, other)))
    return comparing.compared(a, b, records=customers.how_many())


def linked_with(customer_id: UUID) -> list[UUID]:
    """The other records of which staff said that they are this person's."""
    return [row[0] for row in sql.rows(TOGETHER, {"id": customer_id}) if row[0] != customer_id]


def denied_between(a: UUID, b: UUID) -> bool:
    """Whether somebody said that a record linked with `a` and one linked with `b` are different people's."""
    ours, theirs = ([each, *linked_with(each)] for each in (a, b))
    return sql.row(DENIED, {"ours": ours, "theirs": theirs}) is not None


def latest_search() -> SearchInfo | None:
    row = Search.objects.order_by("-asked_at").first()
    if row is None:
        return None
    return SearchInfo(
        state=row.state, asked_at=row.asked_at, done_at=row.done_at, records=row.records, found=row.found
    )


def info(row: Duplicate) -> DuplicateInfo:
    return DuplicateInfo(
        id=row.id, a=row.a_id, b=row.b_id, state=cast(State, row.state), weight=row.weight,
        probability=rules.probability(row.weight), evidence=tuple(Evidence(**each) for each in row.evidence),
        found_at=row.found_at, decided_at=row.decided_at, decided_by=row.decided_by, reason=row.reason,
        by_hand=row.by_hand,
    )  # fmt: skip
