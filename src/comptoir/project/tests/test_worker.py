"""A loop of the worker goes on after failures and ends when told."""

import threading
from datetime import datetime

from django.db import OperationalError

from comptoir.project.worker.loop import Loop, run


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
