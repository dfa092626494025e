"""Counting a funnel, without a loop over people. Pure: arrays in, arrays out.

A person reaches step k when events e1 … ek of theirs, one of each step, stand in order (t1 ≤ t2 ≤ … ≤ tk) with tk − t1
within the window, and e1 in the period. The chain that starts last is the one that has most time left, and a later
event of step k−1 never has an earlier start: so it is enough to carry, for each step, the start of the last chain
that has come so far. This is what ClickHouse's windowFunnel does event by event; here each step is one running
maximum over all people of a day, since person and time are packed into one number that only grows. Days are walked in
their order, so that what is worked on stays in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY = 86_400_000  # milliseconds
DAY_BITS, STEP_BITS, GROUP_BITS = 27, 4, 7
MOST_STEPS, MOST_GROUPS = 1 << STEP_BITS, 1 << GROUP_BITS
LOW = STEP_BITS + GROUP_BITS
TIME_BITS = 40  # of milliseconds since the period began: 34 years
TIME = (1 << TIME_BITS) - 1
NEVER = np.uint8(255)
Whole = NDArray[np.int64]
Small = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Asked:
    """The period is from `since` to before `until`, `window` the time that a chain may take: milliseconds all."""

    since: int
    until: int
    window: int
    steps: int

    @property
    def zero(self) -> int:
        """From where times are counted, so that “never”, which is 0, is further than the window from all of them."""
        return self.since - self.window - 1


class Walk:
    """How far each of so many people has come, as days are added. `group` is what the first of their first steps in the
    period said of them."""

    def __init__(self, people: int, asked: Asked) -> None:
        self.asked = asked
        self.group: Small = np.full(people, NEVER, np.uint8)
        # By person and step, side by side: the start of the last chain that came so far, 0 for none.
        self._starts = np.zeros((people, asked.steps), np.int64)

    @property
    def reached(self) -> Small:
        """The steps of each, 0 for none."""
        found: Small = (self._starts > 0).sum(axis=1, dtype=np.uint8)
        return found

    def add(self, person: Whole, at: Whole, step: Small, group: Small | None, day: int) -> None:
        """Events of the day that begins at `day` (milliseconds), after those of the days before."""
        if not len(person):
            return
        packed = person << DAY_BITS
        packed += at
        packed -= day
        packed <<= STEP_BITS
        packed |= step
        packed <<= GROUP_BITS
        if group is not None:
            packed |= group
        packed.sort()
        who = packed >> (DAY_BITS + LOW)
        begins = _begins(who)
        people = who[begins]
        place = np.repeat(np.arange(len(begins)) << TIME_BITS, np.diff(np.append(begins, len(who))))
        time = packed >> LOW
        time &= (1 << DAY_BITS) - 1
        place += time
        place += day - self.asked.zero
        steps = (packed >> GROUP_BITS).astype(np.uint8) & np.uint8(MOST_STEPS - 1)
        first = steps == 0
        if day + DAY > self.asked.until:
            first &= (place & TIME) < self.asked.until - self.asked.zero
        if group is not None:
            self._note_groups(who[first], (packed[first] & (MOST_GROUPS - 1)).astype(np.uint8))
        starts = self._starts[people]
        self._climb(starts, steps, place, begins, first)
        self._starts[people] = starts

    def _climb(self, starts: Whole, steps: Small, place: Whole, begins: Whole, here: NDArray[np.bool_]) -> None:
        """`place` is run and time, a run being the events of one person; `starts` has a row for each run. From step
        to step only what can go on is left."""
        chain = place
        for number in range(self.asked.steps):
            latest = chain * here
            run = place[begins] >> TIME_BITS
            latest[begins] = np.maximum(latest[begins], (run << TIME_BITS) | starts[run, number])
            np.maximum.accumulate(latest, out=latest)
            ends = np.append(begins[1:], len(place)) - 1
            starts[run, number] = latest[ends] & TIME
            if number + 1 == self.asked.steps:
                return
            goes_on = np.flatnonzero((steps > number) & (place - latest <= self.asked.window))
            if not len(goes_on):
                return
            steps, place, chain = steps[goes_on], place[goes_on], latest[goes_on]
            begins = _begins(place >> TIME_BITS)
            here = steps == number + 1

    def _note_groups(self, who: Whole, group: Small) -> None:
        begins = _begins(who)
        people = who[begins]
        unknown = self.group[people] == NEVER
        self.group[people[unknown]] = group[begins[unknown]]


def _begins(who: Whole) -> Whole:
    """Where the events of each person begin."""
    if not len(who):
        return np.zeros(0, np.int64)
    changes = np.flatnonzero(who[1:] != who[:-1])
    return np.concatenate([np.zeros(1, np.int64), changes + 1])


def counts(reached: Small, group: Small, *, steps: int) -> Whole:
    """People by group and step: `[group, step]`, each step with those who went on from it."""
    known = np.where(group == NEVER, 0, group).astype(np.int64)
    flat = np.bincount(known * (steps + 1) + reached, minlength=MOST_GROUPS * (steps + 1))
    table: Whole = flat.reshape(MOST_GROUPS, steps + 1)[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    return table
