"""Processes that belong together: a child that ends with its parent, and a list of who runs in a home."""

import contextlib
import ctypes
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import structlog

from comptoir.project.postgres.locks import LockFile

PARENT_VARIABLE = "COMPTOIR_PARENT"
_PR_SET_PDEATHSIG = 1
REPORTERS_BACK = 10  # steps of the collector and its connections: who buys goes before who reports
AGAIN = 20
log = structlog.get_logger("comptoir")


def end_with_parent(parent: int | None = None, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Make this process end, `by` this signal, when its parent does, even by kill -9.

    `parent` is the process that was expected to be it; a parent that has gone already ends us now.
    """
    expected = parent or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by)
    else:
        threading.Thread(target=_watch_parent, args=(expected, by), daemon=True).start()
    if os.getppid() != expected:
        os.kill(os.getpid(), by)


def _watch_parent(expected: int, by: signal.Signals) -> None:
    while os.getppid() == expected:
        time.sleep(1)
    os.kill(os.getpid(), by)


def parent_from_environment() -> int | None:
    """The process that started us and wants us to end with it, taken out of the environment."""
    given = os.environ.pop(PARENT_VARIABLE, "")
    return int(given) if given.isdigit() else None


def step_back(steps: int) -> None:
    """Leave the processors to those who are waited for, by so many steps of `nice`.

    Linux weighs sessions against each other before the processes in them: who leads a session steps back with it.
    Elsewhere the process's own has to do.
    """
    os.nice(steps)
    _step_session_back(os.getpid(), steps)


def step_backend_back(connection: psycopg.Connection[Any], steps: int) -> None:
    """The same for PostgreSQL's process of a connection, when it runs here and is ours to ask; it leads a session."""
    if not connection.info.host.startswith("/"):
        return  # over the network its number may be another program's here
    pid = connection.info.backend_pid
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres:"):
            os.setpriority(os.PRIO_PROCESS, pid, steps)
            _step_session_back(pid, steps)


def _step_session_back(pid: int, steps: int) -> None:
    if os.getsid(pid) != pid:
        return
    for _ in range(AGAIN):
        try:
            Path(f"/proc/{pid}/autogroup").write_text(str(steps))
        except BlockingIOError:  # one who is not root may do so ten times a second, all of the machine together
            time.sleep(random.uniform(0.05, 0.15))  # noqa: S311 - no secret
        except OSError:
            return
        else:
            return
    log.warning("a session keeps its weight beside the others", pid=pid)


@dataclass(frozen=True)
class Kin:
    """A process of this home: its role (`web`, `worker`, `demo`) and its id."""

    role: str
    pid: int


@contextlib.contextmanager
def announced(home: Path, role: str) -> Iterator[None]:
    """While inside, this process stands in the list of who runs in `home`."""
    folder = home / "processes"
    folder.mkdir(parents=True, exist_ok=True)
    lock = _held(folder / f"{role}-{os.getpid()}")
    try:
        yield
    finally:
        lock.path.unlink(missing_ok=True)
        lock.close()


def _held(path: Path) -> LockFile:
    """Locked, and in its place: who looked before it was locked took it for a dead one's, and removed it."""
    while True:
        lock = LockFile(path)
        lock.wait()
        if lock.is_in_place():
            return lock
        lock.close()


def running_in(home: Path) -> list[Kin]:
    """Who runs in `home` now; forgets those who were killed."""
    found = []
    for path in sorted((home / "processes").glob("*-*")):
        role, _, pid = path.name.rpartition("-")
        try:
            lock = LockFile(path, make=False)
        except FileNotFoundError:  # it has just left
            continue
        if lock.take():
            if lock.is_in_place():
                path.unlink(missing_ok=True)
        else:
            found.append(Kin(role, int(pid)))
        lock.close()
    return found
