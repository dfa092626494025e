"""A loop of the worker goes on after failures and ends when told."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

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


def test_each_lane_is_read_by_loops_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[set[Lane]] = []
    monkeypatch.setattr(journal, "deliver_round", lambda *consumers, now, lanes: read.append(set(lanes)) or 0)
    for loops in (LOOPS, LATER):
        for each in loops:
            if each.step in (deliver_facts, deliver_behaviour):
                each.step(clock.now())
    assert sorted(lane for lanes in read for lane in lanes) == sorted(Lane)
    names = [each.name for each in (*LOOPS, *LATER)]
    assert len(names) == len(set(names))


WORKER_OF_NO_LOOPS = """
import django
django.setup()
from comptoir.project.worker import main, queue
main.LOOPS, main.LATER, queue.run = [], [], lambda stop: stop.wait()
raise SystemExit(main.run())
"""


@contextmanager
def worker_of_no_loops() -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """The worker's process and its two children's ids, once both have stepped back."""
    process = subprocess.Popen([sys.executable, "-c", WORKER_OF_NO_LOOPS], start_new_session=True)
    try:
        until(lambda: sorted(os.getpriority(os.PRIO_PROCESS, each) for each in children(process.pid)) == [5, 19])
        yield process, children(process.pid)
    finally:
        process.kill()
        process.wait()


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_whose_child_was_killed_ends_with_the_other_one_and_says_so() -> None:
    with worker_of_no_loops() as (process, others):
        for each in others:
            weight = Path(f"/proc/{each}/autogroup")
            if weight.exists():
                assert weight.read_text().split()[-1] == str(os.getpriority(os.PRIO_PROCESS, each))
        os.kill(others[0], signal.SIGKILL)
        assert process.wait(10) == 1
        assert not any(Path(f"/proc/{each}").exists() for each in others)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_that_is_asked_to_stop_stops_all_and_one_that_is_killed_leaves_nobody() -> None:
    with worker_of_no_loops() as (process, others):
        process.terminate()
        assert process.wait(10) == 0
        assert not any(Path(f"/proc/{each}").exists() for each in others)
    with worker_of_no_loops() as (process, others):
        process.kill()
        process.wait(10)
        until(lambda: not any(Path(f"/proc/{each}").exists() for each in others))
