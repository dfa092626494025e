"""How much is let in at once: what can be written within a tenth of a second, so that whoever is let in has an answer
soon and whoever is not knows it at once. It bounds the memory too."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from comptoir.channels.collector.errors import Full

PATIENCE = 0.1  # seconds of work that may wait
LEAST, MOST = 1024 * 1024, 64 * 1024 * 1024  # bytes of bodies; nothing is known of the speed at the start
A_REQUEST = 4096  # what a request costs besides its bytes
SAMPLE = 0.25  # seconds of being busy after which the speed is known anew
WEIGHT = 0.4


class Gate:
    """Bytes that are in hand, and how many are done a second while there are any."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._inside = 0
        self._limit = float(LEAST)
        self._since = self._busy = self._done = 0.0

    def enter(self, size: int) -> int:
        """What `leave` is to be told. Refuses Full. One that is larger than all that may wait is let in alone."""
        with self._lock:
            if self._inside >= self._limit:
                raise Full()
            if not self._inside:
                self._since = self._clock()
            self._inside += size + A_REQUEST
        return size + A_REQUEST

    def more(self, size: int) -> int:
        """What was unpacked of a body that is inside."""
        with self._lock:
            self._inside += size
        return size

    def leave(self, cost: int) -> None:
        with self._lock:
            now = self._clock()
            self._inside -= cost
            self._done += cost
            self._busy += now - self._since
            self._since = now
            if self._busy >= SAMPLE:
                wanted = min(max(self._done / self._busy * PATIENCE, LEAST), MOST)
                self._limit += WEIGHT * (wanted - self._limit)
                self._busy = self._done = 0.0
