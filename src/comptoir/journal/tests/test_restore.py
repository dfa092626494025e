"""A dump restored into another cluster, where transaction ids start anew, with consumers half-way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from comptoir.journal.errors import GenerationNotRaised
from comptoir.journal.facade import deliver_round, lag, raise_generation
from comptoir.journal.tests.clusters import programs, run, second_cluster
from comptoir.journal.tests.support import (
    NOW,
    LampLit,
    deliver,
    heard,
    listener,
    make_notebook,
    sessions,
    tell,
    wait_until,
    write,
)
from comptoir.kit import sql


@contextmanager
def restored(database: str, folder: Path) -> Iterator[None]:
    """The rest of the test runs on a copy of `database` that was dumped and restored elsewhere."""
    here = connections["default"].settings_dict
    host, role = str(here["HOST"]), str(here["USER"])
    dump = folder / "dump"
    run(programs() / "pg_dump", "-h", host, "-U", role, "-Fc", "-f", dump, database)
    with second_cluster(role) as elsewhere:
        with psycopg.connect(host=elsewhere, dbname="postgres", user=role, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{database}"')
        run(programs() / "pg_restore", "-h", elsewhere, "-U", role, "-d", database, "--exit-on-error", dump)
        connections["default"].close()
        here["HOST"] = elsewhere
        try:
            yield
        finally:
            connections["default"].close()
            here["HOST"] = host


def live_half_a_life() -> None:
    """Transaction ids far beyond those of a fresh cluster; one listener is half-way, one has not begun."""
    make_notebook()
    tell(*(LampLit(lamp=str(n)) for n in range(3)))
    deliver(listener())
    for _ in range(3000):
        sql.run("SELECT pg_current_xact_id()")
    tell(*(LampLit(lamp=str(n)) for n in range(6)))
    tell(LampLit(lamp="last"))
    deliver_round(listener(), now=NOW, limit=2)


EVERYTHING = [
    *((str(n), 1) for n in range(3)),
    *((str(n), 2) for n in range(3)),
    *((str(n), 1) for n in range(3, 6)),
    ("last", 1),
]


def test_after_a_restore_nothing_is_lost_and_nothing_comes_twice(database: str, tmp_path: Path) -> None:
    live_half_a_life()
    with restored(database, tmp_path):
        assert heard() == EVERYTHING[:5]
        assert raise_generation() == 2
        tell(LampLit(lamp="last"), LampLit(lamp="new"))
        late = listener("late")
        deliver(listener(), late, limit=4)
        assert heard() == heard("late") == [*EVERYTHING, ("last", 2), ("new", 1)]
        assert [behind.rows for behind in lag([listener(), late])] == [0, 0]


def test_without_a_new_generation_the_new_is_behind_every_cursor_and_delivery_says_so(
    database: str, tmp_path: Path
) -> None:
    live_half_a_life()
    with restored(database, tmp_path):
        tell(LampLit(lamp="new"))
        behind = sql.rows(
            "SELECT subject_id FROM journal_event, journal_cursor AS c WHERE c.consumer = 'notebook'"
            " AND (journal_event.generation, journal_event.txid, journal_event.position)"
            " <= (c.generation, c.txid::text::xid8, c.position) AND subject_id = 'new'"
        )
        readable = sql.rows(
            "SELECT 1 FROM journal_event WHERE subject_id = 'last'"
            " AND txid < pg_snapshot_xmin(pg_current_snapshot())"
        )
        assert (behind, readable) == ([("new",)], [])
        with pytest.raises(GenerationNotRaised):
            deliver_round(listener(), now=NOW)
        assert heard() == EVERYTHING[:5]


def test_a_new_generation_waits_for_those_who_write_in_the_old_one(database: str) -> None:
    make_notebook()
    with sessions(2) as (writer, operator):
        writer.begin()
        writer.do(write, LampLit(lamp="old"))
        raising = operator.start(raise_generation)
        wait_until(lambda: sql.row("SELECT 1 FROM pg_locks WHERE NOT granted") is not None)
        assert deliver(listener()) == 0
        writer.commit()
        assert raising.result(timeout=20) == 2
    tell(LampLit(lamp="new"))
    deliver(listener())
    assert heard() == [("old", 1), ("new", 1)]
