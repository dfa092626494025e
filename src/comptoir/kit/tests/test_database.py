"""Locks and idempotency on a real database."""

import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyConflict, IdempotencyKey, IdempotencyKeyInvalid

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def key(request, *, value="key-00000001", actor="guest:1"):
    return IdempotencyKey.of(actor=actor, endpoint="POST /orders", key=value, request=request)


def test_a_lock_after_a_write_is_refused(database):
    with pytest.raises(locks.LockAfterWrite), transaction.atomic():
        idempotency.remember(key({}), {"n": 1}, NOW)
        locks.hold(("order", "1"))


def test_a_lock_without_a_transaction_is_refused(database):
    with pytest.raises(locks.LockAfterWrite):
        locks.hold(("order", "1"))


def test_who_waits_for_a_lock_sees_what_its_holder_wrote(database):
    held, seen = threading.Event(), []

    def second():
        held.wait(5)
        with transaction.atomic():
            locks.hold(("order", "1"))
            seen.append(idempotency.recall(key({})))
        connection.close()

    other = threading.Thread(target=second)
    other.start()
    with transaction.atomic():
        locks.hold(("order", "1"))
        held.set()
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while not sql.row(waiting)[0]:
            pass
        idempotency.remember(key({}), {"n": 1}, NOW)
    other.join(5)
    assert seen == [{"n": 1}]


def test_the_same_request_gets_the_same_answer_and_another_is_refused(database):
    with transaction.atomic():
        idempotency.remember(key({"a": 1, "b": 2}), {"n": 1}, NOW)
    assert idempotency.recall(key({"b": 2, "a": 1})) == {"n": 1}
    assert idempotency.recall(key({"a": 1}, actor="guest:2")) is None
    with pytest.raises(IdempotencyConflict):
        idempotency.recall(key({"a": 2}))


def test_of_two_calls_with_one_key_the_second_gets_the_answer_of_the_first(database):
    barrier, answers = threading.Barrier(2), []

    def call(n):
        def command():
            with transaction.atomic():
                if (known := idempotency.recall(key({}))) is not None:
                    return known
                if barrier.n_waiting or not answers:
                    with suppress(threading.BrokenBarrierError):
                        barrier.wait(1)
                idempotency.remember(key({}), {"n": n}, NOW)
                return {"n": n}

        answers.append(idempotency.settled(command))
        connection.close()

    both = [threading.Thread(target=call, args=(n,)) for n in (1, 2)]
    for each in both:
        each.start()
    for each in both:
        each.join(10)
    assert len(answers) == 2 and answers[0] == answers[1]


@pytest.mark.parametrize("value", ["", "short", "x" * 201, "clé-0000001", "tab\tkey-001"])
def test_a_key_that_cannot_be_kept_is_refused(value):
    with pytest.raises(IdempotencyKeyInvalid):
        key({}, value=value)


def test_old_answers_are_forgotten(database, monkeypatch):
    with transaction.atomic():
        idempotency.remember(key({}), {"n": 1}, NOW)
    assert idempotency.forget_old(NOW) == 0
    assert idempotency.forget_old(NOW + idempotency.KEPT * 2) == 1
    assert idempotency.recall(key({})) is None
    with transaction.atomic():
        for number in range(3):
            idempotency.remember(key({}, value=f"key-0000000{number}"), {}, NOW)
    monkeypatch.setattr(idempotency, "AT_ONCE", 2)
    assert [idempotency.forget_old(NOW + idempotency.KEPT * 2) for _ in range(3)] == [2, 1, 0]


def test_of_two_answers_to_one_key_the_first_that_is_kept_is_told(database):
    call = key({"a": 1})
    assert idempotency.said(call) is None
    with transaction.atomic():
        idempotency.remember(call, {"n": 1}, NOW)
    assert idempotency.said(call) is None
    assert [idempotency.say(call, answer, NOW) for answer in (b"first", b"second")] == [b"first", b"first"]
    assert idempotency.said(call) == b"first" and idempotency.recall(call) == {"n": 1}
    for late in (lambda: idempotency.said(key({"a": 2})), lambda: idempotency.say(key({"a": 2}), b"other", NOW)):
        with pytest.raises(IdempotencyConflict):
            late()


def test_what_was_said_opens_only_with_the_key_and_the_installations(database, settings):
    call = key({})
    idempotency.say(call, b"whsec_secret", NOW)
    ((kept, sealed),) = sql.rows("SELECT key, said FROM kit_idempotencyrecord")
    assert "key-00000001" not in kept and b"whsec" not in bytes(sealed)
    settings.SECRET_KEY = "another"
    assert idempotency.said(key({})) is None
    assert idempotency.say(key({}), b"made anew", NOW) == b"made anew"


def test_long_addresses_are_told_apart(database):
    one, two = (
        IdempotencyKey.of(actor="key:x", endpoint="PUT /" + "a" * 300 + end, key="key-00000001", request=None)
        for end in "12"
    )
    assert one.scope != two.scope and len(one.scope) <= 200
