"""What delivery says about itself, and delivery inside a test's own transaction."""

from __future__ import annotations

import pytest
from django.db import transaction

from comptoir.journal.contracts import Event, Lane
from comptoir.journal.facade import blocker, deliver_round, lag
from comptoir.journal.testing import HandlerFailed
from comptoir.journal.testing import deliver as deliver_uncommitted
from comptoir.journal.tests.support import (
    NOW,
    LampBroken,
    LampLit,
    LampLookedAt,
    deliver,
    heard,
    listener,
    make_notebook,
    sessions,
    tell,
    write,
)
from comptoir.kit import ids, sql


@pytest.fixture(autouse=True)
def notebook(database: str) -> None:
    make_notebook()


def test_the_lag_is_in_rows_and_in_seconds_of_the_oldest_row() -> None:
    consumer = listener()
    tell(LampLit(lamp="a"), LampLit(lamp="b"))
    sql.run("UPDATE journal_event SET recorded_at = recorded_at - interval '1 hour' WHERE subject_id = 'a'")
    (behind,) = lag([consumer])
    assert (behind.consumer, behind.lane, behind.rows, behind.parked) == ("notebook", Lane.FACTS, 2, 0)
    assert behind.seconds >= 3600
    deliver(consumer)
    (level,) = lag([consumer])
    assert (level.rows, level.seconds) == (0, 0)


def test_a_lane_is_read_and_counted_without_the_other() -> None:
    both = (listener(), listener("watcher", words=(LampLookedAt,), purpose="measurement"))
    tell(LampLit(lamp="a"), LampLookedAt(lamp="b", visitor=ids.uuid7()))
    assert [each.lane for each in lag(both, {Lane.FACTS})] == [Lane.FACTS]
    while deliver_round(*both, now=NOW, lanes={Lane.FACTS}):
        pass
    assert {each.lane: each.rows for each in lag(both)} == {Lane.FACTS: 0, Lane.BEHAVIOUR: 1}
    while deliver_round(*both, now=NOW, lanes={Lane.BEHAVIOUR}):
        pass
    assert [lamp for name in ("notebook", "watcher") for lamp, _version in heard(name)] == ["a", "b"]


def test_the_oldest_open_writer_is_named_and_a_reader_is_not() -> None:
    with sessions(2) as (reader, writer):
        reader.begin()
        reader.do(sql.rows, "SELECT count(*) FROM journal_event")
        assert blocker() is None
        writer.begin()
        writer.do(write, LampLit(lamp="a"))
        found = blocker()
        assert found
        assert found.pid == writer.do(sql.row, "SELECT pg_backend_pid()")[0]
        assert "journal_event" in found.query
    assert blocker() is None


def test_an_idle_poll_takes_no_transaction_id() -> None:
    consumer = listener()
    deliver(consumer)
    with transaction.atomic():
        assert deliver_round(consumer, now=NOW) == 0
        assert sql.row("SELECT pg_current_xact_id_if_assigned() IS NULL") == (True,)


def test_a_test_can_deliver_what_it_will_roll_back() -> None:
    def echo(event: Event) -> None:
        if event.name == "Lamp Lit":
            write(LampBroken(lamp=event.subject_id))

    with transaction.atomic():
        write(LampLit(lamp="a"))
        assert deliver_round(listener(), now=NOW) == 0
        assert deliver_uncommitted([listener(before=echo)]) == 2
        assert heard() == [("a", 1), ("a", 2)]
        transaction.set_rollback(True)
    assert heard() == []


def test_delivery_in_a_test_says_which_handler_failed() -> None:
    def fail(event: Event) -> None:
        raise KeyError(event.subject_id)

    tell(LampLit(lamp="a"))
    with pytest.raises(HandlerFailed, match="notebook on Lamp Lit"):
        deliver_uncommitted([listener(before=fail)])
