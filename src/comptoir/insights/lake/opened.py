"""The lake as DuckDB sees it: a view of all events, one for each lane, and one for each word with its own columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

import duckdb

from comptoir.insights.lake import days, people, schema
from comptoir.journal.contracts import REGISTRY, Lane, Word, typed_fields

TYPES: dict[Any, str] = {
    str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", UUID: "VARCHAR", datetime: "TIMESTAMPTZ", date: "DATE",
}  # fmt: skip
MEMORY = "1GB"
EMPTY = ", ".join(
    f"NULL::{'BIGINT' if 'int' in str(f.type) else 'TIMESTAMPTZ' if 'time' in str(f.type) else 'VARCHAR'} AS {f.name}"
    for f in schema.SCHEMA
)


def files(lane: Lane, since: date | None = None, until: date | None = None) -> list[str]:
    """Those that the manifests name at this moment."""
    return [
        str(days.folder(lane, day) / file.path)
        for day in days.all_days(lane, since, until)
        for file in days.read(lane, day).files
    ]


@contextmanager
def opened(since: date | None = None, until: date | None = None, *, words: bool = False) -> Iterator[Any]:
    """A DuckDB connection of its own on the days from `since` to `until`, with views `events`, `facts`, `behaviour`,
    `exempt` and `people`; with `words` also one for each word (`order_placed`), its fields as columns."""
    with duckdb.connect() as base:
        base.execute("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        base.execute(f"SET memory_limit = '{MEMORY}'; SET parquet_metadata_cache = true")
        for lane in Lane:
            base.execute(f"CREATE VIEW {lane.value} AS {_lane(lane, since, until)}")
        every = " UNION ALL BY NAME ".join(f"SELECT '{lane.value}' AS lane, * FROM {lane.value}" for lane in Lane)
        base.execute(f"CREATE VIEW events AS {every}")
        base.execute(f"CREATE VIEW people AS {_people()}")
        if words:
            for word in REGISTRY.values():
                base.execute(word_view(word))
        yield base


def _lane(lane: Lane, since: date | None, until: date | None) -> str:
    found = files(lane, since, until)
    if not found:
        return f"SELECT {EMPTY} WHERE false"
    listed = ", ".join(_quoted(path) for path in found)
    return f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false)"


def _people() -> str:
    if people.path().exists():
        return f"SELECT * FROM read_parquet({_quoted(str(people.path()))})"
    return (
        "SELECT ''::VARCHAR AS kind, ''::VARCHAR AS value, 0::BIGINT AS key_hash, ''::VARCHAR AS person,"
        " 0::BIGINT AS person_hash WHERE false"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def word_view(word: type[Word]) -> str:
    """`CREATE VIEW order_placed …`; a later version of a word has its number behind the name."""
    name = word.NAME.lower().replace(" ", "_") + (f"_{word.VERSION}" if word.VERSION > 1 else "")
    own = [name for name in schema.SCHEMA.names if name not in typed_fields(word) and name != "payload"]
    fields = ", ".join(f"{_field(name, kind)} AS {name}" for name, kind in typed_fields(word).items())
    return (
        f'CREATE VIEW "{name}" AS SELECT {", ".join(own)}, {fields or "NULL AS nothing"}'
        f" FROM {word.LANE.value} WHERE name = {_quoted(word.NAME)} AND version = {word.VERSION}"
    )


def _field(name: str, kind: Any) -> str:
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not NoneType)
    if kind in TYPES:
        return f"(payload ->> '$.{name}')::{TYPES[kind]}"
    return f"payload -> '$.{name}'"
