"""A loop of the worker goes on after failures and ends when told."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import OperationalError
from procrastinate.contrib.django import app

from comptoir.channels.collector.history import address
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane
from comptoir.kit import clock, sql
from comptoir.project import checks, heartbeat, kin
from comptoir.project.bench.stage import free_port
from comptoir.project.heartbeat import Pulse, Watch
from comptoir.project.postgres import home_from_environment
from comptoir.project.worker import queue
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


def test_each_job_waits_in_a_queue_that_is_worked_on() -> None:
    app.perform_import_paths()
    ours = {task.queue for task in app.tasks.values()} - {"builtin"}  # the library's own, which nobody asks for here
    assert ours == {queue.MAIL, queue.DEFAULT}


def test_a_job_after_the_database_dropped_the_connection_has_a_new_one(database: str) -> None:
    nobody: Any = None
    with pytest.raises(OperationalError):
        queue.connected(lambda: sql.rows("SELECT pg_terminate_backend(pg_backend_pid())"), nobody, nobody)
    assert queue.connected(lambda: sql.rows("SELECT 1"), nobody, nobody) == [(1,)]


# A worker whose only loop sleeps, for longer than a step gets when all is to end.
SLOW_WORKER = """
import time
import django
django.setup()
from comptoir.project.worker import main, queue
main.STEP_SECONDS, main.STOP_SECONDS = 0.5, 10
main.LOOPS, main.LATER = [], [main.Loop("slow", lambda now: time.sleep(60), idle_seconds=1)]
queue.run = lambda stop, name, at_work: stop.wait()
main.run()
"""
# Two signals within a fifth of a millisecond, while the main thread falls asleep or wakes; `Event.set` in a handler
# hangs in one of some hundred rounds.
TOLD_TWICE = """
import os, random, signal, time
from comptoir.project.stopping import StopSignals
signals = StopSignals()
ear, mouth = os.pipe()
main, sender = os.getpid(), os.fork()
if not sender:
    os.close(mouth)
    while os.read(ear, 1):
        time.sleep(random.uniform(0, 0.0003))
        os.kill(main, signal.SIGTERM)
        until = time.perf_counter() + random.uniform(0, 0.0002)
        while time.perf_counter() < until:
            pass
        os.kill(main, signal.SIGTERM)
    os._exit(0)
for _ in range(3000):
    os.write(mouth, b".")
    assert signals.wait(5)
os.close(mouth)
os.waitpid(sender, 0)
"""


def test_who_is_told_twice_to_stop_hears_it_and_does_not_wait_for_itself() -> None:
    subprocess.run([sys.executable, "-c", TOLD_TWICE], check=True, timeout=60)


@contextmanager
def slow_worker() -> Iterator[tuple[subprocess.Popen[bytes], dict[str, int]]]:
    """The worker's process and the ids of its three by name, once those that may wait have stepped back."""
    process = subprocess.Popen([sys.executable, "-c", SLOW_WORKER], start_new_session=True)
    try:
        until(lambda: sorted(os.getpriority(os.PRIO_PROCESS, each) for each in parts().values()) == [0, 5, 19])
        time.sleep(0.3)  # the loop is in its step
        yield process, parts()
    finally:
        process.kill()
        process.wait()


