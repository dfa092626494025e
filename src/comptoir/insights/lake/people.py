"""Which person each identifier is, as a file of its own: a merge, or its undoing, rewrites this one alone."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

from comptoir.insights.lake import days
from comptoir.insights.lake.schema import hashes

SCHEMA = pa.schema(
    [("kind", pa.string()), ("value", pa.string()), ("key_hash", pa.int64()), ("person", pa.string()),
     ("person_hash", pa.int64())]
)  # fmt: skip
READ = csv.ConvertOptions(column_types=dict.fromkeys(("kind", "value", "person"), pa.string()))


def path() -> Path:
    return days.root() / "people.parquet"


def write(text: bytes) -> int:
    """All of them, as `profiles.export_map` gives them; answers how many."""
    said = csv.read_csv(
        pa.py_buffer(text), parse_options=csv.ParseOptions(newlines_in_values=True), convert_options=READ
    )
    values, persons = (hashes(said[name]) for name in ("value", "person"))
    rows = pa.table([said["kind"], said["value"], values, said["person"], persons], schema=SCHEMA)
    _put(rows.combine_chunks())
    return int(rows.num_rows)


def read() -> pa.Table:
    return pq.read_table(path()) if path().exists() else SCHEMA.empty_table()


def drop(keys: Collection[str]) -> None:
    if path().exists():
        rows = read()
        _put(rows.filter(pc.invert(pc.is_in(rows["value"], pa.array(sorted(keys), pa.string())))))


def _put(rows: pa.Table) -> None:
    """The same rows leave the same file: what was counted by it still holds."""
    days.root().mkdir(parents=True, exist_ok=True)
    rows = rows.sort_by([("key_hash", "ascending"), ("kind", "ascending"), ("value", "ascending")])
    if path().exists() and read().equals(rows):
        return
    fresh = path().with_name(f"_{uuid4().hex}.part")
    pq.write_table(rows, fresh, compression="zstd")
    fresh.replace(path())
