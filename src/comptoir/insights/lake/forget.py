"""Take a person out of the lake: files in which they are get written anew, no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comptoir.insights import forgotten
from comptoir.insights.foresight import keep
from comptoir.insights.lake import days, people, schema
from comptoir.insights.lake.days import File, Manifest
from comptoir.insights.lake.export import writing
from comptoir.journal.contracts import Lane

MARKED = ("visitor", "person_key", "subject_id")
FOUND = """
SELECT DISTINCT filename FROM read_parquet($files, filename = true, hive_partitioning = false)
WHERE visitor IN (SELECT unnest($keys)) OR person_key IN (SELECT unnest($keys)) OR subject_id IN (SELECT unnest($keys))
   OR len(list_filter($keys, k -> contains(payload, k) OR contains(actor, k))) > 0
"""


def forget(keys: Collection[str], *, now: datetime) -> int:
    """Behaviour of these identifiers goes; facts stay, of nobody: accounting needs them. Answers how many files were
    written anew. Events of theirs that are still on the way to the lake are kept out. For a job: reads all files'
    columns of identifiers. May be called again; does nothing then."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return 0
    forgotten.remember(wanted, now)
    keep.drop(wanted)
    with writing(wait=True):
        people.drop(wanted)
        return sum(_forget_day(lane, day, wanted) for lane in Lane for day in days.all_days(lane))


def _forget_day(lane: Lane, day: date, keys: list[str]) -> int:
    manifest = days.read(lane, day)
    home = days.folder(lane, day)
    paths = [str(home / file.path) for file in manifest.files]
    if not paths:
        return 0
    with duckdb.connect() as base:
        found = {row[0] for row in base.execute(FOUND, {"files": paths, "keys": keys}).fetchall()}
    touched = [file for file in manifest.files if str(home / file.path) in found]
    if touched:
        days.swap(lane, day, _without(lane, day, manifest, touched, keys))
    return len(touched)


def _without(lane: Lane, day: date, manifest: Manifest, touched: Iterable[File], keys: list[str]) -> Manifest:
    files = {file.path: file for file in manifest.files}
    for file in touched:
        rows = pq.read_table(days.folder(lane, day) / file.path, schema=schema.SCHEMA, partitioning=None)
        rest = _of_nobody(rows, keys) if lane == Lane.FACTS else rows.filter(pc.invert(_of(rows, keys)))
        del files[file.path]
        if rest.num_rows:
            fresh = days.write_file(lane, day, file.bucket, rest)
            files[fresh.path] = fresh
    kept = tuple(files.values())
    return replace(manifest, files=kept, rows=sum(file.rows for file in kept))


def _of(rows: pa.Table, keys: list[str]) -> pa.ChunkedArray:
    theirs = pc.is_in(rows["visitor"], pa.array(keys))
    for column in ("person_key", "subject_id"):
        theirs = pc.or_(theirs, pc.is_in(rows[column], pa.array(keys)))
    for key in keys:
        for column in ("payload", "actor"):
            theirs = pc.or_(theirs, pc.fill_null(pc.match_substring(rows[column], key), False))
    return theirs


def _of_nobody(rows: pa.Table, keys: list[str]) -> pa.Table:
    """What is theirs loses who it was, everywhere in the row."""
    theirs = _of(rows, keys)
    columns = {name: rows[name] for name in schema.SCHEMA.names}
    for name in ("key", "key_hash", "visitor", "person_key"):
        columns[name] = pc.if_else(theirs, pa.scalar(None, schema.SCHEMA.field(name).type), columns[name])
    for name in ("subject_id", "payload", "actor"):
        for key in keys:
            columns[name] = pc.replace_substring(columns[name], key, forgotten.NOBODY)
    return pa.table(columns).cast(schema.SCHEMA)
