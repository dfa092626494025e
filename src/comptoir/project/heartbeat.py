"""A process that hangs is noticed by the one that forked it, through memory that both share.

Whoever works in a process has a place there: a count, odd while it is in a step, with the step's name and the time that
it may take. A place that stays odd with the same count for longer is stuck. The main thread of a process is always in
a step and begins the next one twice a second: a process that was stopped, or that waits for its interpreter, counts no
further whatever its threads were doing.

The one who looks counts its own waking moments and no clock, so that nobody is stuck because the machine slept or all
were stopped together.
"""

from __future__ import annotations

import json
import mmap
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from comptoir.kit import clock

# Beside two busy sessions a fifth of a second of Python took 34 s at nice 19 (decision 38), and a beat needs a
# thousandth of that: two minutes are far beyond what a process that lives may need.
PROCESS_SECONDS = 120.0
MAIN, NAMED, PLACES = 0, 40, 128
PLACE = struct.Struct(f"<Qd{NAMED}s")
COUNT = struct.Struct("<Q")
# A look that comes late counts as one second: the looker may have been stopped too, or starved as those it looks at.
LONGEST_LOOK = 1.0
LOG, KEPT_BYTES = "hung.jsonl", 100_000


class Pulse:
    """The places of one process. Made before it is forked, written by its threads, read by the one that forked it."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, PLACES * PLACE.size)  # shared with children
        self._free = list(range(PLACES - 1, MAIN, -1))
        self._lock = threading.Lock()
        PLACE.pack_into(self._memory, 0, 1, PROCESS_SECONDS, b"the process itself")

    def beat(self) -> None:
        """The main thread moves."""
        self._count(MAIN, 2)

    @contextmanager
    def step(self, name: str, seconds: float) -> Iterator[None]:
        """While inside, this thread is in a step that takes so many seconds at most, or is stuck."""
        with self._lock:
            place = self._free.pop() if self._free else None
        if place is None:  # nobody has so many threads; a step without a place is only not watched
            yield
            return
        (count,) = COUNT.unpack_from(self._memory, place * PLACE.size)
        told = name.encode()[:NAMED]
        PLACE.pack_into(self._memory, place * PLACE.size, count, seconds, told)
        self._count(place, 1)
        try:
            yield
        finally:
            self._count(place, 1)
            with self._lock:
                self._free.append(place)

    def all(self) -> list[tuple[int, float, str]]:
        """By place: the count, the seconds that a step may take, and its name."""
        told = (PLACE.unpack_from(self._memory, place * PLACE.size) for place in range(PLACES))
        return [(count, seconds, name.rstrip(b"\0").decode(errors="replace")) for count, seconds, name in told]

    def _count(self, place: int, more: int) -> None:
        """Eight bytes that lie evenly are written at once; each place has one writer at a time."""
        (count,) = COUNT.unpack_from(self._memory, place * PLACE.size)
        COUNT.pack_into(self._memory, place * PLACE.size, count + more)


# That of this process, where the one that forked it set it before.
mine: Pulse | None = None


class Watch:
    """Looks at a pulse again and again."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._counts = [0] * PLACES
        self._still = [0.0] * PLACES
        self._looked: float | None = None

    def stuck(self, now: float) -> str:
        """What has not moved for longer than it may, at this moment of a clock that only grows; else empty."""
        passed = 0.0 if self._looked is None else min(max(0.0, now - self._looked), LONGEST_LOOK)
        self._looked = now
        for place, (count, seconds, name) in enumerate(self._pulse.all()):
            moved = count != self._counts[place]
            self._counts[place] = count
            self._still[place] = 0.0 if moved or count % 2 == 0 else self._still[place] + passed
            if self._still[place] > seconds:
                return name
        return ""


def beat_in_a_thread(pulse: Pulse) -> None:
    """For a process whose main thread is not ours: a thread that needs the interpreter, as everybody there does."""

    def beat() -> None:
        while True:
            pulse.beat()
            time.sleep(0.5)

    threading.Thread(target=beat, name="heartbeat", daemon=True).start()


def note(home: Path, role: str, what: str, now: datetime) -> None:
    """Keep that a process of this home hung and was killed, for `comptoir doctor` and `/metrics`."""
    path = home / LOG
    with suppress(OSError):
        if path.exists() and path.stat().st_size > KEPT_BYTES:
            path.replace(path.with_suffix(".jsonl.1"))
        with path.open("a") as file:
            file.write(json.dumps({"at": now.isoformat(), "role": role, "what": what}) + "\n")


def noted(home: Path, within: timedelta | None = None) -> list[tuple[str, str]]:
    """The role and the step of each that hung, of late or of all that are kept."""
    since = (clock.now() - within).isoformat() if within else ""
    found = []
    with suppress(OSError):
        for line in (home / LOG).read_text().splitlines():
            with suppress(ValueError, KeyError):
                told = json.loads(line)
                if told["at"] >= since:
                    found.append((told["role"], told["what"]))
    return found
