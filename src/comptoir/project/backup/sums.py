"""Sums over every table: equal sums before and after show that no row was lost, doubled or changed."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg import sql

from comptoir.project.backup.manifest import TableSum

# A row's text must not depend on who asks.
SESSION: tuple[LiteralString, ...] = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    "SET IntervalStyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)
# Leaves only: the parents of partitions have no rows. Unlogged tables are not in a dump. Generated columns are made
# anew by the server that restores, whose dictionaries may be younger.
TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
GROUP BY c.relname ORDER BY c.relname
"""


def of_all_tables(connection: psycopg.Connection[Any]) -> dict[str, TableSum]:
    """The sums as the connection's transaction sees them."""
    for setting in SESSION:
        connection.execute(setting)
    return {
        table: _of_table(connection, table, columns) for table, columns in connection.execute(TABLES).fetchall()
    }


def _of_table(connection: psycopg.Connection[Any], table: str, columns: list[str]) -> TableSum:
    row = sql.SQL(", ").join(map(sql.Identifier, columns))
    found = connection.execute(
        sql.SQL(
            "SELECT count(*), coalesce(sum(hashtextextended(ROW({row})::text, 0)::numeric), 0)::text FROM {table}"
        ).format(row=row, table=sql.Identifier(table))
    ).fetchone()
    assert found
    return TableSum(rows=found[0], sum=int(found[1]))


def differences(expected: dict[str, TableSum], found: dict[str, TableSum]) -> list[str]:
    """The names of tables that are missing, too many or not the same."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
