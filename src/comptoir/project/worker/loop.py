"""One loop: a step that does some work and says how much, called again and again until told to stop."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from comptoir.kit import clock

LONGEST_PAUSE = 30.0
KEEP_CONNECTION_SECONDS = 5.0
Within = AbstractContextManager[None]
log = structlog.get_logger("comptoir.worker")


@dataclass(frozen=True)
class Loop:
    """`step(now)` returns how many things it did; after 0 the loop rests for `idle_seconds`.

    After fewer than `crowd` it rests for `gather_seconds`, so that what comes meanwhile is done together: ten payments
    settled at once take little more than one. A step commits its own work and may be called again after any failure.
    """

    name: str
    step: Callable[[datetime], int]
    idle_seconds: float
    gather_seconds: float = 0.0
    crowd: int = 0

    def rest(self, done: int) -> float:
        """Seconds to wait after a step that did so many things."""
        if done == 0:
            return self.idle_seconds
        return self.gather_seconds if done < self.crowd else 0.0


def run(
    loop: Loop, stop: threading.Event, begin_after: float = 0.0, at_work: Callable[[], Within] = nullcontext
) -> None:
    """Call the step until `stop` is set; the current step is finished first. The first comes after so many seconds,
    and each is done inside `at_work`, for who watches.

    An error is logged and the loop goes on after a pause that doubles up to 30 s. Connections that the
    database dropped are opened anew.
    """
    failures = 0
    stop.wait(begin_after)
    while not stop.is_set():
        try:
            with at_work():
                close_old_connections()
                done = loop.step(clock.now())
            failures = 0
        except (DatabaseError, InterfaceError) as trouble:
            failures += 1
            log.warning("step met a database error", loop=loop.name, failures=failures, error=str(trouble))
            _close_connections()
        except Exception:
            failures += 1
            log.exception("step failed", loop=loop.name, failures=failures)
        if failures:
            stop.wait(min(LONGEST_PAUSE, 0.5 * 2 ** min(failures - 1, 10)))
        elif rest := loop.rest(done):
            if rest > KEEP_CONNECTION_SECONDS:
                _close_connections()
            stop.wait(rest)
    _close_connections()


def _close_connections() -> None:
    try:
        connections.close_all()
    except Exception:
        log.exception("a connection could not be closed")
