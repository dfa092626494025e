"""The quick count is that of the definition, taken word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comptoir.insights.funnel.rules import DAY, Asked, Walk, counts

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
    walk = Walk(4, Asked(SINCE, UNTIL, WINDOW, 4))
    for day in range(SINCE // DAY * DAY, UNTIL + WINDOW, DAY):
        who, at, step, group = columns[(columns[:, 1] >= day) & (columns[:, 1] < day + DAY)].T
        walk.add(who, at, step.astype(np.uint8), group.astype(np.uint8), day)
    for person in range(4):
        theirs = [(at, step) for who, at, step, _group in events if who == person]
        assert walk.reached[person] == far(theirs)
        begun = sorted((at, group) for who, at, step, group in events if (who, step) == (person, 0) and at < UNTIL)
        assert not begun or walk.group[person] == begun[0][1]
    table = counts(walk.reached, walk.group, steps=4)
    assert table.sum(axis=0).tolist() == [int((walk.reached > step).sum()) for step in range(4)]
