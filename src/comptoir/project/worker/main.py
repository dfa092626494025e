"""Runs every loop of `LOOPS`, each in a thread, and the job queue in a process of its own, until a signal asks it to
stop.

Jobs write mails and the like: they may wait, payments and the journal may not. So the queue has another interpreter
and a lower priority, and gets what the others leave of the processors.
"""

import contextlib
import gc
import os
import signal
import threading
from pathlib import Path
from types import FrameType

import structlog
from django.db import connections

from comptoir.project import kin
from comptoir.project.worker import loop, queue
from comptoir.project.worker.loops import LOOPS

PATIENCE = 19
log = structlog.get_logger("comptoir.worker")


def run() -> int:
    """Return when SIGTERM or SIGINT came and every thread has finished its step; 1 when the queue died before: who
    started us starts us again."""
    queue_pid = _fork_queue()
    stop = threading.Event()
    _stop_by_signal(stop)
    died: list[int] = []
    threads = [threading.Thread(target=loop.run, args=(each, stop), name=each.name) for each in LOOPS]
    threads.append(threading.Thread(target=_watch, args=(queue_pid, stop, died), name="queue"))
    for thread in threads:
        thread.start()
    log.info("worker started", loops=[each.name for each in LOOPS])
    stop.wait()
    if not died:
        os.kill(queue_pid, signal.SIGTERM)
    for thread in threads:
        thread.join()
    log.info("worker stopped")
    return len(died)


def _fork_queue() -> int:
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
        _step_back()
        queue.run(stop)
        status = 0
    finally:
        os._exit(status)


def _step_back() -> None:
    """Linux weighs sessions against each other before the processes in them: a session of its own, and that one's
    weight too. Elsewhere the process's own has to do."""
    os.setsid()
    os.nice(PATIENCE)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(PATIENCE))


def _watch(pid: int, stop: threading.Event, died: list[int]) -> None:
    _pid, status = os.waitpid(pid, 0)
    if not stop.is_set():
        log.error("queue died", status=status)
        died.append(pid)
        stop.set()


def _stop_by_signal(stop: threading.Event) -> None:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
