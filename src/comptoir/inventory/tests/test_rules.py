"""Who gets what, without a database."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from comptoir.inventory import rules

PLACES = [(UUID(int=n), UUID(int=9)) for n in (1, 2)]
queues = st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 9)), max_size=8)
amounts = st.fixed_dictionaries(dict.fromkeys(PLACES, st.integers(0, 30)))


@given(queues, amounts)
def test_nobody_gets_more_than_wanted_and_nobody_is_passed_over(
    queue: list[tuple[rules.Place, int]], free: dict[rules.Place, int]
) -> None:
    given_out = dict(rules.allotted([(n, place, wanted) for n, (place, wanted) in enumerate(queue)], free))
    for place in PLACES:
        wanted = [(given_out.get(n, 0), asked) for n, (at, asked) in enumerate(queue) if at == place]
        assert sum(got for got, _ in wanted) == min(free[place], sum(asked for _, asked in wanted))
        unmet = [n for n, (got, asked) in enumerate(wanted) if got < asked]
        assert all(got == 0 for got, _ in wanted[unmet[0] + 1 :]) if unmet else True
        assert all(0 <= got <= asked for got, asked in wanted)


@given(st.lists(st.integers(1, 9), max_size=8), st.lists(st.integers(1, 9), max_size=6))
def test_supplies_cover_the_queue_in_order_and_no_supply_twice(queue: list[int], coming: list[int]) -> None:
    found = rules.covered(list(enumerate(queue)), list(enumerate(coming)))
    by = [found[n] for n in range(len(queue))]
    covered = [supply for supply in by if supply is not None]
    assert covered == sorted(covered) and by[len(covered) :] == [None] * (len(by) - len(covered))
    for n, supply in enumerate(covered):
        asked = sum(queue[: n + 1])
        assert sum(coming[: supply + 1]) >= asked > sum(coming[:supply])
    if len(covered) < len(queue):
        assert sum(queue[: len(covered) + 1]) > sum(coming)


def test_two_figures_that_agree_are_enough_and_a_decision_ends_it() -> None:
    assert rules.agreed({1: -2, 2: -2}) == -2
    assert rules.agreed({1: -2, 2: 0}) is None
    assert rules.agreed({1: -2, 2: 0, 3: 0}) == 0
    assert rules.agreed({1: -2, 2: 0, 3: 1}) is None
    assert rules.agreed({1: -2, 2: -2, 4: 5}) == 5
    assert rules.agreed({1: 0}) is None
