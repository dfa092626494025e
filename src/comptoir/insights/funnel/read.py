"""Events of a funnel out of the lake, some people at a time: people lie in buckets, so each part holds all of some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from comptoir.insights.funnel.rules import MOST_GROUPS, Small, Whole
from comptoir.insights.funnel.thinning import needed
from comptoir.insights.lake import days
from comptoir.insights.lake.days import Manifest
from comptoir.journal.contracts import Lane

ROWS_A_PART = 8_000_000
MOST_PARTS = days.MOST_BUCKETS
OTHER, NONE = "…", "–"
NO_STEP = 255


@dataclass(frozen=True, slots=True)
class Rows:
    """Events in columns, of a part of the people; times in milliseconds. `group` is empty where none is asked for."""

    key: Whole
    at: Whole
    step: Small
    group: Small
    left_out: int = 0

    def only(self, chosen: NDArray[np.bool_]) -> Rows:
        return self.at_places(np.flatnonzero(chosen))

    def at_places(self, places: Whole) -> Rows:
        group = self.group.take(places) if len(self.group) else self.group
        return Rows(self.key.take(places), self.at.take(places), self.step.take(places), group)

    def in_milliseconds(self) -> Rows:
        """Of microseconds after 1970."""
        return replace(self, at=(self.at.view(np.uint64) // np.uint64(1000)).view(np.int64))

    def between(self, since: int, end: int) -> Rows:
        inside = (self.at >= since) & (self.at < end)
        return self if inside.all() else self.only(inside)


NO_GROUPS = np.zeros(0, np.uint8)
NOTHING = Rows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8), NO_GROUPS)


def together(pieces: Sequence[Rows]) -> Rows:
    if len(pieces) < 2:
        return pieces[0] if pieces else NOTHING
    columns = zip(*((p.key, p.at, p.step, p.group) for p in pieces), strict=True)
    key, at, step, group = (np.concatenate(column) for column in columns)
    return Rows(key, at, step, group)


@dataclass
class Groups:
    """Names of groups by number, as they are met: threads share it, and a number once given stays."""

    numbers: dict[str, int] = field(default_factory=dict)
    one_at_a_time: Lock = field(default_factory=Lock)

    def of(self, name: str | None) -> int:
        with self.one_at_a_time:
            number = self.numbers.setdefault(name or NONE, len(self.numbers))
        return min(number, MOST_GROUPS - 2)

    def named(self) -> list[tuple[int, str]]:
        """The last number is that of all for whom there was none left."""
        names = list(self.numbers)
        if len(names) < MOST_GROUPS - 1:
            return list(enumerate(names))
        return [*enumerate(names[: MOST_GROUPS - 2]), (MOST_GROUPS - 2, OTHER)]


class Source:
    """The files of a lane between two days, and which steps their acts are."""

    def __init__(
        self, lane: Lane, since: date, until: date, steps: dict[str, tuple[int, ...]], by: str | None,
        alone: NDArray[np.bool_], joined: Whole,
    ) -> None:  # fmt: skip
        """`alone` says of each step whether its events come from this lane alone, and as this step alone; `joined` are
        the keys of people who have others too."""
        self.steps, self.by, self.alone, self.joined = steps, by, alone, joined
        self.days: list[tuple[date, Path, Manifest]] = [
            (day, days.folder(lane, day), days.read(lane, day)) for day in days.all_days(lane, since, until)
        ]
        self.rows = sum(manifest.rows for _day, _home, manifest in self.days)

    def parts(self) -> int:
        """Into how many parts people are divided so that each fits into memory; a power of two."""
        return min(MOST_PARTS, 1 << (self.rows // ROWS_A_PART).bit_length())

    def read(
        self, part: int, parts: int, groups: Groups, thins: Callable[[int], bool]
    ) -> Iterator[tuple[int, list[Rows]]]:
        """Day by day: when it begins, in milliseconds, and the events of this part of the people; on a day of which
        `thins` holds, without those that change nothing, which `left_out` counts."""
        for day, home, manifest in self.days:
            apart = parts if parts > manifest.buckets else 1
            here = [f for f in manifest.files if (f.bucket ^ part) & (min(parts, manifest.buckets) - 1) == 0]
            whole = Counter(file.bucket for file in manifest.files)
            pieces = (
                self._file(str(home / f.path), part, apart, groups, thin=thins(begin_of(day)) and whole[f.bucket] == 1)
                for f in here
            )
            yield begin_of(day), [rows for piece in pieces for rows in piece]

    def _file(self, path: str, part: int, parts: int, groups: Groups, *, thin: bool) -> Iterable[Rows]:
        columns = ["key_hash", "occurred_at", "act", *([self.by] if self.by else [])]
        file = pq.ParquetFile(path, read_dictionary=columns[2:], memory_map=True)
        for batch in file.read(columns, use_threads=False).to_batches():
            yield from self._batch(batch, part, parts, groups, thin=thin)

    def _batch(self, batch: pa.RecordBatch, part: int, parts: int, groups: Groups, *, thin: bool) -> Iterable[Rows]:
        """One piece for each step that an act may be at once; most are one."""
        key, acts = batch.column(0), batch.column(2)
        known = key.is_valid().to_numpy(zero_copy_only=False) if key.null_count else None
        keys = (key.fill_null(0) if key.null_count else key).to_numpy()
        if parts > 1:
            here = (keys & (parts - 1)) == part
            known = here if known is None else known & here
        at = batch.column(1).cast(pa.int64()).to_numpy()
        group = NO_GROUPS
        if self.by:
            said = batch.column(3)
            group = _coded(said, [*(groups.of(name) for name in said.dictionary.to_pylist()), groups.of(None)])
        meant = [self.steps.get(act, ()) for act in acts.dictionary.to_pylist()]
        for turn in range(max(map(len, meant), default=0)):
            step = _coded(acts, [*(steps[turn] if turn < len(steps) else NO_STEP for steps in meant), NO_STEP])
            chosen = step != NO_STEP if known is None else known & (step != NO_STEP)
            rows = Rows(keys, at, step, group)
            rows = rows if chosen.all() else rows.only(chosen)
            yield (self._thinned(rows) if thin and turn == 0 else rows).in_milliseconds()

    def _thinned(self, rows: Rows) -> Rows:
        places = needed(rows.key, rows.at, rows.step, self.alone, self.joined)
        return rows if places is None else replace(rows.at_places(places), left_out=len(rows.key) - len(places))


def begin_of(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _coded(texts: pa.DictionaryArray, codes: Sequence[int]) -> Small:
    """The code of each text; the last one is that of no text."""
    indices = texts.indices.fill_null(len(codes) - 1) if texts.null_count else texts.indices
    return np.array(codes, np.uint8).take(indices.to_numpy())
