"""Nothing is skipped, and each subject is heard in the order of facts."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, transaction

from comptoir.journal.facade import deliver_round, lag
from comptoir.journal.tests.support import (
    NOW,
    LampBroken,
    LampLit,
    deliver,
    heard,
    listener,
    make_notebook,
    sessions,
    tell,
    wait_until,
    write,
)
from comptoir.kit import locks, sql

# Settled rows like ours, but with the cursor that suggests itself.
BY_POSITION = """
SELECT position, subject_id FROM journal_event
WHERE position > %s AND txid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY position
"""


@pytest.fixture(autouse=True)
def notebook(database: str) -> None:
    make_notebook()


def test_what_an_older_transaction_writes_later_is_not_lost_and_a_cursor_on_position_loses_it() -> None:
    consumer = listener()
    with sessions(2) as (older, younger):
        older.begin()
        older.take_transaction_id()
        younger.begin()
        younger.do(write, LampLit(lamp="younger"))
        older.do(write, LampLit(lamp="older"))
        older.commit()
        deliver(consumer)
        by_position = sql.rows(BY_POSITION, [0])
        younger.commit()
    deliver(consumer)
    by_position += sql.rows(BY_POSITION, [by_position[-1][0]])
    assert heard() == [("older", 1), ("younger", 1)]
    assert [lamp for _, lamp in by_position] == ["older"]


def test_nothing_younger_than_an_open_writer_is_read_before_it_ends() -> None:
    consumer = listener()
    with sessions(1) as (older,):
        older.begin()
        older.do(write, LampLit(lamp="older"))
        tell(LampLit(lamp="younger"))
        assert deliver(consumer) == 0
        older.commit()
    deliver(consumer)
    assert heard() == [("older", 1), ("younger", 1)]


def test_writers_who_hold_the_subject_first_keep_it_in_order_without_parking() -> None:
    def light(start: threading.Barrier) -> None:
        start.wait()
        for _ in range(25):
            with transaction.atomic():
                locks.hold(("lamp", "a"))
                write(LampLit(lamp="a"))

    start = threading.Barrier(4)
    with sessions(4) as writers:
        for work in [writer.start(light, start) for writer in writers]:
            work.result(timeout=60)
    in_stream = sql.rows("SELECT subject_version FROM journal_event ORDER BY generation, txid, position")
    assert [version for (version,) in in_stream] == list(range(1, 101))
    deliver(listener(), limit=7)
    assert heard() == [("a", version) for version in range(1, 101)]


def test_without_the_lock_the_stream_is_out_of_order_and_parking_puts_it_right() -> None:
    consumer = listener()
    with sessions(1) as (careless,):
        careless.begin()
        careless.take_transaction_id()
        tell(LampLit(lamp="a"), LampLit(lamp="b"))
        careless.do(write, LampBroken(lamp="a"))
        careless.commit()
    tell(LampLit(lamp="a"))
    in_stream = sql.rows(
        "SELECT subject_version FROM journal_event WHERE subject_id = 'a' ORDER BY generation, txid, position"
    )
    assert [version for (version,) in in_stream] == [2, 1, 3]
    deliver_round(consumer, now=NOW, limit=1)
    assert heard() == []
    assert lag([consumer])[0].parked == 1
    deliver(consumer, limit=1)
    assert [version for lamp, version in heard() if lamp == "a"] == [1, 2, 3]
    assert len(heard()) == 4
    assert (lag([consumer])[0].parked, lag([consumer])[0].rows) == (0, 0)


def test_a_gap_is_seen_at_a_word_that_the_consumer_does_not_want() -> None:
    consumer = listener(words=(LampBroken,))
    with sessions(1) as (careless,):
        careless.begin()
        careless.take_transaction_id()
        tell(LampLit(lamp="a"))
        careless.do(write, LampBroken(lamp="a"))
        careless.commit()
    deliver_round(consumer, now=NOW, limit=1)
    assert heard() == []
    deliver(consumer, limit=1)
    assert heard() == [("a", 2)]


def test_a_version_that_was_deleted_holds_nothing_back() -> None:
    tell(LampLit(lamp="a"), LampLit(lamp="a"), LampLit(lamp="a"))
    sql.run("DELETE FROM journal_event WHERE subject_version = 2")
    deliver(listener())
    assert heard() == [("a", 1), ("a", 3)]


def test_of_two_deliverers_one_works_and_each_event_is_heard_once() -> None:
    tell(*(LampLit(lamp=str(n)) for n in range(20)))
    entered, may_go_on = threading.Event(), threading.Event()

    def dawdle(event: object) -> None:
        entered.set()
        assert may_go_on.wait(20)

    with sessions(1) as (other,):
        first = other.start(deliver_round, listener(before=dawdle), now=NOW)
        assert entered.wait(20)
        assert deliver_round(listener(), now=NOW) == 0
        may_go_on.set()
        assert first.result(timeout=20) == 20
    deliver(listener())
    assert heard() == [(str(n), 1) for n in range(20)]


def test_a_crash_after_the_handler_leaves_neither_its_writes_nor_the_cursor() -> None:
    tell(LampLit(lamp="a"), LampLit(lamp="b"))

    def die(event: object) -> None:
        sql.run("SELECT pg_terminate_backend(pg_backend_pid())")

    with sessions(1) as (dying,), pytest.raises(OperationalError):
        dying.do(deliver_round, listener(before=die), now=NOW)
    assert heard() == []
    deliver(listener())
    assert heard() == [("a", 1), ("b", 1)]


def test_consumers_go_at_their_own_pace_and_a_long_page_is_passed_piece_by_piece() -> None:
    quick, slow = listener("quick"), listener("slow", words=(LampBroken,))
    tell(*(LampLit(lamp=str(n)) for n in range(30)), LampBroken(lamp="3"))
    deliver(quick)
    deliver_round(slow, now=NOW, limit=10)
    assert (lag([quick])[0].rows, lag([slow])[0].rows) == (0, 21)
    deliver(slow, limit=10)
    assert heard("slow") == [("3", 2)]
    assert len(heard("quick")) == 31


def test_the_locks_wait_comes_before_the_transaction_id() -> None:
    with sessions(2) as (first, second):
        first.begin()
        first.do(locks.hold, ("lamp", "a"))
        second.begin()
        waiting = second.start(locks.hold, ("lamp", "a"))
        wait_until(lambda: sql.row("SELECT 1 FROM pg_locks WHERE NOT granted") is not None)
        first.do(write, LampLit(lamp="a", number=1))
        first.commit()
        waiting.result(timeout=20)
        second.do(write, LampLit(lamp="a", number=2))
        second.commit()
    assert sql.rows("SELECT (payload->>'number')::int FROM journal_event ORDER BY txid") == [(1,), (2,)]
