"""The next numbers of a series, without a gap.

The counter's row stays locked until the documents that took the numbers are committed: who comes next waits, and
what is rolled back, or killed, leaves the counter as it was. A sequence of the database would leave gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comptoir.kit import sql

# The date never goes back within a series: a clock that is behind is overruled by the last document.
TAKE = """
INSERT INTO invoicing_counter AS c (legal_entity, kind, year, last_number, last_date)
VALUES (%(legal_entity)s, %(kind)s, %(year)s, %(count)s, %(day)s)
ON CONFLICT (legal_entity, kind) DO UPDATE SET
    last_number = CASE WHEN excluded.year > c.year THEN 0 ELSE c.last_number END + %(count)s,
    year = greatest(c.year, excluded.year),
    last_date = greatest(c.last_date, excluded.last_date)
RETURNING year, last_number, last_date
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """`first` to `first + count - 1` of a year's series; `day` is the date of issue."""

    year: int
    first: int
    day: date


def take(legal_entity: str, kind: str, *, count: int, today: date) -> Taken:
    """In the transaction that inserts the documents. Who takes from both series takes credit notes first."""
    asked = {"legal_entity": legal_entity, "kind": kind, "year": today.year, "count": count, "day": today}
    found = sql.row(TAKE, asked)
    assert found is not None  # an INSERT with RETURNING answers a row
    year, last, day = found
    return Taken(year, last - count + 1, day)
