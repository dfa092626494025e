"""A fact and its event are one transaction or neither."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.journal.contracts import Lane, Origin, Word, word
from comptoir.journal.errors import OutsideTransaction
from comptoir.journal.facade import append, correlated, gathered, latest, timeline
from comptoir.journal.tests.support import NOW, LampBroken, LampLit, LampLookedAt, origin, tell, write
from comptoir.kit import ids, sql


@word("Everything Held", subject=("thing", "thing"))
class EverythingHeld(Word):
    thing: UUID
    name: str
    count: int
    true: bool
    at: datetime
    on: date | None
    lane: Lane
    several: list[UUID]
    pairs: dict[str, list[int | None]]


def count_rows() -> tuple[int, int]:
    found = sql.row("SELECT (SELECT count(*) FROM journal_event), (SELECT count(*) FROM journal_subject)")
    assert found
    return found[0], found[1]


def test_an_event_without_a_transaction_is_refused_and_not_written(database: str) -> None:
    with pytest.raises(OutsideTransaction):
        write(LampLit(lamp="a"))
    assert count_rows() == (0, 0)


def test_a_rollback_leaves_neither_event_nor_version(database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(LampLit(lamp="a"))
        assert count_rows() == (1, 1)
        raise ZeroDivisionError
    assert count_rows() == (0, 0)


def test_a_time_without_zone_is_refused(database: str) -> None:
    with pytest.raises(ValueError, match="time zone"), transaction.atomic():
        append(LampLit(lamp="a"), origin=origin(), occurred_at=NOW.replace(tzinfo=None))
    assert count_rows() == (0, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), max_size=4))
def test_versions_of_a_subject_are_counted_without_a_gap_in_the_order_told(
    database: str, calls: list[list[str]]
) -> None:
    mark, counted = str(ids.uuid7()), Counter[str]()
    expected = []
    for call in calls:
        tell(*(LampLit(lamp=f"{lamp}{mark}") for lamp in call))
        for lamp in call:
            counted[lamp] += 1
            expected.append((f"{lamp}{mark}", counted[lamp]))
    found = sql.rows(
        "SELECT subject_id, subject_version FROM journal_event WHERE subject_id LIKE %s"
        " ORDER BY txid, position",
        [f"%{mark}"],
    )
    assert found == expected


def test_lanes_count_the_versions_of_one_subject_apart(database: str) -> None:
    tell(LampLit(lamp="a"), LampLookedAt(lamp="a", visitor=ids.uuid7()), LampBroken(lamp="a"))
    assert [(e.name, e.lane, e.subject_version) for e in latest()] == [
        ("Lamp Broken", Lane.FACTS, 2),
        ("Lamp Looked At", Lane.BEHAVIOUR, 1),
        ("Lamp Lit", Lane.FACTS, 1),
    ]


def test_where_an_event_comes_from_is_kept_and_found_again(database: str) -> None:
    told = Origin(
        actor="staff:7",
        channel="backoffice",
        correlation=ids.uuid7(),
        causation=ids.uuid7(),
        market="fr",
        legal_entity="main",
        storefront="house",
        person_key="k",
        source="till 2",
    )
    with transaction.atomic():
        append(LampLit(lamp="a", number=3), LampBroken(lamp="b"), origin=told, occurred_at=NOW)
    lit, broken = correlated(told.correlation)
    assert (lit.origin, lit.occurred_at, lit.word) == (told, NOW, LampLit(lamp="a", number=3))
    assert timeline("lamp", "b") == [broken]
    assert latest(actor="staff:8") == latest(name="Lamp") == latest(subject_kind="order") == []
    assert latest(1, actor="staff:7") == [broken]
    assert latest(actor="staff:7", before=broken) == [lit]


@given(
    st.builds(
        EverythingHeld,
        name=st.text(),
        at=st.datetimes(timezones=st.just(NOW.tzinfo)),
        several=st.lists(st.uuids()),
    )
)
def test_a_word_reads_back_from_its_payload(held: EverythingHeld) -> None:
    assert EverythingHeld.from_payload(held.payload()) == held


def test_what_is_gathered_is_one_statement_in_the_order_given(database: str) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as said, gathered():
        write(LampLit(lamp="a"))
        write(LampBroken(lamp="b"), LampLit(lamp="b"))
        write(LampBroken(lamp="a"))
        assert count_rows() == (0, 0)
    assert sum("INSERT INTO journal_event" in each["sql"] for each in said.captured_queries) == 1
    assert [(e.name, e.subject_id, e.subject_version) for e in reversed(latest())] == [
        ("Lamp Lit", "a", 1), ("Lamp Broken", "b", 1), ("Lamp Lit", "b", 2), ("Lamp Broken", "a", 2),
    ]  # fmt: skip


def test_gathered_words_of_a_savepoint_that_is_rolled_back_go_with_it(database: str) -> None:
    with transaction.atomic(), gathered():
        write(LampLit(lamp="a"))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write(LampLit(lamp="b"))
            raise ZeroDivisionError
        write(LampBroken(lamp="a"))
    assert [(e.name, e.subject_id, e.subject_version) for e in reversed(latest())] == [
        ("Lamp Lit", "a", 1), ("Lamp Broken", "a", 2)
    ]  # fmt: skip


def test_gathered_words_are_dropped_with_a_failure_and_need_a_transaction(database: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), gathered():
        write(LampLit(lamp="a"))
        raise ZeroDivisionError
    assert count_rows() == (0, 0)
    with pytest.raises(OutsideTransaction), gathered():
        pass
    with transaction.atomic():
        write(LampLit(lamp="a"))
    assert count_rows() == (1, 1)
