"""What requests hand to the writers, and the queue in between."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from comptoir.channels.collector.errors import NotNow
from comptoir.channels.collector.hearing import Counted, Heard, Left
from comptoir.sources.contracts import SourceInfo

AT_ONCE = 1_000  # events of one transaction, and the most of a parcel


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of a parcel that cannot be kept."""

    source: SourceInfo
    kind: str
    code: str
    times: int = 1  # of a batch that is too long, all that nobody looked at


Event = Heard | Counted | Left | Refused


@dataclass(slots=True)
class Parcel:
    """Events of one request. When `done` is set, `verdicts` hold one word for each, or `trouble` says why not."""

    events: list[Event]
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
    """First in, first out, in bites of a transaction. How much may wait is the gate's to say."""

    def __init__(self) -> None:
        self._parcels: deque[Parcel] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, parcel: Parcel) -> None:
        """Refuses NotNow when the collector ends."""
        with self._changed:
            if self._closed:
                raise NotNow()
            self._parcels.append(parcel)
            self._changed.notify()

    def take(self) -> list[Parcel]:
        """What waits, a transaction's worth; waits for the first. Empty when the queue is closed and done."""
        with self._changed:
            while not self._parcels:
                if self._closed:
                    return []
                self._changed.wait()
            taken = [self._parcels.popleft()]
            events = len(taken[0].events)
            while self._parcels and events + len(self._parcels[0].events) <= AT_ONCE:
                taken.append(self._parcels.popleft())
                events += len(taken[-1].events)
            if self._parcels:
                self._changed.notify()
            return taken

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
