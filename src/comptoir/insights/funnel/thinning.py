"""Events that cannot change how far anybody comes are left out before anything is counted: most pages of a visit are
looked at one after another. Pure.

Of events of one person that follow each other and are the same step, the first is enough for a later step (what comes
after starts no sooner and ends later), and the last for the first step (it has most time left). That holds as long as
nothing stands between them, so only where all events of the step before (for the first step: after) lie in this one
file, in the order of its rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comptoir.insights.funnel.rules import Small, Whole


def needed(key: Whole, at: Whole, step: Small, alone: NDArray[np.bool_], joined: Whole) -> Whole | None:
    """The places of what has to be counted, of rows that are sorted by key and time (microseconds); None for all.
    `alone` says of each step whether all of its events stand in this file; `joined` are the keys, sorted, of people who
    have others too: all of theirs is counted. So is what lies within a millisecond of its neighbour, where counting
    goes by steps and not by the order of rows."""
    if len(key) < 3:
        return None
    same_key = key[1:] == key[:-1]
    same = same_key & (step[1:] == step[:-1])
    close = same_key & (at[1:] - at[:-1] < 1000)
    first = step == 0
    later = same & ~first[1:] if alone[:-1].all() else same & np.append(False, alone[:-1])[step[1:]]
    later[:-1] &= ~close[1:]
    keep = np.ones(len(key), np.bool_)
    keep[1:] = ~later
    if alone[1:2].all():
        earlier = same & first[:-1]
        earlier[1:] &= ~close[:-1]
        keep[:-1] &= ~earlier
    if len(joined):
        gone = np.flatnonzero(~keep)
        keep[gone[found(key.take(gone), joined)]] = True
    return np.flatnonzero(keep)


def found(keys: Whole, among: Whole) -> NDArray[np.bool_]:
    """Which of `keys` stand in the sorted `among`."""
    if not len(among):
        return np.zeros(len(keys), bool)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return among[place] == keys
