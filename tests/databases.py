"""Databases for tests: copied from a template now and then, and after each test made again what they were.

A copy costs 0.4 s of processor, making again what was some 20 ms. What a test changed is told by PostgreSQL's own
counters, once everybody is gone: changed tables get their rows back, sequences their values, new tables go. Whatever
else the catalog differs in, and whatever may have been counted anew, costs the database its life. So does its age;
then it is compared with the template, whole, and a difference fails the test that was last. With
`COMPTOIR_TESTS_COMPARE=1` that happens after each test.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

USES = 50  # rows that are deleted and written anew leave dead ones behind, and age brings hidden differences to light
PATIENCE_SECONDS = 20

Connect = Callable[[str], "psycopg.Connection[tuple[Any, ...]]"]

OURS = "SELECT oid, oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
CATALOGS = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND oid < 16384 AND NOT relisshared
  AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data')
"""
# Counts what was rolled back, too. A truncated table counts nothing, but has another file in `pg_class`.
CHANGED = """
SELECT oid::regclass::text, oid < 16384 FROM pg_class
WHERE relkind = 'r' AND NOT relisshared AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data')
  AND pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid) > 0
"""
SEQUENCES = """
SELECT seqrelid::regclass::text, coalesce(pg_sequence_last_value(seqrelid), seqstart),
       pg_sequence_last_value(seqrelid) IS NOT NULL
FROM pg_sequence
"""
# Both change when the counters are emptied, by whomever, or when this is another database of the same name.
COUNTED_SINCE = """
SELECT oid, pg_stat_get_db_stat_reset_time(oid),
       EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = pg_database.oid)
FROM pg_database WHERE datname = current_database()
"""
DIGEST = "SELECT count(*), sum(hashtextextended(each::text, 0)::numeric) FROM {} AS each"
# The rest are hints and sizes, which vacuum changes.
CLASSES = """(
    SELECT oid, relname, relnamespace, reltype, relowner, relam, relfilenode, reltoastrelid, relisshared,
           relpersistence, relkind, relnatts, relchecks, relrowsecurity, relforcerowsecurity, relreplident,
           relispartition, relacl, reloptions, relpartbound
    FROM pg_class
)"""


@dataclass(frozen=True)
class Picture:
    """All that a database holds: rows as COPY writes them, sequences, and a digest of each table of the catalog."""

    tables: dict[int, str]
    rows: dict[str, bytes]
    sequences: dict[str, tuple[int, bool]]
    catalogs: dict[str, tuple[Any, ...]]


@dataclass
class Copy:
    name: str
    template: str
    counted_since: tuple[Any, ...]
    uses: int = 0


