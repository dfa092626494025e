"""Message ids are remembered by spans of thirty days, a table each: the present one and the one before it are asked, so
that an id is known again for thirty days at least and a table goes at once when it is too old. An id is a hash, so each
table that is asked costs a page somewhere in its index: two are as few as can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from comptoir.kit import sql

DAYS = 30
DAY_SECONDS = 86_400

MADE = "CREATE TABLE IF NOT EXISTS collector_seen_{span} (message uuid PRIMARY KEY)"
# One look for all ids at once, then what is new by a plain insert: ON CONFLICT would look for each again.
REMEMBERING = """
WITH known AS MATERIALIZED (
    SELECT message FROM collector_seen_{before} WHERE message = ANY($1)
    UNION ALL
    SELECT message FROM collector_seen_{present} WHERE message = ANY($1)
), remembered AS (
    INSERT INTO collector_seen_{present} (message)
    SELECT m FROM unnest($1) AS m WHERE m <> ALL (ARRAY(SELECT message FROM known))
)
SELECT message FROM known
"""
THERE = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^collector_seen_[0-9]+$'"


def span_of(moment: datetime) -> int:
    return int(moment.timestamp()) // (DAYS * DAY_SECONDS)


@lru_cache(maxsize=16)
def remembering(span: int) -> str:
    """Of the ids in $1, which are sorted, those that were taken before; the others are remembered. It raises
    UniqueViolation when somebody remembers one of them at the same moment."""
    return REMEMBERING.format(present=span, before=span - 1)


def make(run: Callable[[str], Any], span: int) -> None:
    """What is asked in this span."""
    for each in (span - 1, span):
        run(MADE.format(span=each))


def make_spans_ahead(now: datetime) -> int:
    """Make the tables of this span and the next two, drop those that are never asked; how many changed."""
    present, changed = span_of(now), 0
    found = {int(name.rpartition("_")[2]) for (name,) in sql.rows(THERE)}
    for span in range(present - 1, present + 3):
        if span not in found:
            sql.run(MADE.format(span=span))
            changed += 1
    for span in sorted(each for each in found if each < present - 1):
        with transaction.atomic():
            sql.run("SET LOCAL lock_timeout = '2s'")
            sql.run(f"DROP TABLE collector_seen_{span}")
        changed += 1
    return changed
