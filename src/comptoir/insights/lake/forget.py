"""Take a person out of the lake: files in which they are get written anew, no other, and in them their rows alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from comptoir.insights import forgotten
from comptoir.insights.foresight import keep
from comptoir.insights.lake import days, people, schema
from comptoir.insights.lake.days import File, Manifest
from comptoir.insights.lake.export import writing
from comptoir.insights.lake.opened import MEMORY
from comptoir.journal.contracts import Lane

# An identifier is compared with whole values, never with a part of one: a user id may be as short as "42".
BEHAVIOUR = """
visitor IN (SELECT unnest($keys)) OR person_key IN (SELECT unnest($keys))
OR subject_kind IN ('visitor', 'person', 'customer') AND subject_id IN (SELECT unnest($keys))
OR starts_with(actor, 'customer:') AND actor[10:] IN (SELECT unnest($keys))
OR list_has_any(payload ->> ['$.visitor_id', '$.user_key', '$.previous_key'], $keys)
OR list_has_any(payload ->> '$.identifiers.*', $keys)
"""
# A fact that is of nobody already has no key.
FACTS = """
key IS NOT NULL AND (visitor IN (SELECT unnest($keys)) OR person_key IN (SELECT unnest($keys)))
"""
FOUND = """
SELECT DISTINCT filename FROM read_parquet($files, filename = true, hive_partitioning = false) WHERE {theirs}
"""


def forget(keys: Collection[str], *, now: datetime) -> int:
    """Behaviour of these identifiers goes; facts stay without the device, as in the journal: accounting needs them.
    Answers how many files were written anew. Events of theirs that are still on the way to the lake are kept out. For a
    job: reads all files' columns of identifiers. May be called again; does nothing then."""
    wanted = sorted(forgotten.named(keys))
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
    asked = FOUND.format(theirs=_theirs(lane))
    with duckdb.connect(config={"memory_limit": MEMORY}) as base:
        found = {row[0] for row in base.execute(asked, {"files": paths, "keys": keys}).fetchall()}
    touched = [file for file in manifest.files if str(home / file.path) in found]
    if touched:
        days.swap(lane, day, _without(lane, day, manifest, touched, keys))
    return len(touched)


def _theirs(lane: Lane) -> str:
    return FACTS if lane == Lane.FACTS else BEHAVIOUR


def _without(lane: Lane, day: date, manifest: Manifest, touched: Iterable[File], keys: list[str]) -> Manifest:
    files = {file.path: file for file in manifest.files}
    for file in touched:
        rows = pq.read_table(days.folder(lane, day) / file.path, schema=schema.SCHEMA, partitioning=None)
        theirs = _mask(lane, rows, keys)
        rest = forgotten.of_nobody(rows, theirs) if lane == Lane.FACTS else rows.filter(pa.array(~theirs))
        del files[file.path]
        if rest.num_rows:
            fresh = days.write_file(lane, day, file.bucket, rest)
            files[fresh.path] = fresh
    kept = tuple(files.values())
    return replace(manifest, files=kept, rows=sum(file.rows for file in kept))


def _mask(lane: Lane, rows: pa.Table, keys: list[str]) -> np.ndarray:
    counted = rows.append_column("row_of", pa.array(np.arange(rows.num_rows)))
    mask = np.zeros(rows.num_rows, dtype=bool)
    with duckdb.connect(config={"memory_limit": MEMORY}) as base:
        base.register("counted", counted)
        found = base.execute(f"SELECT row_of FROM counted WHERE {_theirs(lane)}", {"keys": keys}).fetchall()
    mask[[row[0] for row in found]] = True
    return mask
