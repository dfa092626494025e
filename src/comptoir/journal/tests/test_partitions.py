"""Months are made ahead; an event that comes before its month is kept all the same."""

from __future__ import annotations

from datetime import UTC, datetime

from comptoir.journal.facade import latest, make_partitions_ahead
from comptoir.journal.tests.support import LampLit, deliver, heard, listener, make_notebook, tell
from comptoir.kit import sql

FAR = datetime(2041, 11, 30, 23, 59, tzinfo=UTC)


def tables(like: str) -> list[str]:
    rows = sql.rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE %s ORDER BY 1", [like])
    return [name for (name,) in rows]


def test_this_month_and_the_next_three_are_made_once_for_each_lane(database: str) -> None:
    assert make_partitions_ahead(FAR) == 12
    assert make_partitions_ahead(FAR) == 0
    assert make_partitions_ahead(FAR, months=4) == 3
    assert tables("journal_facts_204%") == [
        f"journal_facts_{month}" for month in ("2041_11", "2041_12", "2042_01", "2042_02", "2042_03")
    ]


def test_an_event_before_its_month_is_kept_and_moves_when_the_month_is_made(database: str) -> None:
    make_notebook()
    for name in tables("journal_facts_2%"):
        sql.run(f"DROP TABLE {name}")
    tell(LampLit(lamp="a"))
    deliver(listener())
    tell(LampLit(lamp="a"))
    assert sql.row("SELECT count(*) FROM ONLY journal_facts_default") == (2,)
    now = latest(1)[0].recorded_at
    make_partitions_ahead(now, months=0)
    assert sql.row("SELECT count(*) FROM ONLY journal_facts_default") == (0,)
    assert sql.row(f"SELECT count(*) FROM journal_facts_{now:%Y_%m}") == (2,)
    deliver(listener())
    assert heard() == [("a", 1), ("a", 2)]


def test_each_partition_has_the_index_that_readers_go_by(database: str) -> None:
    make_partitions_ahead(FAR)
    leaves = sql.rows("SELECT relid::text FROM pg_partition_tree('journal_event') WHERE isleaf")
    indexed = sql.rows("SELECT tablename FROM pg_indexes WHERE indexdef LIKE %s", ["%(generation, txid, %"])
    assert set(leaves) <= set(indexed)
    assert ("journal_exempt_2041_12",) in leaves
