"""What no link may do, be it of a pair that the search found or of one that somebody found. Asked by whoever holds the
decisions."""

from __future__ import annotations

from uuid import UUID

from comptoir.customers import facade as customers
from comptoir.duplicates import queries, rules
from comptoir.duplicates.errors import Contradicted, RecordForgotten, TooManyRecords


def refuse_unfit(a: UUID, b: UUID) -> None:
    """Refuses RecordForgotten, Contradicted, TooManyRecords."""
    if customers.forgotten([a, b]):
        raise RecordForgotten()
    if queries.denied_between(a, b):
        raise Contradicted()
    records = len({a, b, *queries.linked_with(a), *queries.linked_with(b)})
    if records > rules.MOST_TOGETHER:
        raise TooManyRecords(records=records, most=rules.MOST_TOGETHER)
