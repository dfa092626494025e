"""A funnel over the lake: parts of the people side by side, then those who are known by more than one identifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from comptoir.insights.contracts import FunnelTable, Step
from comptoir.insights.funnel import rules
from comptoir.insights.funnel.orders import Ordered
from comptoir.insights.funnel.read import Groups, Rows, Source, together
from comptoir.insights.funnel.rules import DAY, Asked, Walk, Whole
from comptoir.insights.funnel.thinning import found
from comptoir.insights.lake import people
from comptoir.journal.contracts import Lane

THREADS = 2
WINDOW = timedelta(days=7)
KNOWN = ("new", "known")
NOBODY = -1
COLUMNS = ("channel", "device", "campaign")
Days = Mapping[int, Rows]
Told = TypeVar("Told")


def funnel(
    steps: Sequence[Step], since: datetime, until: datetime, *, by: str | None = None, window: timedelta = WINDOW,
    sample: int = 1,
) -> FunnelTable:  # fmt: skip
    """How many people who began from `since` to before `until` came how far within `window`. By channel, device or
    campaign of their first event, or by whether they had ordered before `since` (known). `sample`: of one in so many
    people."""
    return Counting(steps, since, until, by, window, sample).table()


class Counting:
    """One run: what each part needs to know."""

    def __init__(
        self, steps: Sequence[Step], since: datetime, until: datetime, by: str | None, window: timedelta,
        sample: int = 1,
    ) -> None:  # fmt: skip
        self.steps, self.by, self.sample = steps, by, sample
        self.asked = Asked(_ms(since), _ms(until), int(window.total_seconds() * 1000), len(steps))
        first, last = since.astimezone(UTC).date(), (until + window).astimezone(UTC).date()
        column = by if by in COLUMNS else None
        self.joined, self.person = _joined()
        self.source = Source(Lane.BEHAVIOUR, first, last, _acts(steps), column, _alone(steps), self.joined)
        self.parts = self.source.parts()
        self.ordered = Ordered(steps, since, until + window, self.parts, column is not None,
                               known_before=since if by == "known" else None)  # fmt: skip
        self.groups = Groups()

    def table(self) -> FunnelTable:
        done, events = self._each(lambda keys, walk: rules.counts(walk.reached, walk.group, steps=len(self.steps)))
        return self._told(sum(done[1:], done[0]), events)

    def leaving(self, step: int) -> tuple[Whole, Whole]:
        """Who came to the step before and not to this one: keys of people with one identifier, persons of others."""
        done, _events = self._each(lambda keys, walk: keys[walk.reached == step])
        return np.concatenate(done[:-1]), done[-1]

    def reaching(self, step: int, group: str) -> tuple[Whole, Whole]:
        """Who came as far as this step, of one group when it is grouped: as `leaving` tells them."""

        def of(keys: Whole, walk: Walk) -> Whole:
            chosen = walk.reached > step
            return keys[chosen & (walk.group == self._number(group))] if self.by else keys[chosen]

        done, _events = self._each(of)
        return np.concatenate(done[:-1]), done[-1]

    def _number(self, group: str) -> int:
        """Of a group as it is named; one of which nobody of this part is has none."""
        if self.by == "known":
            return KNOWN.index(group) if group in KNOWN else NOBODY
        return next((number for number, name in self.groups.named() if name == group), NOBODY)

    def _each(self, told: Callable[[Whole, Walk], Told]) -> tuple[list[Told], int]:
        """What is `told` of each part of the people who have one identifier, then of all others; and the events."""
        with ThreadPoolExecutor(THREADS) as threads:
            done = list(threads.map(lambda part: self._part(part, told), range(self.parts)))
        several: dict[int, list[Rows]] = defaultdict(list)
        for _told, rest, _events in done:
            for day, rows in rest.items():
                several[day].append(rows)
        others = told(*self._walked({day: together(pieces) for day, pieces in sorted(several.items())}))
        return [*(each for each, _rest, _events in done), others], sum(events for _told, _rest, events in done)

    def _part(self, part: int, told: Callable[[Whole, Walk], Told]) -> tuple[Told, Days, int]:
        """What is told of people with one identifier, and the events of the others, by day and person."""
        alone, rest, events = dict[int, Rows](), dict[int, Rows](), 0
        facts = self.ordered.days(part)
        behaviour = dict(self.source.read(part, self.parts, self.groups, self._thins))
        for day in sorted(behaviour.keys() | facts.keys()):
            rows = together([*behaviour.get(day, []), *facts.get(day, [])])
            if day < self.asked.since or day + DAY > self.asked.until + self.asked.window:
                rows = rows.between(self.asked.since, self.asked.until + self.asked.window)
            if self.sample > 1:
                rows = rows.only(rows.key % self.sample == 0)
            events += len(rows.key) + sum(piece.left_out for piece in behaviour.get(day, ()))
            alone[day] = rows
            if len(self.joined):
                several = found(rows.key, self.joined)
                alone[day], apart = rows.only(~several), rows.only(several)
                who = self.person[np.searchsorted(self.joined, apart.key)]
                rest[day] = Rows(who, apart.at, apart.step, apart.group)
        return told(*self._walked(alone)), rest, events

    def _thins(self, day: int) -> bool:
        """Not where the period ends within the day, nor where the first event is asked for its group."""
        return day + DAY <= self.asked.until and day >= self.asked.since and self.by not in COLUMNS

    def _walked(self, days: Days) -> tuple[Whole, Walk]:
        """People, and how far each came."""
        keys, numbers = _numbered([rows.key for rows in days.values()])
        walk = Walk(len(keys), self.asked)
        for person, (day, rows) in zip(numbers, days.items(), strict=True):
            walk.add(person, rows.at, rows.step, rows.group if self.by in COLUMNS else None, day)
        if self.by == "known":
            walk.group[:] = found(keys, self.ordered.before_of(self.joined, self.person))
        return keys, walk

    def _told(self, counts: Whole, events: int) -> FunnelTable:
        names = list(enumerate(KNOWN)) if self.by == "known" else self.groups.named() if self.by else []
        rows = [(name, tuple(int(n) for n in counts[number])) for number, name in names]
        return FunnelTable(
            steps=tuple(step.code for step in self.steps), people=tuple(int(n) for n in counts.sum(axis=0)),
            groups=dict(sorted((row for row in rows if row[1][0]), key=lambda row: -row[1][0])), events=events,
        )  # fmt: skip


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _acts(steps: Sequence[Step]) -> dict[str, tuple[int, ...]]:
    acts = {act for step in steps for act in step.acts}
    return {act: tuple(number for number, step in enumerate(steps) if act in step.acts) for act in acts}


def _alone(steps: Sequence[Step]) -> NDArray[np.bool_]:
    """By step, whether its events are behaviour alone, and no event is it after being another step already."""
    later = {number for numbers in _acts(steps).values() for number in numbers[1:]}
    return np.array([not step.facts and number not in later for number, step in enumerate(steps)])


def _joined() -> tuple[Whole, Whole]:
    """The identifiers of people who have several, sorted, and who they are."""
    known = people.read()
    keys, persons = known["key_hash"].to_numpy(), known["person_hash"].to_numpy()
    _unique, inverse, counts = np.unique(persons, return_inverse=True, return_counts=True)
    several = counts[inverse] > 1 if len(persons) else np.zeros(0, bool)
    order = np.argsort(keys[several], kind="stable")
    return keys[several][order], persons[several][order]


def _numbered(days: Sequence[Whole]) -> tuple[Whole, list[Whole]]:
    """The people of all days, sorted, and who of them each event of each day is. Files are sorted by key, so a run of
    one key is looked up once."""
    begins = [np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1)[: len(keys)] for keys in days]
    each = (keys.take(begin) for keys, begin in zip(days, begins, strict=True))
    runs = np.concatenate([np.zeros(0, np.int64), *each])
    every = np.sort(runs)  # many times as quick as numpy's own `unique`
    known = every[np.append(0, np.flatnonzero(every[1:] != every[:-1]) + 1)[: len(every)]]
    numbers = np.split(_places(known, runs), np.cumsum([len(begin) for begin in begins]))  # the last is empty
    told = [
        np.repeat(number, np.diff(np.append(begin, len(keys))))
        for number, begin, keys in zip(numbers, begins, days, strict=False)
    ]
    return known, told


def _places(known: Whole, asked: Whole) -> Whole:
    """Where each of `asked` stands in the sorted `known`, in which all of them stand: hashes lie so evenly that their
    highest bits say nearly where."""
    bits = min(len(known).bit_length() + 1, 62)
    shift, half = 64 - bits, 1 << (bits - 1)
    begins = np.zeros((1 << bits) + 1, np.int64)
    begins[1:] = np.cumsum(np.bincount((known >> shift) + half, minlength=1 << bits))
    place: Whole = begins.take((asked >> shift) + half)
    wrong = np.flatnonzero(known.take(place) != asked)
    while len(wrong):
        place[wrong] += 1
        wrong = wrong[known.take(place.take(wrong)) != asked.take(wrong)]
    return place
