"""Random people, rows for them in the rooms below, and random rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from comptoir.kit import sql
from comptoir.segments.rules.evaluating import Moment, Person

START = datetime(2026, 11, 1, tzinfo=UTC)
NAMES, EVENTS, PROPERTIES = ("a", "b"), ("Order Placed", "Product Viewed"), ("k", "properties")
SCALARS = st.one_of(
    st.sampled_from(["", "x", "xy", "é", "1", "true"]),
    st.integers(-3, 3),
    st.sampled_from([0.1, 0.3, 1.0, -2.5, 1e-7]),
    st.booleans(),
)
VALUES = st.one_of(
    SCALARS, st.none(), st.lists(st.one_of(SCALARS, st.none(), st.lists(SCALARS, max_size=1)), max_size=3),
    st.dictionaries(st.sampled_from(["k", "x"]), SCALARS, max_size=2),
)  # fmt: skip
# Whole steps, so that something often stands exactly at the edge of a window.
TIMES = st.integers(-60, 72).map(lambda steps: START + timedelta(hours=12 * steps))
PAYLOADS = st.dictionaries(
    st.sampled_from(PROPERTIES), st.one_of(VALUES, st.dictionaries(st.sampled_from(PROPERTIES), VALUES)), max_size=2
)
MOMENTS = st.builds(
    Moment, at=TIMES, name=st.sampled_from([*EVENTS, "Event Tracked"]), event=st.sampled_from(["", *EVENTS]),
    payload=PAYLOADS,
)  # fmt: skip
PEOPLE = st.builds(
    Person,
    traits=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=2),
    moments=st.lists(MOMENTS, max_size=5).map(tuple),
)

OPERANDS = SCALARS.filter(lambda each: each != "")
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([0.1, 0.3, 1.0, 1e-7]))
TESTS = st.one_of(
    st.builds(
        lambda test, value: {"test": test, "value": value}, st.sampled_from(["is", "is_not", "contains"]), OPERANDS
    ),
    st.builds(lambda test, value: {"test": test, "value": value}, st.sampled_from(["at_least", "at_most"]), NUMBERS),
    st.builds(lambda one, two: {"test": "between", "value": sorted([one, two])}, NUMBERS, NUMBERS),
    st.builds(lambda many: {"test": "one_of", "value": many}, st.lists(OPERANDS, min_size=1, max_size=3)),
    st.sampled_from([{"test": "known"}, {"test": "unknown"}]),
)
WHERE = st.lists(
    st.builds(lambda name, test: {"property": name} | test, st.sampled_from(PROPERTIES), TESTS), max_size=1
)
COUNTS = st.builds(
    lambda event, test, times, days, where: {"event": event, "test": test, "times": times, "where": where}
    | ({"days": days} if days else {}),
    st.sampled_from(EVENTS), st.sampled_from(["at_least", "at_most"]), st.integers(1, 3),
    st.sampled_from([None, 1, 2, 7, 20]), WHERE,
)  # fmt: skip
AGES = st.builds(
    lambda event, test, days, where: {"event": event, "test": test, "days": days, "where": where},
    st.sampled_from(EVENTS), st.sampled_from(["first_within", "first_before", "last_before"]),
    st.sampled_from([1, 2, 7, 20]), WHERE,
)  # fmt: skip
LEAVES = st.one_of(st.builds(lambda name, test: {"trait": name} | test, st.sampled_from(NAMES), TESTS), COUNTS, AGES)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda of: {"not": of}),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"all": of}),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"any": of}),
    ),
    max_leaves=5,
)


def keep_identity(identity: UUID, *, person: UUID | None = None, kind: str = "visitor") -> None:
    """An identifier of somebody; said again, it is somebody else's."""
    sql.run(
        "INSERT INTO profiles_identifier (kind, value, known, first_at, person_id) VALUES (%s, %s, false, %s, %s)"
        " ON CONFLICT (kind, value) DO UPDATE SET person_id = excluded.person_id",
        [kind, str(identity), START, person or identity],
    )


def keep_trait(identity: UUID, name: str, value: Any, at: datetime = START) -> None:
    sql.run(
        "INSERT INTO profiles_trait (identifier_id, name, value, at, source)"
        " SELECT id, %s, %s::jsonb, %s, 'test' FROM profiles_identifier WHERE value = %s"
        " ON CONFLICT (identifier_id, name, source) DO UPDATE SET value = excluded.value, at = excluded.at",
        [name, json.dumps(value), at, str(identity)],
    )


def keep_moment(identity: UUID, moment: Moment) -> None:
    sql.run(
        "INSERT INTO profiles_moment (identifier_id, about_kind, about_id, occurred_at, event_id, name, event, channel,"
        " lane, subject_kind, subject_id, payload)"
        " SELECT id, '', '', %s, %s, %s, %s, 'web', 'facts', 'visitor', value, %s::jsonb"
        " FROM profiles_identifier WHERE value = %s",
        [moment.at, uuid4(), moment.name, moment.event, json.dumps(moment.payload), str(identity)],
    )


def answer(
    identity: UUID, granted: bool, at: datetime, purpose: str = "personalisation", kind: str = "visitor"
) -> None:
    sql.run(
        "INSERT INTO consent_choice (choice_id, subject_kind, subject_id, purpose, granted, text_version, means,"
        " chosen_at) VALUES (%s, %s, %s, %s, %s, 'test', 'banner', %s)",
        [uuid4(), kind, str(identity), purpose, granted, at],
    )


def keep(people: Mapping[UUID, Person]) -> None:
    for identity, person in people.items():
        keep_identity(identity)
        for name, value in person.traits.items():
            keep_trait(identity, name, value)
        for moment in person.moments:
            keep_moment(identity, moment)
