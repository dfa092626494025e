"""A funnel over the lake: parts of the people side by side, then those who are known by more than one identifier."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comptoir.insights.contracts import FunnelTable, Step
from comptoir.insights.funnel import rules
from comptoir.insights.funnel.orders import Ordered
from comptoir.insights.funnel.read import Groups, Rows, Source
from comptoir.insights.funnel.rules import Acts
from comptoir.insights.lake import people
from comptoir.journal.contracts import Lane

THREADS = 2
WINDOW = timedelta(days=7)
KNOWN = ("new", "known")
Whole = NDArray[np.int64]


def funnel(
    steps: Sequence[Step], since: datetime, until: datetime, *, by: str | None = None, window: timedelta = WINDOW,
    sample: int = 1,
) -> FunnelTable:  # fmt: skip
    """How many people who began from `since` to before `until` came how far within `window`. By channel, device or campaign
    of their first event, or by whether they had ordered before `since` (known). `sample`: of one in so many people."""
    return Counting(steps, since, until, by, window, sample).table()


class Counting:
    """One run: what each part needs to know."""

    def __init__(
        self, steps: Sequence[Step], since: datetime, until: datetime, by: str | None, window: timedelta,
        sample: int = 1,
    ) -> None:  # fmt: skip
        self.steps, self.sample = steps, sample
        self.since, self.until, self.window = _ms(since), _ms(until), int(window.total_seconds() * 1000)
        first, last = since.astimezone(UTC).date(), (until + window).astimezone(UTC).date()
        column = by if by in ("channel", "device", "campaign") else None
        self.source = Source(Lane.BEHAVIOUR, first, last, _acts(steps), column)
        self.parts = self.source.parts()
        self.ordered = Ordered(steps, since, until + window, self.parts, known_before=since if by == "known" else None)
        self.groups = Groups()
        self.by, self.column = by, column
        self.joined, self.person = _joined()

    def table(self) -> FunnelTable:
        with ThreadPoolExecutor(THREADS) as threads:
            done = list(threads.map(self._part, range(self.parts)))
        shared = _together([rest for _counts, rest, _events in done])
        counts = sum((each for each, _rest, _events in done), np.zeros((rules.MOST_GROUPS, len(self.steps)), np.int64))
        counts += self._count(shared)
        return self._told(counts, sum(events for _counts, _rest, events in done))

    def _part(self, part: int) -> tuple[Whole, Rows, int]:
        """The counts of people with one identifier, and the events of the others, by person."""
        pieces = [*self.source.read(part, self.parts, self.groups), self.ordered.rows(part)]
        rows = _together(pieces)
        rows = _within(rows, self.since, self.until + self.window)
        if self.sample > 1:
            rows = _only(rows, rows.key % self.sample == 0)
        several = _found(rows.key, self.joined) if len(self.joined) else None
        if several is None:
            return self._count(rows), _together([]), len(rows.key)
        apart = _only(rows, several)
        persons = self.person[np.searchsorted(self.joined, apart.key)]
        rest = Rows(persons, apart.at, apart.step, apart.group)
        return self._count(_only(rows, ~several)), rest, len(rows.key)

    def _count(self, rows: Rows) -> Whole:
        keys, person = _numbered(rows.key)
        acts = Acts(person, rows.at, rows.step, rows.group, len(keys))
        found = rules.reached(acts, since=self.since, until=self.until, window=self.window, steps=len(self.steps))
        if self.by == "known":
            found.group[:] = _found(keys, self.ordered.before_of(self.joined, self.person))
        return rules.counts(found, steps=len(self.steps), groups=rules.MOST_GROUPS)

    def _told(self, counts: Whole, events: int) -> FunnelTable:
        names: list[str] = []
        if self.by:
            names = list(KNOWN) if self.by == "known" else self.groups.names()
        rows = [(name, tuple(int(n) for n in counts[number])) for number, name in _numbers(names)]
        rows = sorted((row for row in rows if row[1][0]), key=lambda row: -row[1][0])
        return FunnelTable(
            steps=tuple(step.code for step in self.steps), people=tuple(int(n) for n in counts.sum(axis=0)),
            groups=dict(rows), events=events,
        )  # fmt: skip


def _numbers(names: list[str]) -> list[tuple[int, str]]:
    """The last of many stands at the end of the table of groups."""
    return [(rules.MOST_GROUPS - 1 if name == "…" else number, name) for number, name in enumerate(names)]


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _acts(steps: Sequence[Step]) -> dict[str, tuple[int, ...]]:
    acts = {act for step in steps for act in step.acts}
    return {act: tuple(number for number, step in enumerate(steps) if act in step.acts) for act in acts}


def _joined() -> tuple[Whole, Whole]:
    """The identifiers of people who have several, sorted, and who they are."""
    known = people.read()
    keys, persons = known["key_hash"].to_numpy(), known["person_hash"].to_numpy()
    _unique, inverse, counts = np.unique(persons, return_inverse=True, return_counts=True)
    several = counts[inverse] > 1 if len(persons) else np.zeros(0, bool)
    order = np.argsort(keys[several], kind="stable")
    return keys[several][order], persons[several][order]


def _found(keys: Whole, among: Whole) -> NDArray[np.bool_]:
    """Which of `keys` stand in the sorted `among`."""
    if not len(among):
        return np.zeros(len(keys), bool)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return among[place] == keys


def _within(rows: Rows, since: int, end: int) -> Rows:
    inside = (rows.at >= since) & (rows.at < end)
    return rows if inside.all() else _only(rows, inside)


def _only(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    return Rows(rows.key[chosen], rows.at[chosen], rows.step[chosen], rows.group[chosen])


def _together(pieces: Sequence[Rows]) -> Rows:
    if not pieces:
        return Rows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint8))
    columns = zip(*((p.key, p.at, p.step, p.group) for p in pieces), strict=True)
    key, at, step, group = (np.concatenate(column) for column in columns)
    return Rows(key, at, step, group)


def _numbered(keys: Whole) -> tuple[Whole, Whole]:
    """People and who of them each event is. Files are sorted by key, so a run of one key is looked up once."""
    if not len(keys):
        return keys, keys
    begins = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    coded = pa.array(keys[begins]).dictionary_encode()
    lengths = np.diff(np.append(np.flatnonzero(begins), len(keys)))
    return coded.dictionary.to_numpy(), np.repeat(coded.indices.to_numpy().astype(np.int64), lengths)