def parts() -> dict[str, int]:
    return {each.role: each.pid for each in kin.running_in(home_from_environment()) if "." in each.role}


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def are_gone(pids: Iterable[int]) -> bool:
    return not any(Path(f"/proc/{each}").exists() for each in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_dies_is_forked_again_while_the_others_work_on_and_all_end_together() -> None:
    with slow_worker() as (process, first):
        weight = Path(f"/proc/{first['worker.later']}/autogroup")
        if weight.exists():
            assert weight.read_text().split()[-1] == "5"
        os.kill(first["worker.mail"], signal.SIGKILL)
        until(lambda: parts().keys() == first.keys() and parts()["worker.mail"] != first["worker.mail"])
        now = parts()
        assert first | now == first | {"worker.mail": now["worker.mail"]}
        for each in (*now.values(), process.pid):  # as who ends a service signals all of it
            os.kill(each, signal.SIGTERM)
        assert process.wait(20) == 0
        assert are_gone(now.values())


def test_who_looks_at_the_list_removes_nobody_who_is_just_coming(tmp_path: Path) -> None:
    """One looks without a pause while others come and go: whoever is announced stands in the list."""
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            kin.running_in(tmp_path)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        for number in range(300):
            with kin.announced(tmp_path, f"web.{number}"):
                assert [each.role for each in kin.running_in(tmp_path)] == [f"web.{number}"]
    finally:
        stop.set()
        looker.join()


# As above, with a part that hangs in its step where it begins and one whose step is long, and no patience.
HANGS = """
import os, sys, time
import django
django.setup()
from comptoir.project import heartbeat
from comptoir.project.worker import main, queue
heartbeat.PROCESS_SECONDS = 5
main.QUICK_SECONDS, main.BUYERS_SECONDS, main.LATER_SECONDS = 1, 1, 3600
main.LOOPS = [main.Loop("payments", lambda now: os.path.exists(sys.argv[1]) or time.sleep(3600) or 1, 60)]
main.LATER = [main.Loop("lake", lambda now: time.sleep(3600) or 1, idle_seconds=1)]
queue.run = lambda stop, name, at_work: stop.wait()
main.run()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_hangs_is_killed_and_forked_again_and_who_works_long_is_left_alone(
    database: str, tmp_path: Path
) -> None:
    """The buyers' thread is stuck in a step that may take a second, the process of mails is stopped, and the lake is
    written for long."""
    healed, home = tmp_path / "healed", home_from_environment()
    before = Counter(heartbeat.noted(home))
    process = subprocess.Popen([sys.executable, "-c", HANGS, str(healed)], start_new_session=True)
    try:
        until(lambda: len(parts()) == 3)
        first = parts()
        os.kill(first["worker.mail"], signal.SIGSTOP)
        until(lambda: bool(Counter(heartbeat.noted(home)) - before))
        healed.touch()
        until(lambda: len(parts()) == 3 and not {*parts().values()} & {first["worker.mail"], first["worker.buyers"]})
        now = parts()
        assert now["worker.later"] == first["worker.later"]
        told = Counter(heartbeat.noted(home, timedelta(days=1))) - before
        assert set(told) == {("worker.buyers", "payments"), ("worker.mail", "the process itself")}
        (check,) = (each for each in checks.all_checks() if each.name == "processes_hung")
        assert not check.ok
    finally:
        process.terminate()
        process.wait(20)
        (home / heartbeat.LOG).unlink(missing_ok=True)


def test_nobody_is_stuck_who_moves_or_rests_or_was_stopped_with_who_looks() -> None:
    pulse = Pulse()
    watch, clock_of = Watch(pulse), iter(range(10_000))

    def looks(times: int) -> list[str]:
        return [watch.stuck(next(clock_of)) for _ in range(times)]

    assert not any(looks(100)), "it may take two minutes"
    pulse.beat()
    assert not any(looks(100)) and looks(30)[-1] == "the process itself"
    pulse.beat()
    for _ in range(200):
        with pulse.step("short", 5):
            assert not any(looks(1))
        pulse.beat()
    assert not any(looks(30)), "between steps it rests"
    with pulse.step("long", 50), pulse.step("short", 5):
        pulse.beat()
        assert not any(looks(5)) and looks(3)[-1] == "short"
    pulse.beat()
    watch.stuck(50_000)
    assert watch.stuck(90_000) == "", "a machine that slept woke both"


# The collector, with less patience: enough to be loaded.
COLLECTS = """
from comptoir.project import heartbeat
heartbeat.PROCESS_SECONDS = 15
from comptoir.project.cli.collect import collect
collect(standalone_mode=False)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is shared by a fork")
def test_a_stopped_process_of_the_collector_is_killed_and_begun_again(database: str) -> None:
    port, home = free_port(), home_from_environment()
    environment = os.environ | {"DATABASE_URL": address(), "COMPTOIR_COLLECTOR_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-c", COLLECTS], env=environment, start_new_session=True)
    try:
        until(lambda: is_answered(port) and len(children(process.pid)) == 2)
        one, other = children(process.pid)
        os.kill(one, signal.SIGSTOP)
        until(lambda: one not in children(process.pid) and len(children(process.pid)) == 2)
        assert other in children(process.pid) and is_answered(port)
        assert ("collector", "the process itself") in heartbeat.noted(home)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        (home / heartbeat.LOG).unlink(missing_ok=True)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_answered(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
        return bool(answer.status == 200)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_worker_leaves_nobody_also_not_one_that_stood_still() -> None:
    with slow_worker() as (process, others):
        os.kill(others["worker.later"], signal.SIGSTOP)
        process.kill()
        process.wait(10)
        os.kill(others["worker.later"], signal.SIGCONT)
        until(lambda: are_gone(others.values()))
