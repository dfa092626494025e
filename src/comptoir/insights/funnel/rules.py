"""Counting a funnel, without a loop over people. Pure: arrays in, arrays out.

A person reaches step k when events e1 … ek of theirs, one of each step, stand in order (t1 ≤ t2 ≤ … ≤ tk) with tk − t1
within the window, and e1 in the period. The chain that starts last is the one that has most time left, and a later event
of step k−1 never has an earlier start: so it is enough to carry, for each step, the start of the last chain that has come so
far. This is what ClickHouse's windowFunnel does in one pass; here each step is one running maximum over all people
together, since person and time are packed into one number that only grows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEP_BITS, GROUP_BITS = 4, 7
MOST_STEPS, MOST_GROUPS = 1 << STEP_BITS, 1 << GROUP_BITS
LOW = STEP_BITS + GROUP_BITS
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Acts:
    """Events of some people: `person` numbers them from 0, `at` is in milliseconds, `step` counts from 0, `group` is what
    the event says of whoever does it (its device, say)."""

    person: Whole
    at: Whole
    step: NDArray[np.uint8]
    group: NDArray[np.uint8]
    people: int


@dataclass(frozen=True, slots=True)
class Reached:
    """By person: how many steps, 0 for none; and the group of their first event of the first step in the period."""

    steps: NDArray[np.uint8]
    group: NDArray[np.uint8]


def reached(acts: Acts, *, since: int, until: int, window: int, steps: int) -> Reached:
    """How far each person came. The period is from `since` to before `until`, `window` the time that a chain may take, all in
    milliseconds. Events outside of `since` to `until + window` must not be given."""
    shift = int(until + window - since).bit_length() + 1
    most = 1 << (63 - LOW - shift)
    found = Reached(np.zeros(acts.people, np.uint8), np.zeros(acts.people, np.uint8))
    for first in range(0, acts.people, most):
        some = acts if acts.people <= most else _between(acts, first, first + most)
        _reach(some, found, first, since, until, window, steps, shift)
    return found


def _between(acts: Acts, first: int, end: int) -> Acts:
    """So many people as fit beside the time into one number."""
    chosen = (acts.person >= first) & (acts.person < end)
    return Acts(acts.person[chosen] - first, acts.at[chosen], acts.step[chosen], acts.group[chosen], end - first)


def _reach(
    acts: Acts, found: Reached, first: int, since: int, until: int, window: int, steps: int, shift: int
) -> None:
    packed = acts.person << shift
    packed += acts.at - (since - window - 1)  # so that the last of one person is never within the window of the next
    packed <<= LOW
    packed |= acts.step.astype(np.int64) << GROUP_BITS
    packed |= acts.group
    packed.sort()
    step = ((packed >> GROUP_BITS) & (MOST_STEPS - 1)).astype(np.uint8)
    place = packed >> LOW
    starts = step == 0
    late = (place & ((1 << shift) - 1)) >= until - (since - window - 1)
    starts &= ~late
    began = np.flatnonzero(starts)
    who = place[began] >> shift
    new = np.ones(len(who), bool)
    new[1:] = who[1:] != who[:-1]
    found.steps[first + who] = 1
    found.group[first + who[new]] = (packed[began[new]] & (MOST_GROUPS - 1)).astype(np.uint8)
    del packed, began, who, new, late
    start = np.maximum.accumulate(np.where(starts, place, 0))
    for number in range(1, steps):
        goes_on = step >= number
        goes_on &= (place - start) <= window
        step, place, start = step[goes_on], place[goes_on], start[goes_on]
        here = step == number
        found.steps[first + (place[here] >> shift)] = number + 1
        start = np.maximum.accumulate(np.where(here, start, 0)) if len(start) else start


def counts(found: Reached, *, steps: int, groups: int) -> Whole:
    """People by group and step: `[group, step]`, each step with those who went on from it."""
    flat = np.bincount(found.group.astype(np.int64) * (steps + 1) + found.steps, minlength=groups * (steps + 1))
    table = flat.reshape(groups, steps + 1)
    return table[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
