"""What is new in the journal goes into the lake. May die at any line: the next run goes on where the files say."""

from __future__ import annotations

import fcntl
import json
import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comptoir.insights import forgotten
from comptoir.insights.lake import days, schema
from comptoir.insights.lake.days import START, File, Manifest, Place
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane

BATCH = 100_000  # rows that are in memory at once
ROWS_A_FILE = 200_000  # of these a day has more buckets
MOST_BUCKETS = days.MOST_BUCKETS
MOST_PARTS = 8  # files a bucket; then they become one
CURSOR = "_cursor.json"


def export() -> int:
    """A batch of each lane; answers how many events came in. Nothing, while another process is at it."""
    with writing() as free:
        return sum(_export_lane(lane) for lane in Lane) if free else 0


@contextmanager
def writing(*, wait: bool = False) -> Iterator[bool]:
    """Whether this process may change the lake: one at a time may."""
    days.root().mkdir(parents=True, exist_ok=True)
    with (days.root() / "_lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _export_lane(lane: Lane) -> int:
    cursor = days.root() / f"lane={lane.value}" / CURSOR
    place = _read_cursor(cursor)
    text = journal.copied(lane, place, limit=BATCH, said=schema.SAID)
    if text.count(b"\n") < 2:
        return 0
    rows = schema.read(text)
    end = _end(rows)
    kept = forgotten.without(rows, stay=lane == Lane.FACTS)
    on = pc.cast(pc.cast(kept["occurred_at"], schema.BARE), pa.date32())
    for day in sorted(pc.unique(on).to_pylist()):
        add(lane, day, kept.filter(pc.equal(on, pa.scalar(day, pa.date32()))), end)
    _write_cursor(cursor, end)
    return int(rows.num_rows)


def _read_cursor(cursor: Path) -> Place:
    """Where the lane was left. A restored journal may lack what the files have: then they are made anew."""
    try:
        said = json.loads(cursor.read_bytes())
    except FileNotFoundError:
        return START
    if said["generation"] == journal.generation():
        return said["place"][0], said["place"][1], said["place"][2]
    shutil.rmtree(cursor.parent)
    return START


def _write_cursor(cursor: Path, place: Place) -> None:
    cursor.parent.mkdir(parents=True, exist_ok=True)
    fresh = cursor.with_suffix(".part")
    fresh.write_text(json.dumps({"generation": journal.generation(), "place": place}))
    fresh.replace(cursor)


def _end(rows: pa.Table) -> Place:
    last = rows.slice(rows.num_rows - 1).to_pylist()[0]
    return last["generation"], last["txid"], last["position"]


def add(lane: Lane, day: date, rows: pa.Table, end: Place) -> None:
    """Put `rows` of a batch that ends at `end` into a day, without those that an interrupted run had put there."""
    before = days.read(lane, day)
    if before.upto >= end:
        return
    if before.rows:
        rows = rows.filter(_after(rows, before.upto))
    total = before.rows + rows.num_rows
    buckets = max(before.buckets, _buckets(total) if not before.rows else before.buckets)
    grows = _buckets(total) > 2 * before.buckets
    crowded = len(before.files) + before.buckets > MOST_PARTS * before.buckets
    if before.rows and (grows or crowded):
        files = _rewritten(lane, day, before, rows, _buckets(total))
        buckets = _buckets(total)
    else:
        files = (*before.files, *_written(lane, day, rows, buckets))
    days.swap(lane, day, replace(before, buckets=buckets, rows=total, upto=end, files=files))


def _after(rows: pa.Table, place: Place) -> pa.ChunkedArray:
    generation, txid, position = (rows[name] for name in ("generation", "txid", "position"))
    later = pc.and_(pc.equal(txid, place[1]), pc.greater(position, place[2]))
    younger = pc.and_(pc.equal(generation, place[0]), pc.or_(pc.greater(txid, place[1]), later))
    return pc.or_(pc.greater(generation, place[0]), younger)


def _buckets(rows: int) -> int:
    return min(MOST_BUCKETS, 1 << max(0, math.ceil(math.log2(max(rows, 1) / ROWS_A_FILE))))


def buckets_of(rows: pa.Table, buckets: int) -> np.ndarray:
    """The low bits of the key's hash; who has no key lies by its position."""
    hashes = pc.coalesce(rows["key_hash"], rows["position"]).to_numpy()
    return hashes & (buckets - 1)


def _written(lane: Lane, day: date, rows: pa.Table, buckets: int) -> tuple[File, ...]:
    lies = buckets_of(rows, buckets)
    return tuple(
        days.write_file(lane, day, int(bucket), rows.filter(pa.array(lies == bucket))) for bucket in np.unique(lies)
    )


def _rewritten(lane: Lane, day: date, before: Manifest, rows: pa.Table, buckets: int) -> tuple[File, ...]:
    """All in one file a bucket, a bucket of before at a time: its people go to `bucket`, `bucket + before.buckets` and
    so on, and nobody else does."""
    files: list[File] = []
    lies = buckets_of(rows, before.buckets)
    for bucket in range(before.buckets):
        parts = [pq.read_table(days.folder(lane, day) / f.path, schema=schema.SCHEMA, partitioning=None)
                 for f in before.files if f.bucket == bucket]
        files += _written(lane, day, pa.concat_tables([*parts, rows.filter(pa.array(lies == bucket))]), buckets)
    return tuple(files)
