"""Signals that ask a program to stop, heard by ordinary code.

A handler written in Python runs in the main thread between any two of its steps. One that takes a lock, and `Event.set`
does, waits for ever when it meets what its own thread holds: seen in one of thirty stops that came as two signals. Here
the handler does nothing; the signal's number comes through a pipe, which the interpreter writes whatever thread the
system gave the signal to.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from types import FrameType

ASKS = (signal.SIGTERM, signal.SIGINT)


class StopSignals:
    """SIGTERM and SIGINT of this process, from now on. For the main thread; a forked child makes its own."""

    def __init__(self) -> None:
        self.came = False
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for each in ASKS:
            signal.signal(each, _heard)

    def wait(self, seconds: float) -> bool:
        """Whether one came, at most so many seconds from now; each is told once."""
        ready, _, _ = select.select([self._ear], [], [], seconds)
        asked = bool(ready) and any(number in ASKS for number in self._ear.recv(4096))
        self.came = self.came or asked
        return asked


def fork() -> int:
    """`os.fork`, with ASKS held back in the child until it has a `StopSignals` of its own and calls `hear`."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKS)
    pid = os.fork()
    if pid:
        hear()
    return pid


def hear() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKS)


def _heard(number: int, frame: FrameType | None) -> None:
    """There has to be a handler for the pipe to be written."""
