"""One line per event: JSON for machines, readable on a terminal; Django's and granian's logs as well."""

import atexit
import json
import logging
import os
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class JsonLines(logging.StreamHandler[Any]):
    """Standard error, read by a machine."""


REQUESTS = logging.getLogger("comptoir.http")
GATHERED = 0.25  # seconds that a line waits at most
PIECE = 4_000  # characters of ASCII: POSIX keeps the lines of two programs apart in a pipe up to 4,096 bytes
MOST_WAITING = 10_000  # lines


class Gathered:
    """Lines that are written together a moment later, by a thread of its own.

    To write lets the other threads of the process go first: on the way of an answer from memory that costs more than
    all the rest of it. Who is killed takes the lines of the last quarter of a second along.
    """

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.write)

    def add(self, line: str) -> None:
        self._waiting.append(line)
        if self._writer is None:
            self._start()
        elif len(self._waiting) > MOST_WAITING:  # the writer cannot follow, or cannot write
            with suppress(IndexError):
                self._waiting.popleft()

    def write(self) -> None:
        """Whole lines, in the order in which they came."""
        with self._lock:
            while self._waiting:
                piece: list[str] = []
                size = 0
                while self._waiting and size + len(self._waiting[0]) <= PIECE or not piece:
                    line = self._waiting.popleft()
                    size += len(line)
                    piece.append(line)
                (_lines() or sys.stderr).write("".join(piece))

    def _start(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._go_on, name="log", daemon=True)
                self._writer.start()

    def _go_on(self) -> None:
        while True:
            time.sleep(GATHERED)
            with suppress(OSError):  # a full disk loses lines, never the writer
                self.write()

    def _forget(self) -> None:
        """A fork has neither the thread nor a right to the lines."""
        self._waiting, self._writer, self._lock = deque(), None, threading.Lock()


_gathered = Gathered()


def configure() -> None:
    """Set up logging to standard error for this process; may be called again."""
    readable = sys.stderr.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    unpack = [] if readable else [structlog.processors.format_exc_info]
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = (logging.StreamHandler if readable else JsonLines)(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *unpack, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(os.environ.get("COMPTOIR_LOG_LEVEL", "INFO").upper())
    for name in ("procrastinate", "wagtail", "django_tasks"):  # lines for each registered task, saving, index entry
        logging.getLogger(name).setLevel(logging.WARNING)


def request(method: str, route: str, status: int, seconds: float, identity: str, *, soon: bool = False) -> None:
    """The line of an answered request, now or `soon`. There is one for each, so it is put together by hand: a tenth of
    the time."""
    if not REQUESTS.isEnabledFor(logging.INFO):
        return
    lines = _lines()
    if lines is None:
        structlog.get_logger(REQUESTS.name).info(
            "request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), request_id=identity
        )
        return
    now = time.time()
    line = (
        f'{{"method": "{method}", "route": {_quoted(route)}, "status": {status}, "ms": {seconds * 1000:.1f}, '
        f'"event": "request", "request_id": "{identity}", "level": "info", "logger": "{REQUESTS.name}", '
        f'"timestamp": "{_second(int(now))}.{int(now % 1 * 1e6):06}Z"}}\n'
    )
    if soon:
        _gathered.add(line)
    else:
        lines.write(line)


def _lines() -> Any:
    """Where lines of JSON go; None where people read them, or somebody else listens to logs too."""
    handlers = logging.getLogger().handlers
    if len(handlers) == 1 and isinstance(handlers[0], JsonLines):
        return handlers[0].stream
    return None


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


@cache
def _quoted(route: str) -> str:
    return json.dumps(route)
