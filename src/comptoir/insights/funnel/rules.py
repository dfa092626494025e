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
STEP_BITS, GROUP_BITS = 4, 7
MOST_STEPS, MOST_GROUPS = 1 << STEP_BITS, 1 << GROUP_BITS
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

    @property
    def time_bits(self) -> int:
        return (self.until + self.window - self.zero).bit_length()


class Walk:
    """How far each of so many people has come, as days are added. `group` is what the first of their first steps in the
    period said of them."""

    def __init__(self, people: int, asked: Asked) -> None:
        self.asked, self._bits = asked, asked.time_bits
        if people.bit_length() + self._bits + STEP_BITS > 63:
            raise ValueError("too many people at once for so long a time")
        self.group: Small = np.full(people, NEVER, np.uint8)
        # By step and person: the start of the last chain that came so far, 0 for none.
        self._starts = np.zeros((asked.steps, people), np.int64)

    @property
    def reached(self) -> Small:
        """The steps of each, 0 for none."""
        found: Small = (self._starts > 0).sum(axis=0, dtype=np.uint8)
        return found

    def add(self, person: Whole, at: Whole, step: Small, group: Small | None, day: int) -> None:
        """Events of the day that begins at `day` (milliseconds), after those of the days before."""
        if not len(person):
            return
        if group is not None:
            self._note_groups(person, at, step, group)
        packed = person << self._bits
        packed += at
        packed -= self.asked.zero
        packed <<= STEP_BITS
        packed |= step
        packed.sort()
        steps = packed.astype(np.uint8)
        steps &= MOST_STEPS - 1
        packed >>= STEP_BITS
        first = steps == 0
        if day + DAY > self.asked.until:
            first &= self._time(packed) < self.asked.until - self.asked.zero
        self._climb(steps, packed, first)

    def _time(self, place: Whole) -> Whole:
        return place & ((1 << self._bits) - 1)

    def _climb(self, steps: Small, place: Whole, here: NDArray[np.bool_]) -> None:
        """`place` is person and time in one number, sorted. From step to step only what can go on is left."""
        chain = place
        for number, starts in enumerate(self._starts):
            latest = chain * here
            ends = np.append(np.flatnonzero((place[1:] ^ place[:-1]) >= 1 << self._bits), len(place) - 1)
            begins = np.append(0, ends[:-1] + 1)
            person = place.take(begins) >> self._bits
            before = starts.take(person)
            before |= person << self._bits
            latest[begins] = np.maximum(latest.take(begins), before, out=before)
            np.maximum.accumulate(latest, out=latest)
            starts[person] = self._time(latest.take(ends))
            if number + 1 == self.asked.steps:
                return
            goes_on = np.flatnonzero((steps > number) & (place - latest <= self.asked.window))
            if not len(goes_on):
                return
            steps, place, chain = steps.take(goes_on), place.take(goes_on), latest.take(goes_on)
            here = steps == number + 1

    def _note_groups(self, person: Whole, at: Whole, step: Small, group: Small) -> None:
        chosen = np.flatnonzero((step == 0) & (at < self.asked.until))
        when = at[chosen] - self.asked.zero
        order = np.lexsort((group[chosen], when, person[chosen]))
        who, told = person[chosen][order], group[chosen][order]
        begins = np.append(0, np.flatnonzero(who[1:] != who[:-1]) + 1)[: len(who)]
        people = who[begins]
        unknown = self.group[people] == NEVER
        self.group[people[unknown]] = told[begins[unknown]]


def counts(reached: Small, group: Small, *, steps: int) -> Whole:
    """People by group and step: `[group, step]`, each step with those who went on from it."""
    known = np.where(group == NEVER, 0, group).astype(np.int64)
    flat = np.bincount(known * (steps + 1) + reached, minlength=MOST_GROUPS * (steps + 1))
    table: Whole = flat.reshape(MOST_GROUPS, steps + 1)[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    return table
