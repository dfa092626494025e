"""A loop of the worker goes on after failures and ends when told."""

import threading
from datetime import datetime

import pytest
from django.db import OperationalError

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane
from comptoir.kit import clock
from comptoir.project.worker.loop import Loop, run
from comptoir.project.worker.loops import LATER, LOOPS, deliver_behaviour, deliver_facts


def test_a_loop_goes_on_after_a_failure_and_a_lost_database_and_finishes_its_step() -> None:
    stop = threading.Event()
    answers = iter([3, OperationalError("server closed the connection"), ValueError("a bug"), 0])
    moments: list[datetime] = []

    def step(now: datetime) -> int:
        moments.append(now)
        if len(moments) == 4:
            stop.set()
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    run(Loop("example", step, idle_seconds=3600), stop)
    assert len(moments) == 4
    assert all(moment.utcoffset() is not None for moment in moments)


def test_a_stopped_loop_does_nothing() -> None:
    stop = threading.Event()
    stop.set()
    calls: list[datetime] = []
    run(Loop("example", lambda now: calls.append(now) or 0, idle_seconds=0), stop)
    assert calls == []


def test_a_loop_gathers_what_comes_unless_there_is_a_crowd() -> None:
    loop = Loop("example", lambda now: 0, idle_seconds=7, gather_seconds=0.05, crowd=30)
    assert [loop.rest(done) for done in (0, 1, 29, 30)] == [7, 0.05, 0.05, 0]
    assert Loop("example", lambda now: 0, idle_seconds=7).rest(1) == 0


def test_each_lane_of_each_listener_is_read_by_a_loop_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[set[Lane]] = []
    monkeypatch.setattr(journal, "deliver_round", lambda *consumers, now, lanes: read.append(set(lanes)) or 0)
    for loops in (LOOPS, LATER):
        for each in loops:
            if each.step in (deliver_facts, deliver_behaviour):
                each.step(clock.now())
    assert sorted(lane for lanes in read for lane in lanes) == sorted(Lane)
    names = [each.name for each in (*LOOPS, *LATER)]
    assert len(names) == len(set(names))
