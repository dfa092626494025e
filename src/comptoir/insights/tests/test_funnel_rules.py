"""The quick count is that of the definition, taken word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comptoir.insights.funnel.rules import Acts, counts, reached

SINCE, UNTIL, WINDOW = 1_000, 2_000, 50
EVENT = st.tuples(st.integers(0, 5), st.integers(SINCE, UNTIL + WINDOW - 1), st.integers(0, 3), st.integers(0, 2))


def far(events: list[tuple[int, int]], window: int, until: int) -> int:
    """By trying every start and every next event."""

    def on(start: int, at: int, step: int) -> int:
        later = [t for t, s in events if s == step and at <= t <= start + window]
        return max((on(start, t, step + 1) for t in later), default=step)

    return max((on(t, t, 1) for t, s in events if s == 0 and t < until), default=0)


@given(st.lists(EVENT, max_size=40))
def test_everyone_comes_as_far_as_by_trying_all_ways(events: list[tuple[int, int, int, int]]) -> None:
    columns = np.array(events or np.zeros((0, 4)), dtype=np.int64).reshape(-1, 4)
    acts = Acts(columns[:, 0], columns[:, 1], columns[:, 2].astype(np.uint8), columns[:, 3].astype(np.uint8), 6)
    found = reached(acts, since=SINCE, until=UNTIL, window=WINDOW, steps=4)
    for person in range(6):
        theirs = [(at, step) for who, at, step, _group in events if who == person]
        assert found.steps[person] == far(theirs, WINDOW, UNTIL)
        begun = sorted((at, group) for who, at, step, group in events if (who, step) == (person, 0) and at < UNTIL)
        assert not begun or found.group[person] == begun[0][1]
    table = counts(found, steps=4, groups=3)
    assert table.sum(axis=0).tolist() == [int((found.steps > step).sum()) for step in range(4)]


def test_more_people_than_fit_into_one_number_are_counted_in_parts() -> None:
    people, year = 300_000, 366 * 86_400_000
    person = np.repeat(np.arange(people), 2)
    at = np.tile(np.array([0, 7 * 86_400_000]), people) + np.repeat(np.arange(people) % 1000, 2)
    acts = Acts(person, at, np.tile(np.array([0, 1], np.uint8), people), np.zeros(2 * people, np.uint8), people)
    found = reached(acts, since=0, until=year * 8, window=7 * 86_400_000, steps=2)
    assert (found.steps == 2).all()
