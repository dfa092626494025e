"""Whatever happens in whatever order, who is in a segment is whom its rule holds of."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.refusals import Refusal
from comptoir.segments import facade as segments
from comptoir.segments.rules.evaluating import Moment, Person, holds
from comptoir.segments.settling import mark
from comptoir.segments.standing import standing
from comptoir.segments.tests import openings
from comptoir.segments.tests.openings import START

ORIGIN = Origin(actor="system:tests", channel="command", correlation=uuid4())
DEVICES = tuple(UUID(int=number) for number in (1, 2, 3))
CODES = ("s1", "s2", "s3")
DEVICE, CODE = st.sampled_from(DEVICES), st.sampled_from(CODES)
WITHIN = st.builds(lambda code, test: {"segment": code, "test": test}, CODE, st.sampled_from(["in", "not_in"]))
RULES = st.one_of(openings.RULES, WITHIN, st.builds(lambda one, two: {"all": [one, two]}, openings.RULES, WITHIN))
ACTIONS = st.one_of(
    st.tuples(st.just("did"), DEVICE, openings.MOMENTS),
    st.tuples(st.just("said"), DEVICE, st.sampled_from(openings.NAMES), openings.VALUES),
    st.tuples(st.just("answered"), DEVICE, st.booleans()),
    st.tuples(st.just("joined"), DEVICE, DEVICE),
    st.tuples(st.just("waited"), st.integers(1, 20)),
    st.tuples(st.just("looked"), st.integers(1, 3)),
    st.tuples(st.just("defined"), CODE, RULES),
    st.tuples(st.just("archived"), CODE),
    st.tuples(st.just("forgotten mark"), DEVICE, openings.MOMENTS),
)
TABLES = (
    "profiles_moment", "profiles_trait", "profiles_identifier", "consent_choice", "segments_due", "segments_membership",
    "segments_edition", "segments_segment",
)  # fmt: skip
MEMBERS = "SELECT person_id, s.code FROM segments_membership m JOIN segments_segment s ON s.id = m.segment_id"
TOLD = """
SELECT subject_id::uuid, payload->>'code', sum(CASE name WHEN 'Segment Entered' THEN 1 ELSE -1 END)
FROM journal_event WHERE name IN ('Segment Entered', 'Segment Left') AND correlation = ANY(
    SELECT DISTINCT correlation FROM journal_event WHERE actor = 'system:segments') AND position > %s
GROUP BY 1, 2
"""


class Story:
    """The same things done to the database and to a few dictionaries."""

    def __init__(self) -> None:
        self.now = START
        self.person = {device: device for device in DEVICES}
        self.moments: defaultdict[UUID, list[Moment]] = defaultdict(list)
        self.traits: defaultdict[UUID, dict[str, tuple[datetime, Any]]] = defaultdict(dict)
        self.answers: dict[UUID, tuple[datetime, bool]] = {}
        self.ticks = 0
        self.overlooked = False
        for device in DEVICES:
            openings.keep_identity(device)

    def tell(self, action: tuple[Any, ...]) -> None:
        kind, *given = action
        self.ticks += 1
        at = START - timedelta(days=100) + timedelta(seconds=self.ticks)
        if kind in ("did", "forgotten mark"):
            device, moment = given
            self.moments[device].append(moment)
            openings.keep_moment(device, moment)
            self.overlooked |= kind == "forgotten mark"
            self.mark(*(() if kind == "forgotten mark" else (device,)))
        elif kind == "said":
            device, name, value = given
            self.traits[device][name] = at, value
            openings.keep_trait(device, name, value, at)
            self.mark(device)
        elif kind == "answered":
            device, granted = given
            self.answers[device] = at, granted
            openings.answer(device, granted, at)
            self.mark(device)
        elif kind == "joined":
            device, other = given
            before = self.person[device]
            self.person[device] = other
            openings.keep_identity(device, person=other)
            self.mark(device, people=(before, other))
        elif kind == "waited":
            self.now += timedelta(hours=12 * given[0])
        elif kind == "looked":
            segments.settle(self.now, limit=given[0])
        else:
            self.rule(kind, *given)

    def rule(self, kind: str, code: str, said: Any = None) -> None:
        asked = {"origin": ORIGIN, "now": self.now}
        try:
            if kind == "archived":
                segments.archive(code, **asked)
            elif any(each.code == code for each in segments.listed()):
                segments.change(code, name={"en": code}, definition={"version": 1, "rule": said}, **asked)
            else:
                segments.define(code, name={"en": code}, definition={"version": 1, "rule": said}, **asked)
        except Refusal:
            pass

    def mark(self, *devices: UUID, people: tuple[UUID, ...] = ()) -> None:
        with transaction.atomic():
            mark([*people, *(self.person[each] for each in devices)], why="heard", now=self.now)

    def expected(self) -> set[tuple[UUID, str]]:
        there = standing()
        found = set()
        for whole in set(self.person.values()):
            devices = [device for device, person in self.person.items() if person == whole]
            answers = sorted(self.answers[each] for each in devices if each in self.answers)
            if not answers or not answers[-1][1]:
                continue
            told = sorted((item for each in devices for item in self.traits[each].items()), key=lambda item: item[1][0])
            moments = tuple(moment for each in devices for moment in self.moments[each])
            person = Person({name: value for name, (_at, value) in told}, moments)
            found |= {(whole, there.codes[each]) for each, rule in there.rules.items() if holds(rule, person, self.now)}
        return found


def inside() -> set[tuple[UUID, str]]:
    return set(sql.rows(MEMBERS + " WHERE until IS NULL"))


def look_at_all(now: datetime) -> None:
    while segments.work(now):
        pass


def test_who_is_in_is_whom_the_rule_holds_of_in_any_order(database: str) -> None:
    @settings(max_examples=60)
    @given(st.lists(RULES, min_size=1, max_size=3), st.lists(ACTIONS, min_size=5, max_size=25))
    def agree(rules: list[Any], actions: list[tuple[Any, ...]]) -> None:
        for table in TABLES:
            sql.run(f"DELETE FROM {table}")
        begun = sql.row("SELECT coalesce(max(position), 0) FROM journal_event")[0]
        story = Story()
        for code, said in zip(CODES, rules, strict=False):
            story.rule("defined", code, said)
        for action in actions:
            story.tell(action)
        look_at_all(story.now)
        if story.overlooked:
            segments.recompute(story.now)
            look_at_all(story.now)
        assert inside() == story.expected()
        kept = sql.rows("SELECT person_id, due_at, marks FROM segments_due ORDER BY 1")
        assert segments.recompute(story.now) == 0, "a full recomputation finds somebody elsewhere"
        assert [row[:2] for row in sql.rows("SELECT person_id, due_at FROM segments_due ORDER BY 1")] == [
            row[:2] for row in kept
        ], "a turn of a window was not foreseen"
        told = {(person, code) for person, code, balance in sql.rows(TOLD, [begun]) if balance}
        assert told == inside(), "the journal tells another story"

    agree()
