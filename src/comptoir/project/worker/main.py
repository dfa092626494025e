"""Runs the loops in two processes, a thread each, and the job queue in a third, until a signal asks them to stop.

What buyers wait for is in this process alone: payments, and what follows from them. What reads the behaviour of people,
and the queue, which writes mails and the like, may wait: they have interpreters of their own and a lower priority, and
get what the others leave of the processors.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog
from django.db import connections

from comptoir.project import kin
from comptoir.project.worker import loop, queue
from comptoir.project.worker.loop import Loop
from comptoir.project.worker.loops import LATER, LOOPS

QUEUE_PATIENCE, LATER_PATIENCE = 19, 5
log = structlog.get_logger("comptoir.worker")


def run() -> int:
    """Return when SIGTERM or SIGINT came and every thread has finished its step; 1 when one of the other processes
    died before: who started us starts us again."""
    others = {
        "queue": _fork(queue.run, QUEUE_PATIENCE),
        "later": _fork(_look_later, LATER_PATIENCE),
    }
    stop = threading.Event()
    _stop_by_signal(stop)
    died: list[str] = []
    watching = [
        threading.Thread(target=_watch, args=(name, pid, stop, died), name=name) for name, pid in others.items()
    ]
    for thread in watching:
        thread.start()
    working = _started(LOOPS, stop)
    stop.wait()
    for name, pid in others.items():
        if name not in died:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
    for thread in working + watching:
        thread.join()
    log.info("worker stopped")
    return 1 if died else 0


def _look_later(stop: threading.Event) -> None:
    working = _started(LATER, stop)
    stop.wait()
    for thread in working:
        thread.join()


def _started(loops: list[Loop], stop: threading.Event) -> list[threading.Thread]:
    threads = [threading.Thread(target=loop.run, args=(each, stop), name=each.name) for each in loops]
    for thread in threads:
        thread.start()
    log.info("worker started", loops=[each.name for each in loops])
    return threads


def _fork(work: Callable[[threading.Event], None], patience: int) -> int:
    """Before there are threads: the memory of what is loaded is shared."""
    connections.close_all()
    gc.collect()
    gc.freeze()  # who looks for cycles among what is loaded writes into its pages, and shares them no more
    parent = os.getpid()
    if pid := os.fork():
        return pid
    status = 1
    try:
        stop = threading.Event()
        _stop_by_signal(stop)
        kin.end_with_parent(parent)
        os.setsid()
        kin.step_back(patience)
        work(stop)
        status = 0
    finally:
        os._exit(status)


def _watch(name: str, pid: int, stop: threading.Event, died: list[str]) -> None:
    _pid, status = os.waitpid(pid, 0)
    if not stop.is_set():
        log.error("process died", name=name, status=status)
        died.append(name)
        stop.set()


def _stop_by_signal(stop: threading.Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
