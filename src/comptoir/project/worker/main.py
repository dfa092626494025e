"""Runs loops, a thread each, and queues of jobs in three processes, until a signal asks them to stop.

What buyers wait for is in one process: payments, and what follows from them. What reads the behaviour of people, and
jobs, may wait a little, and mails of orders longer: they have interpreters of their own and a lower priority. The one
that forks them does nothing else, so that it can fork again whichever died while the others work on, and end one that
hangs (`heartbeat.py`).
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from django.db import connections

from comptoir.kit import clock
from comptoir.project import heartbeat, kin, stopping
from comptoir.project.heartbeat import Pulse, Watch
from comptoir.project.postgres import home_from_environment
from comptoir.project.stopping import StopSignals
from comptoir.project.worker import loop, queue
from comptoir.project.worker.loop import Loop
from comptoir.project.worker.loops import LATER, LOOPS

# Steps of `nice`. More would be dear to everybody: an open transaction holds back what the journal may deliver, and who
# is far behind keeps one open for long (at 19 beside two busy sessions a fifth of a second of Python takes 34 s). Only
# who writes mails of orders may be there: that opens no transaction.
LATER_BACK, MAIL_BACK = 5, 19
# A step that takes longer is left where it is: it may be cut off at any line, and is called again.
STEP_SECONDS = 8.0
STOP_SECONDS = 10.0
LONGEST_PAUSE, STEADY_SECONDS = 10.0, 30.0
# Loops that rest so long begin one after the other: each has a connection when it works, and gives it back.
SELDOM, APART = 60.0, 0.3
# A step that takes longer hangs, and its process is killed. What buyers wait for are batches, of which every statement
# has 30 s and every call outside a time-out of its own: they take seconds, sweeps of old rows minutes. What may wait
# rewrites the lake, compares all records and counts all segments: minutes for a million people, so hours are a bound
# that nothing legitimate meets.
QUICK_SECONDS, BUYERS_SECONDS, LATER_SECONDS = 900.0, 3_600.0, 6 * 3_600.0
QUICK = frozenset(("payments", "journal", "webhooks"))
Work = Callable[[threading.Event, Pulse], list[threading.Thread]]
log = structlog.get_logger("comptoir.worker")


def run() -> None:
    """Return when SIGTERM or SIGINT came and every process has ended. One that dies is forked again; a second signal
    ends all at once."""
    parts = [
        Part("buyers", partial(_loops, LOOPS, BUYERS_SECONDS), 0),
        Part("later", _later, LATER_BACK),
        Part("mail", partial(_jobs, queue.MAIL), MAIL_BACK),
    ]
    connections.close_all()
    gc.collect()
    gc.freeze()  # who looks for cycles among what is loaded writes into its pages, and shares them no more
    signals = StopSignals()
    try:
        for part in parts:
            part.start()
        while not signals.wait(0.3):
            for part in parts:
                part.tend()
    finally:
        _end(parts, signals)
    log.info("worker stopped")


@dataclass
class Part:
    """A process of ours, by `work`, which gives the threads that it started."""

    name: str
    work: Work
    back: int
    pid: int = 0
    deaths: int = 0
    started: float = 0.0
    start_after: float = 0.0
    pulse: Pulse = field(default_factory=Pulse)
    watch: Watch | None = None

    def start(self) -> None:
        parent = os.getpid()
        self.started = time.monotonic()
        self.pulse = Pulse()
        self.watch = Watch(self.pulse)
        self.pid = stopping.fork()
        if self.pid:
            return
        status = 1
        try:
            status = self._live(parent)
        except BaseException:
            log.exception("process failed", name=self.name)
        finally:
            os._exit(status)

    def tend(self) -> None:
        """Kill it when it hangs, and fork it again when it died, after a pause that grows with quick deaths."""
        self._end_when_stuck()
        if self.pid and not self.is_alive():
            lived = time.monotonic() - self.started
            self.deaths = 1 if lived > STEADY_SECONDS else self.deaths + 1
            self.start_after = time.monotonic() + min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1))
        if not self.pid and time.monotonic() >= self.start_after:
            self.start()

    def is_alive(self) -> bool:
        """Notes the end of one that has ended."""
        if self.pid:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                log.info("process ended", name=self.name, status=os.waitstatus_to_exitcode(status))
                self.pid = 0
        return bool(self.pid)

    def _end_when_stuck(self) -> None:
        what = self.watch.stuck(time.monotonic()) if self.pid and self.watch else ""
        if what:
            log.error("process hangs and is killed", name=self.name, step=what)
            heartbeat.note(home_from_environment(), f"worker.{self.name}", what, clock.now())
            os.kill(self.pid, signal.SIGKILL)  # it hears nothing else
            self.watch = None

    def _live(self, parent: int) -> int:
        signals = StopSignals()
        stopping.hear()
        kin.end_with_parent(parent)
        os.setsid()
        if self.back:
            kin.step_back(self.back)
        stop = threading.Event()
        with kin.announced(home_from_environment(), f"worker.{self.name}"):
            threads = self.work(stop, self.pulse)
            log.info("worker started", name=self.name, threads=[each.name for each in threads])
            while not signals.wait(0.5) and all(each.is_alive() for each in threads):
                self.pulse.beat()
            stop.set()
            give_up = time.monotonic() + STEP_SECONDS
            while any(each.is_alive() for each in threads) and time.monotonic() < give_up:
                time.sleep(0.02)
        left = [each.name for each in threads if each.is_alive()]
        if left:
            log.warning("steps cut off", loops=left)
        return 0 if signals.came and not left else 1


def _loops(loops: list[Loop], seconds: float, stop: threading.Event, pulse: Pulse) -> list[threading.Thread]:
    seldom = [each.name for each in loops if each.idle_seconds >= SELDOM]
    begins = {name: APART * (number + 1) for number, name in enumerate(seldom)}

    def made(each: Loop) -> threading.Thread:
        longest = min(seconds, QUICK_SECONDS) if each.name in QUICK else seconds
        at_work = partial(pulse.step, each.name, longest)
        given = (each, stop, begins.get(each.name, 0.0), at_work)
        return threading.Thread(target=loop.run, args=given, name=each.name)

    threads = [made(each) for each in loops]
    for thread in threads:
        thread.start()
    return threads


def _later(stop: threading.Event, pulse: Pulse) -> list[threading.Thread]:
    return _loops(LATER, LATER_SECONDS, stop, pulse) + _jobs(queue.DEFAULT, stop, pulse)


def _jobs(name: str, stop: threading.Event, pulse: Pulse) -> list[threading.Thread]:
    """A job may be an import or an export of everything."""
    at_work = partial(pulse.step, seconds=LATER_SECONDS)
    thread = threading.Thread(target=queue.run, args=(stop, name, at_work), name=f"jobs: {name}")
    thread.start()
    return [thread]


def _end(parts: list[Part], signals: StopSignals) -> None:
    """Ask all to end, and kill those who take too long, or all when a second signal says so; a moment after the first:
    who ends a service often signals every process of it, and each hears of it twice."""
    asked = time.monotonic()
    _signal(parts, signal.SIGTERM)
    while any(each.is_alive() for each in parts):
        waited = time.monotonic() - asked
        if (signals.wait(0.05) and waited > 1) or waited > STOP_SECONDS:
            _signal(parts, signal.SIGKILL)


def _signal(parts: list[Part], number: signal.Signals) -> None:
    for each in parts:
        if each.is_alive():
            os.kill(each.pid, number)
