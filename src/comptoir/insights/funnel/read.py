"""Events of a funnel out of the lake, some people at a time: people lie in buckets, so each part holds all of some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from comptoir.insights.funnel.rules import MOST_GROUPS
from comptoir.insights.lake import days
from comptoir.insights.lake.days import Manifest
from comptoir.journal.contracts import Lane

ROWS_A_PART = 4_000_000
MOST_PARTS = days.MOST_BUCKETS
OTHER, NONE = "…", "–"


@dataclass(frozen=True, slots=True)
class Rows:
    """Events in columns, of a part of the people; times in milliseconds."""

    key: NDArray[np.int64]
    at: NDArray[np.int64]
    step: NDArray[np.uint8]
    group: NDArray[np.uint8]


@dataclass
class Groups:
    """Names of groups by number, as they are met: threads share it, and a number once given stays."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, name: str | None) -> int:
        number = self.numbers.setdefault(name or NONE, len(self.numbers))
        return number if number < MOST_GROUPS - 1 else MOST_GROUPS - 1

    def names(self) -> list[str]:
        return [*list(self.numbers)[: MOST_GROUPS - 1], OTHER]


class Source:
    """The files of a lane between two days, and which steps their acts are."""

    def __init__(self, lane: Lane, since: date, until: date, steps: dict[str, tuple[int, ...]], by: str | None) -> None:
        self.lane, self.steps, self.by = lane, steps, by
        self.days: list[tuple[Path, Manifest]] = [
            (days.folder(lane, day), days.read(lane, day)) for day in days.all_days(lane, since, until)
        ]
        self.rows = sum(manifest.rows for _home, manifest in self.days)

    def parts(self) -> int:
        """Into how many parts people are divided so that each fits into memory; a power of two."""
        return min(MOST_PARTS, 1 << max(0, (self.rows // ROWS_A_PART)).bit_length())

    def read(self, part: int, parts: int, groups: Groups) -> Iterable[Rows]:
        for home, manifest in self.days:
            for file in manifest.files:
                if (file.bucket ^ part) & (min(parts, manifest.buckets) - 1) == 0:
                    yield from self._file(str(home / file.path), part, parts if parts > manifest.buckets else 1, groups)

    def _file(self, path: str, part: int, parts: int, groups: Groups) -> Iterable[Rows]:
        columns = ["key_hash", "occurred_at", "act", *([self.by] if self.by else [])]
        table = pq.ParquetFile(path, read_dictionary=[*columns[2:]]).read(columns, use_threads=False)
        for batch in table.to_batches():
            yield from self._batch(batch, part, parts, groups)

    def _batch(self, batch: pa.RecordBatch, part: int, parts: int, groups: Groups) -> Iterable[Rows]:
        """One piece for each step that an act may be at once; most are one."""
        steps = _coded(batch.column(2), [self.steps.get(act, ()) for act in batch.column(2).dictionary.to_pylist()])
        key = batch.column(0)
        known = np.ones(batch.num_rows, bool) if not key.null_count else key.is_valid().to_numpy(zero_copy_only=False)
        keys = key.fill_null(0).to_numpy() if key.null_count else key.to_numpy()
        if parts > 1:
            known &= (keys & (parts - 1)) == part
        at = batch.column(1).cast(pa.int64()).to_numpy() // 1000
        group = np.zeros(batch.num_rows, np.uint8)
        if self.by:
            said = batch.column(3)
            numbers = np.array([*(groups.of(name) for name in said.dictionary.to_pylist()), groups.of(None)], np.uint8)
            group = numbers[said.indices.fill_null(len(numbers) - 1).to_numpy()]
        for step in steps:
            chosen = known & (step != NO_STEP)
            if chosen.all():
                yield Rows(keys, at, step, group)
            else:
                yield Rows(keys[chosen], at[chosen], step[chosen], group[chosen])


NO_STEP = np.uint8(255)


def _coded(acts: pa.DictionaryArray, meant: Sequence[tuple[int, ...]]) -> Iterable[NDArray[np.uint8]]:
    indices = acts.indices.fill_null(len(meant)).to_numpy() if acts.null_count else acts.indices.to_numpy()
    for turn in range(max(map(len, meant), default=0)):
        codes = [steps[turn] if turn < len(steps) else NO_STEP for steps in meant]
        yield np.array([*codes, NO_STEP], np.uint8)[indices]