@dataclass
class Databases:
    """Lends databases that are as their template is, one after the other; each time under a new name, so that
    whoever still knows the old one finds nothing."""

    connect: Connect
    prefix: str = "test"
    compare_always: bool = field(default_factory=lambda: bool(os.environ.get("COMPTOIR_TESTS_COMPARE")))
    _pictures: dict[str, Picture] = field(default_factory=dict)
    _ready: dict[str, Copy] = field(default_factory=dict)
    _lent: dict[str, Copy] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def lend(self, template: str) -> str:
        copy = self._ready.pop(template, None) or self._make(template)
        copy.uses += 1
        self._lent[copy.name] = copy
        return copy.name

    def give_back(self, name: str) -> None:
        copy = self._lent.pop(name)
        if not self._rename(copy):
            return
        picture = self._pictures[copy.template]
        with self.connect(copy.name) as connection:
            as_it_was = make_again(connection, picture, copy.counted_since)
            old = copy.uses >= USES
            differences = compare(connection, picture) if as_it_was and (old or self.compare_always) else []
            if as_it_was:
                copy.counted_since = count_anew(connection)
        if as_it_was and not old and not differences:
            self._ready[copy.template] = copy
        else:
            self._drop(copy.name)
        assert not differences, f"after this test or one before it the database was not made what it was: {differences}"

    def _make(self, template: str) -> Copy:
        if template not in self._pictures:
            with self.connect(template) as connection:
                self._pictures[template] = take_picture(connection)
            self._see_off(template)
        name = self._new_name()
        with self.connect("postgres") as admin:
            admin.execute(_named("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template))
        with self.connect(name) as connection:
            return Copy(name, template, count_anew(connection))

    def _rename(self, copy: Copy) -> bool:
        """Refused by PostgreSQL as long as anybody is connected. Says whether the database is still there."""
        name, give_up = self._new_name(), time.monotonic() + PATIENCE_SECONDS
        while True:
            self._see_off(copy.name)
            try:
                with self.connect("postgres") as admin:
                    admin.execute(_named("ALTER DATABASE {} RENAME TO {}", copy.name, name))
            except psycopg.errors.InvalidCatalogName:
                return False
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > give_up:
                    raise
                continue
            copy.name = name
            return True

    def _see_off(self, name: str) -> None:
        """Ends every connection and waits until its last counts are written: PostgreSQL itself waits in steps of
        0.1 s."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        with self.connect("postgres") as admin:
            while admin.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s", [name]
            ).fetchone() != (0,):
                assert time.monotonic() < give_up, f"somebody stays connected to {name}"
                time.sleep(0.002)

    def _drop(self, name: str) -> None:
        with self.connect("postgres") as admin:
            admin.execute(_named("DROP DATABASE {} WITH (FORCE)", name))

    def _new_name(self) -> str:
        return f"{self.prefix}_{next(self._numbers)}"


def take_picture(connection: psycopg.Connection[tuple[Any, ...]]) -> Picture:
    tables = dict(connection.execute(OURS).fetchall())
    rows = {table: _rows(connection, table) for table in tables.values()}
    return Picture(
        tables, {table: found for table, found in rows.items() if found}, _sequences(connection), _catalogs(connection)
    )


def make_again(
    connection: psycopg.Connection[tuple[Any, ...]], picture: Picture, counted_since: tuple[Any, ...]
) -> bool:
    """Gives back the rows and sequences that were. False when that would not do."""
    if connection.execute(COUNTED_SINCE).fetchone() != counted_since:
        return False
    changed = connection.execute(CHANGED).fetchall()
    catalogs = [name for name, is_catalog in changed if is_catalog]
    if catalogs and not _same_catalogs(connection, picture, catalogs):
        return False
    tables = [name for name, _ in changed if name in picture.tables.values()]
    sequences = [name for name, value in _sequences(connection).items() if value != picture.sequences[name]]
    if not tables and not sequences:
        return True
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
        for name in sequences:
            connection.execute("SELECT setval(%s, %s, %s)", [name, *picture.sequences[name]])
        connection.execute("; ".join(f"DELETE FROM {table}" for table in tables))
        for table in tables:
            if table in picture.rows:
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(picture.rows[table])
    return True


def count_anew(connection: psycopg.Connection[tuple[Any, ...]]) -> tuple[Any, ...]:
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.execute("SELECT pg_stat_reset()")
    return connection.execute(COUNTED_SINCE).fetchone() or ()


def compare(connection: psycopg.Connection[tuple[Any, ...]], picture: Picture) -> list[str]:
    """The names of what differs."""
    now = take_picture(connection)
    before, after = ({**each.sequences, **each.catalogs, **_sorted(each.rows)} for each in (picture, now))
    unlike = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return sorted(unlike | (set(picture.tables.values()) ^ set(now.tables.values())))


def _same_catalogs(
    connection: psycopg.Connection[tuple[Any, ...]], picture: Picture, catalogs: Sequence[str]
) -> bool:
    for oid, table in connection.execute(OURS).fetchall():
        if oid not in picture.tables:
            connection.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    return _catalogs(connection, catalogs) == {name: picture.catalogs[name] for name in catalogs}


def _catalogs(
    connection: psycopg.Connection[tuple[Any, ...]], names: Sequence[str] | None = None
) -> dict[str, tuple[Any, ...]]:
    if names is None:
        names = [name for (name,) in connection.execute(CATALOGS).fetchall()]
    each = {name: CLASSES if name == "pg_class" else name for name in names}
    return {name: connection.execute(DIGEST.format(source)).fetchone() or () for name, source in each.items()}


def _sequences(connection: psycopg.Connection[tuple[Any, ...]]) -> dict[str, tuple[int, bool]]:
    return {name: (value, called) for name, value, called in connection.execute(SEQUENCES).fetchall()}


def _rows(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> bytes:
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _sorted(rows: dict[str, bytes]) -> dict[str, list[bytes]]:
    return {table: sorted(content.splitlines()) for table, content in rows.items()}


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
