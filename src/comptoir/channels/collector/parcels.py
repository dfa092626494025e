"""What requests hand to the writers, and the queue in between."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from comptoir.channels.collector.errors import NotNow
from comptoir.channels.collector.hearing import Counted, Heard, Left

AT_ONCE = 1_000  # events of one transaction, and the most of a parcel
MOMENT = 0.002  # seconds
ENOUGH = 300  # events that are worth a second transaction beside the one that is being written


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of a parcel that cannot be kept."""

    source: str
    kind: str
    code: str
    times: int = 1  # of a batch that is too long, all that nobody looked at


Event = Heard | Counted | Left | Refused


def _locked() -> Any:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass(slots=True)
class Parcel:
    """Events of one request. After `wait`, `verdicts` hold one word for each, or `trouble` says why not."""

    events: list[Event]
    verdicts: list[str] = field(default_factory=list)
    trouble: Exception | None = None
    _closed: Any = field(default_factory=_locked)  # a lock alone: an Event makes three, for one that waits

    def wait(self, seconds: float) -> bool:
        """Whether it was answered in time. For one thread, once."""
        done: bool = self._closed.acquire(timeout=max(seconds, 0.0))
        return done

    def answer(self, verdicts: list[str]) -> None:
        self.verdicts = verdicts
        self._closed.release()

    def fail(self, trouble: Exception) -> None:
        self.trouble = trouble
        self._closed.release()


class Queue:
    """First in, first out, in bites of a transaction. How much may wait is the gate's to say.

    What comes while a transaction is written goes into the next one together: a second one is begun beside it only for
    ENOUGH. Whoever had an answer sends again soon, so the next one waits a moment for half as many requests as the last
    one answered. So single events share the cost of a transaction, and one that comes alone waits for nobody.
    """

    def __init__(self) -> None:
        self._parcels: deque[Parcel] = deque()
        self._waiting = self._writing = 0  # events; transactions
        self._expected, self._until = 0, 0.0
        self._changed = threading.Condition()
        self._closed = False

    def put(self, parcel: Parcel) -> None:
        """Refuses NotNow when the collector ends."""
        with self._changed:
            if self._closed:
                raise NotNow()
            self._parcels.append(parcel)
            self._waiting += len(parcel.events)
            if self._is_time():
                self._changed.notify()

    def take(self) -> list[Parcel]:
        """A transaction's worth of what waits, to be said `done` of; waits for the first. Empty when the queue is
        closed and done."""
        with self._changed:
            while not self._is_time():
                if self._closed and not self._parcels:
                    return []
                moment = self._until - time.monotonic()
                self._changed.wait(moment if moment > 0 and not self._writing else None)
            taken = [self._parcels.popleft()]
            events = len(taken[0].events)
            while self._parcels and events + len(self._parcels[0].events) <= AT_ONCE:
                taken.append(self._parcels.popleft())
                events += len(taken[-1].events)
            self._waiting -= events
            self._writing += 1
            if self._is_time():
                self._changed.notify()
            return taken

    def done(self, answered: int) -> None:
        """So many requests of a transaction."""
        with self._changed:
            self._writing -= 1
            self._expected, self._until = answered // 2, time.monotonic() + MOMENT
            if self._is_time():
                self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_time(self) -> bool:
        if not self._parcels:
            return False
        if self._waiting >= ENOUGH or self._closed:
            return True
        return not self._writing and (len(self._parcels) >= self._expected or time.monotonic() >= self._until)
