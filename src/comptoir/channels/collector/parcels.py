"""What requests hand to the writers, and the queue in between: bounded, so that what cannot be written soon is said
to be too much at once."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from comptoir.channels.collector.errors import Full
from comptoir.channels.collector.hearing import Counted, Heard, Left
from comptoir.sources.contracts import SourceInfo

MOST_EVENTS = 6_000  # waiting: a tenth of a second's work
MOST_BYTES = 32 * 1024 * 1024
AT_ONCE = 1_000  # events of one transaction, unless a single parcel has more


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of a parcel that cannot be kept."""

    source: SourceInfo
    kind: str
    code: str


Event = Heard | Counted | Left | Refused


@dataclass(slots=True)
class Parcel:
    """The events of one request. When `done` is set, `verdicts` hold one word for each, or `trouble` says why not."""

    events: list[Event]
    size: int
    done: threading.Event = field(default_factory=threading.Event)
    verdicts: list[str] = field(default_factory=list)
    trouble: Exception | None = None

    def answer(self, verdicts: list[str]) -> None:
        self.verdicts = verdicts
        self.done.set()

    def fail(self, trouble: Exception) -> None:
        self.trouble = trouble
        self.done.set()


class Queue:
    """First in, first out, in bites of a transaction."""

    def __init__(self) -> None:
        self._parcels: deque[Parcel] = deque()
        self._changed = threading.Condition()
        self._events = self._bytes = 0
        self.closed = False

    @property
    def is_full(self) -> bool:
        return self._events >= MOST_EVENTS or self._bytes >= MOST_BYTES

    def put(self, parcel: Parcel) -> None:
        """Refuses Full."""
        with self._changed:
            if self.is_full or self.closed:
                raise Full()
            self._parcels.append(parcel)
            self._events += len(parcel.events)
            self._bytes += parcel.size
            self._changed.notify()

    def take(self) -> list[Parcel]:
        """What waits, a transaction's worth; waits for the first. Empty when the queue is closed and done."""
        with self._changed:
            while not self._parcels:
                if self.closed:
                    return []
                self._changed.wait()
            taken: list[Parcel] = []
            events = 0
            while self._parcels and (not taken or events + len(self._parcels[0].events) <= AT_ONCE):
                taken.append(self._parcels.popleft())
                events += len(taken[-1].events)
            self._events -= events
            self._bytes -= sum(parcel.size for parcel in taken)
            if self._parcels:
                self._changed.notify()
            return taken

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()


class Budget:
    """Bytes of bodies that are in memory at once."""

    def __init__(self, most: int) -> None:
        self._left, self._lock = most, threading.Lock()

    def take(self, size: int) -> None:
        """Refuses Full."""
        with self._lock:
            if size > self._left:
                raise Full()
            self._left -= size

    def give(self, size: int) -> None:
        with self._lock:
            self._left += size


