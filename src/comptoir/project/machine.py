"""How full this machine is: who may wait leaves it to those who are waited for. In a container it is the whole
machine's."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

STAT = Path("/proc/stat")
SECONDS = 0.2  # that are looked back upon: a processor's time is told in hundredths of a second
LONGEST = 1.0  # seconds after which a look says nothing of now
ENOUGH = 0.35  # of the processors; orders that are being placed as fast as two can leave a seventh
MOMENT = 0.05


class Machine:
    """What its processors were free for between two looks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at, self._free = time.monotonic(), _free()
        self._share = 0.0

    def spare(self) -> float:
        """The share of the processors that stood still a moment ago or worked for this process, 0.0 to 1.0; 0.0 until
        a moment was looked at, 1.0 where nobody tells."""
        with self._lock:
            now, free = time.monotonic(), _free()
            if free is None or self._free is None:
                return 1.0
            if now - self._at > LONGEST:
                self._at, self._free, self._share = now, free, 0.0
            elif now - self._at >= SECONDS:
                share = (free - self._free) / ((now - self._at) * (os.cpu_count() or 1))
                self._at, self._free, self._share = now, free, min(1.0, max(0.0, share))
            return self._share


def give_way(patience: float) -> None:
    """Wait until the machine has ENOUGH to spare, no longer than `patience` seconds."""
    until = time.monotonic() + patience
    while _machine.spare() < ENOUGH and time.monotonic() < until:
        time.sleep(MOMENT)


def _free() -> float | None:
    """Seconds in which a processor stood still, or waited for a disk, or worked for us, since they are counted."""
    try:
        told = [int(each) for each in STAT.read_bytes().split(b"\n", 1)[0].split()[1:]]
        return (told[3] + told[4]) / os.sysconf("SC_CLK_TCK") + time.process_time() if any(told) else None
    except (OSError, ValueError, IndexError):
        return None


_machine = Machine()
