"""Edges of windows, segments built on others, consent at every use, refusals that write nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.consent.contracts import VISITOR, Subject
from comptoir.journal.contracts import Origin
from comptoir.kit import sql
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import MARKETING, PERSONALISATION
from comptoir.profiles.hearing import touch
from comptoir.segments import facade as segments
from comptoir.segments import scheduling
from comptoir.segments.errors import SegmentArchived, SegmentCodeTaken, SegmentInUse
from comptoir.segments.rules.evaluating import Moment, Person, holds, next_change, passes
from comptoir.segments.rules.language import Test as Asked
from comptoir.segments.rules.reading import read
from comptoir.segments.tests import openings
from comptoir.segments.tests.openings import START

ORIGIN = Origin(actor="staff:1", channel="backoffice", correlation=uuid4())
GIVEN = {"origin": ORIGIN, "now": START}
ONE, TWO = UUID(int=1), UUID(int=2)
DAY = timedelta(days=1)
SLOW = "SELECT code, slow_times, try_after FROM segments_segment WHERE slow_times > 0"


def rule(said):
    return {"version": 1, "rule": said}


BOUGHT = rule({"event": "Order Placed", "test": "at_least", "times": 1, "days": 30})
NOT_IN_IT = rule({"segment": "bought", "test": "not_in"})


def test_a_window_ends_after_its_days_to_the_instant() -> None:
    node, who = read(BOUGHT), Person(moments=(Moment(START, "Order Placed"),))
    edge, blink = START + 30 * DAY, timedelta(microseconds=1)
    assert holds(node, who, START) and not holds(node, who, START - blink)
    assert holds(node, who, edge - blink) and not holds(node, who, edge)
    assert next_change(node, who, START - DAY) == START and next_change(node, who, START) == edge
    assert next_change(node, who, edge) is None


def test_values_are_compared_as_json_compares_them() -> None:
    assert passes(Asked("is", 1), 1.0) and not passes(Asked("is", 1), True) and not passes(Asked("is", 1), "1")
    assert passes(Asked("at_least", 0.3), 0.3) and not passes(Asked("at_least", 0), "5")
    assert passes(Asked("contains", "table"), ["sofa", "table"]) and passes(Asked("contains", "tab"), "table")
    assert not passes(Asked("is_not", "x"), None) and passes(Asked("unknown"), None)


@pytest.mark.parametrize(
    ("said", "place", "why"),
    [
        ({}, "rule", "not_a_condition"),
        ({"all": []}, "rule.all", "missing"),
        ({"all": [{"trait": "a", "test": "is"}]}, "rule.all.0.value", "missing"),
        ({"any": [{"trait": "", "test": "known"}]}, "rule.any.0.trait", "missing"),
        ({"trait": "a", "test": "at_least", "value": "many"}, "rule.value", "not_a_figure"),
        ({"trait": "a", "test": "at_least", "value": float("nan")}, "rule.value", "too_large"),
        ({"trait": "a", "test": "between", "value": [3, 1]}, "rule.value", "not_a_span"),
        ({"trait": "a", "test": "one_of", "value": []}, "rule.value", "missing"),
        ({"trait": "a", "test": "is", "value": "\0"}, "rule.value", "not_text"),
        ({"trait": "a", "test": "known", "value": 1}, "rule.value", "not_understood"),
        ({"trait": "a", "test": "likes", "value": 1}, "rule.test", "not_a_choice"),
        ({"event": "a", "test": "at_least", "times": 0}, "rule.times", "too_small"),
        ({"event": "a", "test": "at_most", "times": True}, "rule.times", "not_a_number"),
        ({"event": "a", "test": "last_before"}, "rule.days", "missing"),
        ({"event": "a", "test": "first_within", "days": 10**9}, "rule.days", "too_large"),
        ({"event": "a", "test": "at_least", "times": 1, "days": 0}, "rule.days", "too_small"),
        ({"event": "a", "test": "at_least", "times": 1, "where": [{"property": "p"}]},
         "rule.where.0.test", "not_a_choice"),
        ({"event": "a", "test": "at_least", "times": 1, "sql": "1"}, "rule.sql", "not_understood"),
        ({"segment": "a", "test": "is"}, "rule.test", "not_a_choice"),
        ({"not": {"not": {"not": {"not": {"not": {"not": {"trait": "a", "test": "known"}}}}}}},
         "rule.not.not.not.not.not.not", "too_deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_where_it_stands(said, place, why) -> None:
    with pytest.raises(Invalid) as refused:
        read(rule(said))
    assert refused.value.errors == {place: why}


def look(now=START) -> None:
    while segments.work(now):
        pass


def of(purpose=PERSONALISATION, device=ONE):
    return segments.of([Subject(VISITOR, str(device))], purpose)


def test_from_what_was_heard_to_what_may_be_used(database: str) -> None:
    for device in (ONE, TWO):
        openings.keep_identity(device)
        openings.answer(device, True, START)
    segments.define("bought", name={"fr": "A acheté"}, definition=BOUGHT, **GIVEN)
    segments.define("waiting", name={"en": "Waits"}, definition=NOT_IN_IT, **GIVEN)
    look()
    assert of() == of(device=TWO) == {"waiting"}

    # Something is heard: the person moves within a look; thirty days later back, without anything heard.
    openings.keep_moment(ONE, Moment(START, "Order Placed"))
    with transaction.atomic():
        touch([ONE])
    look()
    assert of() == {"bought"} and of(device=TWO) == {"waiting"}
    look(START + 30 * DAY)
    assert of() == {"waiting"}
    past = segments.of_person(ONE, PERSONALISATION)
    assert [(each.segment, each.entered_why, each.left_why) for each in past] == [
        ("waiting", "time", ""), ("bought", "heard", "time"), ("waiting", "rule", "heard"),
    ]  # fmt: skip

    # The segment below says otherwise: the one built on it follows.
    ever = rule({"event": "Order Placed", "test": "at_least", "times": 1})
    segments.change("bought", name={"fr": "A acheté"}, definition=ever, **GIVEN)
    look(START + 31 * DAY)
    assert of() == {"bought"}
    assert [each.version for each in segments.editions("bought")] == [2, 1]

    # Consent is asked at each use, before anybody has looked again; one statement.
    assert of(MARKETING) == frozenset() and [m.person_id for m in segments.members("bought", PERSONALISATION)] == [ONE]
    openings.answer(ONE, False, START + DAY)
    with CaptureQueriesContext(connection) as asked:
        assert of() == frozenset()
    assert len(asked) == 1
    assert segments.members("bought", PERSONALISATION) == segments.of_person(ONE, PERSONALISATION) == []
    segments.recompute(START + 32 * DAY)
    look(START + 32 * DAY)
    assert sql.rows("SELECT person_id FROM segments_membership WHERE until IS NULL") == [(TWO,)]

    # Whoever is erased leaves no trace of where they were.
    assert segments.forget(ONE) == 4 and segments.forget(ONE) == 0

    # A few people are not counted aloud.
    assert segments.size(ever, PERSONALISATION, now=START).people is None
    for number in range(10, 20):
        openings.keep_identity(UUID(int=number))
        openings.answer(UUID(int=number), True, START)
        openings.keep_moment(UUID(int=number), Moment(START, "Order Placed"))
    counted = segments.size(ever, PERSONALISATION, now=START)
    assert (counted.people, counted.of) == (10, 11)


def test_a_slow_segment_keeps_nobody_waiting_and_is_tried_again_later(database: str, monkeypatch) -> None:
    compare, tried = scheduling._compare, []

    def too_slow(segment, node, now) -> None:
        code = segments.find(segment).code
        tried.append(code)
        if code != "a-slow-one":
            return compare(segment, node, now)
        with transaction.atomic():
            sql.run("SET LOCAL statement_timeout = 5")
            sql.run("SELECT pg_sleep(5)")

    openings.keep_identity(ONE)
    openings.answer(ONE, True, START)
    openings.keep_moment(ONE, Moment(START, "Order Placed"))
    segments.define("a-slow-one", name={"en": "Slow"}, definition=BOUGHT, **GIVEN)
    segments.define("bought", name={"en": "Bought"}, definition=BOUGHT, **GIVEN)
    with monkeypatch.context() as patch:
        patch.setattr(scheduling, "_compare", too_slow)
        assert segments.work(START) == 1 and segments.work(START) == 1  # placed, then looked at
        assert tried == ["a-slow-one", "bought"] and "bought" in of()
        assert sql.rows(SLOW) == [("a-slow-one", 1, START + timedelta(minutes=1))]
        segments.work(START + timedelta(minutes=1))
        assert sql.rows(SLOW) == [("a-slow-one", 2, START + timedelta(minutes=3))]
        tried.clear()
        segments.recompute(START)
        assert tried == ["a-slow-one", "bought"]
    segments.work(START + timedelta(minutes=2))
    assert sql.rows(SLOW) == [("a-slow-one", 2, START + timedelta(minutes=3))]
    # Said otherwise, it is tried at once.
    segments.change("a-slow-one", name={"en": "Slow"}, definition=NOT_IN_IT, origin=ORIGIN, now=START)
    assert segments.work(START) == 1 and sql.rows(SLOW) == []


def test_a_refusal_writes_nothing(database: str) -> None:
    segments.define("bought", name={"fr": "A acheté"}, definition=BOUGHT, **GIVEN)
    segments.define("waiting", name={"en": "Waits"}, definition=NOT_IN_IT, **GIVEN)
    written = sql.rows("SELECT count(*) FROM segments_edition UNION ALL SELECT count(*) FROM journal_event")
    name = {"en": "Again"}
    round_about = rule({"not": {"segment": "waiting", "test": "in"}})
    for refusal, call, code, said in (
        (SegmentCodeTaken, segments.define, "bought", BOUGHT),
        (Invalid, segments.define, "Not A Code", BOUGHT),
        (Invalid, segments.define, "unknown", rule({"segment": "elsewhere", "test": "in"})),
        (Invalid, segments.define, "itself", rule({"segment": "itself", "test": "in"})),
        (Invalid, segments.change, "bought", round_about),
        (NotFound, segments.change, "elsewhere", BOUGHT),
    ):
        with pytest.raises(refusal):
            call(code, name=name, definition=said, **GIVEN)
    with pytest.raises(Invalid):
        segments.define("nameless", name={}, definition=BOUGHT, **GIVEN)
    with pytest.raises(SegmentInUse):
        segments.archive("bought", **GIVEN)
    assert sql.rows("SELECT count(*) FROM segments_edition UNION ALL SELECT count(*) FROM journal_event") == written
    segments.archive("waiting", **GIVEN)
    segments.archive("bought", **GIVEN)
    with pytest.raises(SegmentArchived):
        segments.change("bought", name=name, definition=BOUGHT, **GIVEN)
    assert [each.code for each in segments.listed()] == []
