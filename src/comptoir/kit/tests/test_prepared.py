"""What is written by ourselves reads back as psycopg writes it; what we cannot write goes to psycopg."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from comptoir.kit import sql
from comptoir.kit.prepared import MOST, STATEMENTS, THRESHOLD

ONE = UUID("01931b9e-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 22, 1, 2, 3, 4005, tzinfo=UTC)
VALUES = [
    ("text", 'it\'s "quoted", {braced}, \\ and é\n'), ("text", ""), ("text", None), ("int", 0), ("bigint", -(2**40)),
    ("boolean", True), ("uuid", ONE), ("timestamptz", NOW), ("date", date(2026, 2, 28)), ("bytea", b"\x00\xff"),
    ("uuid[]", [ONE, None]), ("int[]", [1, -2]), ("bigint[]", [1, 2**40]), ("boolean[]", [True, False]),
    ("text[]", ['a,"b"', "", "NULL", "\\", "{}", None, " "]), ("timestamptz[]", [NOW]), ("date[]", [date(2026, 1, 1)]),
    ("uuid[]", []), ("numeric", Decimal("1.20")), ("int[]", [[1, 2], [3, 4]]), ("numeric", 2**80),
]  # fmt: skip
INSERT = (
    "INSERT INTO kit_idempotencyrecord (scope, key, request_hash, answer, recorded_at)"
    " VALUES (%s, %s, %s, '1', %s)"
)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_reads_back_the_same_however_often_it_is_asked(database, kind, value):
    statement = f"SELECT %s::{kind}"
    assert [sql.rows(statement, [value]) for _ in range(THRESHOLD + 2)] == [[(value,)]] * (THRESHOLD + 2)


def test_named_values_may_come_twice_and_jsonb_comes_as_python(database):
    statement = "SELECT %(b)s::int, %(a)s::text, %(b)s::int, %(json)s::jsonb"
    params = {"a": "x", "b": 7, "json": '{"é": [1]}', "unused": 1}
    assert {repr(sql.row(statement, params)) for _ in range(THRESHOLD + 2)} == {"(7, 'x', 7, {'é': [1]})"}


def test_a_statement_begins_a_transaction_and_a_failure_ends_it(database):
    for number in range(THRESHOLD + 1):
        assert sql.run(INSERT, ["s", str(number), b"", NOW]) == 1
    with pytest.raises(IntegrityError, match="idempotency_once"), transaction.atomic():
        sql.run(INSERT, ["s", "new", b"", NOW])
        sql.run(INSERT, ["s", "0", b"", NOW])
    assert sql.row("SELECT count(*) FROM kit_idempotencyrecord") == (THRESHOLD + 1,)


def keep(key: str, then: Callable[[list[tuple[object, ...]]], None] | None = None) -> None:
    sql.write(INSERT, ["s", key, b"", NOW], then=then)


def kept() -> int:
    found = sql.row("SELECT count(*) FROM kit_idempotencyrecord")
    assert found
    return int(found[0])


@pytest.mark.parametrize("warm", [False, True])
def test_what_waits_runs_before_what_is_read_in_one_way_there_and_back(database, warm):
    for number in range(THRESHOLD * 2 if warm else 0):
        keep(f"warm {number}")
        kept()
    before = kept()
    with sql.transacted():
        keep("one")
        keep("two")
        assert len(waiting()) == 2
        assert kept() == before + 2 and not waiting()
        keep("three")
        with connection.cursor() as cursor:  # Django's own statement
            cursor.execute("SELECT count(*) FROM kit_idempotencyrecord")
            assert cursor.fetchone() == (before + 3,)
        keep("four")
    assert kept() == before + 4


@pytest.mark.parametrize("warm", [False, True])
def test_a_read_that_is_asked_goes_with_the_commit_and_is_answered_after_it(database, warm):
    for _ in range(THRESHOLD + 1 if warm else 1):
        with sql.transacted():
            sql.write("SET LOCAL synchronous_commit = off")
            asked = sql.ask("SELECT current_setting('synchronous_commit'), %s::int", [7])
            assert len(waiting()) == 2
        assert asked() == [("off", 7)] and not waiting()
    assert sql.ask("SELECT %s::int", [7])() == [(7,)]
    with sql.transacted():
        early = sql.ask("SELECT %s::int", [8])
        assert early() == [(8,)] == early()


@pytest.mark.parametrize("warm", [False, True])
def test_a_failure_or_refusal_of_what_waits_undoes_all_and_the_connection_goes_on(database, warm):
    for number in range(THRESHOLD + 1 if warm else 1):
        keep(f"warm {number}")
    before = kept()
    with pytest.raises(IntegrityError, match="idempotency_once"), sql.transacted():
        keep("one")
        keep("warm 0")
        keep("two")
    with pytest.raises(LookupError), sql.transacted():
        sql.write("SELECT %s::int", [1], then=refuse)
        keep("three")
    with pytest.raises(ZeroDivisionError), sql.transacted():
        keep("four")
        raise ZeroDivisionError
    assert kept() == before and not waiting()
    with sql.transacted(), pytest.raises(RuntimeError), sql.transacted():
        pass


def test_more_than_the_socket_takes_at_once_goes_together_too(database):
    long = "é" * 500_000
    sizes: list[object] = []
    for _ in range(THRESHOLD + 2):
        with sql.transacted():
            sql.write("SELECT length(%s::text)", [long], then=lambda found: sizes.append(found[0][0]))
            assert sql.rows("SELECT %s::text || '!' FROM generate_series(1, 3)", [long]) == [(long + "!",)] * 3
    assert sizes == [500_000] * (THRESHOLD + 2)


def test_a_connection_lost_while_statements_go_together_is_an_operational_error(database):
    for number in range(THRESHOLD + 1):
        keep(f"warm {number}")
    pid = connection.connection.info.backend_pid
    with pytest.raises(OperationalError), sql.transacted():
        keep("one")
        in_a_thread(lambda: sql.row("SELECT pg_terminate_backend(%s, 5000)", [pid])).join()
    assert kept() == THRESHOLD + 1


def refuse(found: list[tuple[object, ...]]) -> None:
    raise LookupError(found)


def waiting() -> list[object]:
    return vars(connection.connection)[STATEMENTS].waiting


def test_a_lost_connection_is_an_operational_error_and_the_next_one_works(database):
    statement = "SELECT %s::int"
    for _ in range(THRESHOLD + 1):
        sql.row(statement, [1])
    pid = connection.connection.info.backend_pid
    in_a_thread(lambda: sql.row("SELECT pg_terminate_backend(%s, 5000)", [pid])).join()
    with pytest.raises(OperationalError):
        sql.row(statement, [1])
    connection.close_if_unusable_or_obsolete()
    assert sql.row(statement, [1]) == (1,)


def test_statements_that_are_made_up_as_they_go_are_forgotten(database):
    for number in range(MOST + 5):
        for _ in range(THRESHOLD + 1):
            assert sql.row(f"SELECT {number}, %s::int", [5]) == (number, 5)
    assert sql.row("SELECT count(*) <= %s FROM pg_prepared_statements", [MOST]) == (True,)


def test_other_threads_go_on_while_one_waits_for_the_server(database):
    lock = "SELECT pg_advisory_lock(%s)"
    sql.row(lock, [1])
    waiting = in_a_thread(lambda: [sql.row(lock, [key]) for key in (2, 3, 4, 1)])
    while sql.row("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") != (1,):
        assert waiting.is_alive()
    sql.row("SELECT pg_advisory_unlock(%s)", [1])
    waiting.join()


def in_a_thread(call: Callable[[], object]) -> threading.Thread:
    """Started, on a connection of its own."""

    def run() -> None:
        call()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
