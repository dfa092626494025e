"""Monthly partitions of each lane, made ahead. What comes before its partition lands in a default one."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from django.db import transaction

from comptoir.journal.contracts import Lane
from comptoir.kit import sql


def make_partitions_ahead(now: datetime, months: int = 3) -> int:
    """Make the partitions of this month and of the next `months`, in UTC; returns how many were missing.

    Rows that wait in a default partition are moved. Gives up after two seconds (OperationalError) when a long
    writer holds a default partition: called again later, and nothing is refused meanwhile.
    """
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    starts = [_month_after(first, n) for n in range(months + 2)]
    made = 0
    for lane in Lane:
        for start, end in pairwise(starts):
            made += _make(lane, start, end)
    return made


def _month_after(first: datetime, count: int) -> datetime:
    months = first.year * 12 + first.month - 1 + count
    return first.replace(year=months // 12, month=months % 12 + 1)


def _make(lane: Lane, start: datetime, end: datetime) -> int:
    parent, table = f"journal_{lane}", f"journal_{lane}_{start:%Y_%m}"
    if sql.row("SELECT 1 WHERE to_regclass(%s) IS NOT NULL", [table]):
        return 0
    with transaction.atomic():
        sql.run("SET LOCAL lock_timeout = '2s'")
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended('journal partitions', 0))")
        if sql.row("SELECT 1 WHERE to_regclass(%s) IS NOT NULL", [table]):
            return 0
        sql.run(f"LOCK TABLE {parent}_default IN ACCESS EXCLUSIVE MODE")
        sql.run(
            f"CREATE TABLE {table} (LIKE {parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
        )
        sql.run(
            f"WITH moved AS (DELETE FROM {parent}_default"
            " WHERE recorded_at >= %s AND recorded_at < %s RETURNING *)"
            f" INSERT INTO {table} SELECT * FROM moved",
            [start, end],
        )
        # Attaching locks out no reader or writer of the lane; creating a partition in place would.
        sql.run(f"ALTER TABLE {parent} ATTACH PARTITION {table} FOR VALUES FROM ('{start}') TO ('{end}')")
    return 1
