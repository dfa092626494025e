"""Runs every loop of `LOOPS` and the job queue, each in a thread, until a signal asks it to stop."""

import signal
import threading
from types import FrameType

import structlog

from comptoir.project.worker import loop, queue
from comptoir.project.worker.loops import LOOPS

log = structlog.get_logger("comptoir.worker")


def run() -> None:
    """Return when SIGTERM or SIGINT came and every thread has finished its step."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    threads = [threading.Thread(target=loop.run, args=(each, stop), name=each.name) for each in LOOPS]
    threads.append(threading.Thread(target=queue.run, args=(stop,), name="queue"))
    for thread in threads:
        thread.start()
    log.info("worker started", loops=[each.name for each in LOOPS])
    stop.wait()
    for thread in threads:
        thread.join()
    log.info("worker stopped")
