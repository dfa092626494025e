"""The quick count is that of the definition, taken word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comptoir.insights.funnel.rules import DAY, Asked, Walk, counts
from comptoir.insights.funnel.thinning import needed

SINCE, WINDOW = 3 * DAY // 2, 5 * DAY // 4
UNTIL = 4 * DAY + DAY // 3
HOUR = DAY // 24
AT = st.builds(lambda hour, odd: SINCE + hour * HOUR + odd, st.integers(0, 90), st.integers(0, 1))
EVENT = st.tuples(st.integers(0, 3), AT, st.integers(0, 3), st.integers(0, 2))


def far(events: list[tuple[int, int]]) -> int:
    """By trying every start and every next event."""

    def on(start: int, at: int, step: int) -> int:
        later = [t for t, s in events if s == step and at <= t <= start + WINDOW]
        return max((on(start, t, step + 1) for t in later), default=step)

    return max((on(t, t, 1) for t, s in events if s == 0 and t < UNTIL), default=0)


@given(st.lists(EVENT, max_size=40))
def test_everyone_comes_as_far_as_by_trying_all_ways(events: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(events or np.zeros((0, 4)), dtype=np.int64).reshape(-1, 4)
    walk = walked(columns, [])
    for person in range(4):
        theirs = [(at, step) for who, at, step, _group in events if who == person]
        assert walk.reached[person] == far(theirs)
        begun = sorted((at, group) for who, at, step, group in events if (who, step) == (person, 0) and at < UNTIL)
        assert not begun or walk.group[person] == begun[0][1]
    table = counts(walk.reached, walk.group, steps=4)
    assert table.sum(axis=0).tolist() == [int((walk.reached > step).sum()) for step in range(4)]


@given(st.lists(EVENT, max_size=40), st.lists(EVENT, max_size=8), st.sets(st.integers(1, 3)))
def test_what_is_left_out_beforehand_changes_nothing(
    events: list[tuple[int, int, int, int]], others: list[tuple[int, int, int, int]], elsewhere: set[int]
) -> None:
    """Events of the steps `elsewhere` come from another file too, at any time between."""
    here = sorted(events, key=lambda each: each[:2])
    columns = np.array(here or np.zeros((0, 4)), dtype=np.int64).reshape(-1, 4)
    beside = [each for each in others if each[2] in elsewhere]
    alone = np.array([step not in elsewhere for step in range(4)])
    kept = [np.zeros((0, 4), np.int64)]
    for day in range(SINCE // DAY * DAY, UNTIL + WINDOW, DAY):
        rows = columns[(columns[:, 1] >= day) & (columns[:, 1] < day + DAY)]
        who, at, step, _group = rows.T
        places = None
        if day >= SINCE and day + DAY <= UNTIL:
            places = needed(who, at * 1000, step.astype(np.uint8), alone, np.array([3]))
        kept.append(rows if places is None else rows[places])
    thin, whole = walked(np.concatenate(kept), beside), walked(columns, beside)
    assert thin.reached.tolist() == whole.reached.tolist()
    assert (np.concatenate(kept)[:, 0] == 3).sum() == (columns[:, 0] == 3).sum(), "who has another key keeps all"


def walked(columns: np.ndarray, beside: list[tuple[int, int, int, int]]) -> Walk:
    columns = np.concatenate([columns, np.array(beside or np.zeros((0, 4)), dtype=np.int64).reshape(-1, 4)])
    walk = Walk(4, Asked(SINCE, UNTIL, WINDOW, 4))
    for day in range(SINCE // DAY * DAY, UNTIL + WINDOW, DAY):
        who, at, step, group = columns[(columns[:, 1] >= day) & (columns[:, 1] < day + DAY)].T
        walk.add(who.copy(), at, step.astype(np.uint8), group.astype(np.uint8), day)
    return walk
