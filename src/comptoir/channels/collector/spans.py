"""Message ids are remembered by spans of ten days: the present one and three before it are asked, so that an id is
known again for thirty days at least and a partition goes at once when it is too old."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.kit import sql

DAYS = 10
OLDER = 3
DAY_SECONDS = 86_400

# Rows that came before their partition are moved from the default one.
MADE = (
    "LOCK TABLE collector_seen_rest IN ACCESS EXCLUSIVE MODE",
    "CREATE TABLE collector_seen_{span} (LIKE collector_seen INCLUDING ALL)",
    "WITH moved AS (DELETE FROM collector_seen_rest WHERE span = {span} RETURNING *)"
    " INSERT INTO collector_seen_{span} SELECT * FROM moved",
    "ALTER TABLE collector_seen ATTACH PARTITION collector_seen_{span} FOR VALUES IN ({span})",
)
OLD = """
SELECT relid::regclass::text FROM pg_partition_tree('collector_seen')
WHERE isleaf AND relid::regclass::text ~ '^collector_seen_[0-9]+$'
"""


def span_of(moment: datetime) -> int:
    return int(moment.timestamp()) // (DAYS * DAY_SECONDS)


def make_spans_ahead(now: datetime) -> int:
    """Make the partitions of this span and the next two, drop those that are never asked; how many changed."""
    present, changed = span_of(now), 0
    found = {int(name.rpartition("_")[2]) for (name,) in sql.rows(OLD)}
    for span in range(present - OLDER, present + 3):
        if span not in found:
            with transaction.atomic():
                sql.run("SET LOCAL lock_timeout = '2s'")
                for statement in MADE:
                    sql.run(statement.format(span=span))
            changed += 1
    for span in sorted(each for each in found if each < present - OLDER):
        sql.run(f"DROP TABLE collector_seen_{span}")
        changed += 1
    return changed
