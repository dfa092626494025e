"""A day of a lane on the disk: its files, and the manifest that says which of them hold."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from comptoir.insights.lake import schema
from comptoir.journal.contracts import Lane

FORMAT = 1
MOST_BUCKETS = 64
# What every count reads is not packed: it has nothing to win, and is read in a third of the time.
COMPRESSION = dict.fromkeys(schema.SCHEMA.names, "zstd") | {"key_hash": "none", "occurred_at": "none"}
MANIFEST = "_manifest.json"  # Spark, Hive and polars pass by what begins with an underscore
Place = tuple[int, int, int]
START: Place = (0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class File:
    """`path` is seen from the day's folder; `bucket` is of `buckets` at the time of writing, a power of two."""

    path: str
    bucket: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`upto` is the place of the last event of the stream that is in: what comes before it is not taken again."""

    lane: str
    day: str
    buckets: int = 1
    rows: int = 0
    upto: Place = START
    files: tuple[File, ...] = field(default=())
    format: int = FORMAT


def root() -> Path:
    return Path(settings.LAKE_ROOT)


def folder(lane: Lane, day: date) -> Path:
    return root() / f"lane={lane.value}" / f"day={day.isoformat()}"


def manifest(lane: Lane, day: date) -> Path:
    return folder(lane, day) / MANIFEST


def read(lane: Lane, day: date) -> Manifest:
    """That of the day, or an empty one."""
    try:
        said: dict[str, Any] = json.loads(manifest(lane, day).read_bytes())
    except FileNotFoundError:
        return Manifest(lane=lane.value, day=day.isoformat())
    return Manifest(
        lane=said["lane"], day=said["day"], buckets=said["buckets"], rows=said["rows"], upto=tuple(said["upto"]),
        files=tuple(File(**each) for each in said["files"]),
    )  # fmt: skip


def all_days(lane: Lane, since: date | None = None, until: date | None = None) -> Iterator[date]:
    """The days that have a manifest, in order, from `since` to `until`, both included."""
    for path in sorted((root() / f"lane={lane.value}").glob(f"day=*/{MANIFEST}")):
        day = date.fromisoformat(path.parent.name.removeprefix("day="))
        if (since is None or day >= since) and (until is None or day <= until):
            yield day


def write_file(lane: Lane, day: date, bucket: int, rows: pa.Table) -> File:
    """A new file, which counts only when a manifest names it."""
    name = f"bucket={bucket:02d}/{uuid4().hex}.parquet"
    path = folder(lane, day) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = rows.sort_by([("key_hash", "ascending"), ("occurred_at", "ascending"), ("position", "ascending")])
    pq.write_table(
        ordered, path, compression=COMPRESSION, use_dictionary=schema.DICTIONARIES, version="2.6",
        row_group_size=1 << 18, coerce_timestamps="us",
    )  # fmt: skip
    _sync(path)
    return File(path=name, bucket=bucket, rows=rows.num_rows)


def swap(lane: Lane, day: date, manifest: Manifest) -> None:
    """From here on the day is what `manifest` says, for whoever reads next; then what it does not name goes."""
    home = folder(lane, day)
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"_{uuid4().hex}.part"
    fresh.write_text(json.dumps(asdict(manifest), separators=(",", ":")))
    _sync(fresh)
    fresh.replace(home / MANIFEST)
    _sync(home)
    tidy(lane, day, manifest)


def tidy(lane: Lane, day: date, manifest: Manifest) -> None:
    """Take away what no manifest names: files before a change of theirs, and those of a process that died."""
    home = folder(lane, day)
    named = {home / file.path for file in manifest.files} | {home / MANIFEST}
    for path in home.rglob("*"):
        if path.is_file() and path not in named:
            path.unlink()


def drop_all() -> None:
    """The lake is made from the journal, and can be again."""
    shutil.rmtree(root(), ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
