"""People from links: whatever the order of arrival, and never two known ones in one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.profiles import rules
from comptoir.profiles.rules import Identifier, Link

START = datetime(2026, 11, 1, tzinfo=UTC)
KINDS = ("customer", "user", "email", "visitor", "visitor", "loyalty")
named = st.builds(Identifier, st.sampled_from(KINDS), st.sampled_from("abcd"))
pairs = st.tuples(named, named, st.integers(0, 12)).filter(lambda pair: pair[0] != pair[1])
heard = st.lists(pairs, max_size=30)
Heard = list[tuple[Identifier, Identifier, int]]


def people(told: Heard) -> tuple[set[frozenset[Identifier]], set[str], Counter[str]]:
    """The people of what was told, their ids, and how often each reason refused."""
    members = list(dict.fromkeys(each for a, b, _ in told for each in (a, b)))
    place = {member: index for index, member in enumerate(members)}
    links = [Link(place[a], place[b], START + timedelta(minutes=at)) for a, b, at in told]
    first: dict[Identifier, datetime] = {}
    for a, b, at in told:
        for each in (a, b):
            first[each] = min(first.get(each, START + timedelta(days=9)), START + timedelta(minutes=at))
    roots, outcomes = rules.resolve(members, links)
    sets: dict[int, set[Identifier]] = {}
    for member, root in zip(members, roots, strict=True):
        sets.setdefault(root, set()).add(member)
    ids = {str(rules.person_id(rules.representative((each, first[each]) for each in one))) for one in sets.values()}
    return {frozenset(one) for one in sets.values()}, ids, Counter(filter(None, outcomes))


@given(heard, st.randoms())
def test_any_order_of_arrival_gives_the_same_people_with_the_same_ids(told: Heard, chance: object) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert people(shuffled) == people(told)


@given(heard)
def test_two_known_are_never_one_and_each_person_has_one_id(told: Heard) -> None:
    found, ids, _ = people(told)
    assert len(ids) == len(found)
    for one in found:
        counts = Counter(each.kind for each in one)
        assert all(count <= rules.kind_of(kind).limit for kind, count in counts.items())
        assert "customer" not in counts or set(counts) <= {"customer", "visitor"}, "a source's word makes no customer"


def test_a_shared_device_joins_the_first_that_is_known_and_refuses_the_second() -> None:
    device, anna, ben = Identifier("visitor", "d"), Identifier("customer", "anna"), Identifier("customer", "ben")
    found, _, refused = people([(device, ben, 5), (device, anna, 1), (device, ben, 7)])
    assert found == {frozenset((device, anna)), frozenset((ben,))}
    assert refused == {"two_of:customer": 2}


def test_a_giant_cluster_stops_growing() -> None:
    kiosk = Identifier("loyalty", "everybody")
    told = [(kiosk, Identifier("visitor", f"v{n}"), n) for n in range(400)]
    found, _, refused = people(told)
    assert max(map(len, found)) == 1 + rules.KINDS["visitor"].limit
    assert refused == {"too_many:visitor": 400 - rules.KINDS["visitor"].limit}


@pytest.mark.parametrize(
    "value",
    ["anonymous", " Guest ", "null", '"null"', "'undefined'", "0", "0.0", "NaN", "None", "", "  ", "[object Object]",
     "00000000-0000-0000-0000-000000000000", "««null»»", "---", "true", None, "x" * 201, "a\x00b"],
)  # fmt: skip
def test_what_names_nobody_is_no_identifier(value: object) -> None:
    assert rules.cleaned("user", value) is None


def test_what_names_somebody_is_kept_as_it_is() -> None:
    assert rules.cleaned("user", " Ann-0 ") == Identifier("user", "Ann-0")
    assert rules.cleaned("user", 17) == Identifier("user", "17")
    named = [Identifier("visitor", "v"), Identifier("email", "e"), Identifier("customer", "c"), Identifier("card", "1")]
    assert [each.kind for each in rules.strongest_first(named)] == ["customer", "email", "card", "visitor"]
