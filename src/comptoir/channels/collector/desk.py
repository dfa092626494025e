"""The collector at work: writers with a connection each, and who may report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

import psycopg
import structlog

from comptoir.channels.collector import connecting, writing
from comptoir.channels.collector.errors import KeyUnknown, NotNow
from comptoir.channels.collector.gate import Gate
from comptoir.channels.collector.parcels import AT_ONCE, Event, Parcel, Queue
from comptoir.kit import ids
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceInfo

WRITERS = 2
WAIT_SECONDS = 20.0
RESTED = 1.0
FIRST_SECONDS = 5.0  # for who asks before anything was read
log = structlog.get_logger("comptoir.collector")


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Takes parcels from the threads of requests; answers when they are committed. `opened` is told of each connection
    that writes, and each write is done inside `at_work`, for who watches."""

    def __init__(
        self, address: str, *, clock: Callable[[], datetime] = now,
        opened: Callable[[psycopg.Connection[Any]], None] = lambda connection: None,
        at_work: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:  # fmt: skip
        self._address, self.clock, self._opened, self._at_work = address, clock, opened, at_work
        self.gate, self._queue = Gate(), Queue()
        self._known = _Known(address)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def source(self, write_key: str) -> SourceInfo:
        """Who reports with this key. Refuses KeyUnknown, NotNow."""
        return self._known.source(write_key, self.clock())

    def write(self, events: list[Event]) -> list[str]:
        """The verdict of each, once it is committed. Refuses NotNow."""
        parcels = [Parcel(events[start : start + AT_ONCE]) for start in range(0, len(events), AT_ONCE)]
        until = time.monotonic() + WAIT_SECONDS
        for parcel in parcels:
            self._queue.put(parcel)
        for parcel in parcels:
            if not parcel.wait(until - time.monotonic()) or parcel.trouble:
                raise NotNow() from parcel.trouble
        return [verdict for parcel in parcels for verdict in parcel.verdicts]

    def close(self) -> None:
        """Write what waits, and end."""
        self._queue.close()
        for thread in self._threads:
            thread.join(10)
        self._known.close()

    def _work(self) -> None:
        link: connecting.Link | None = None
        while parcels := self._queue.take():
            try:
                with self._at_work():
                    if link is None or link.closed:
                        link = connecting.Link(self._address)
                        self._opened(link.connection)
                    self._write(link, parcels)
            except Exception as trouble:
                log.warning("events not written", trouble=type(trouble).__name__, parcels=len(parcels))
                for parcel in parcels:
                    parcel.fail(trouble)
                _let_go(link)
                link = None
            finally:
                self._queue.done(len(parcels))
        _let_go(link)

    def _write(self, link: connecting.Link, parcels: list[Parcel]) -> None:
        events = [event for parcel in parcels for event in parcel.events]
        verdicts = writing.write(link, events, self.clock(), ids.uuid7_bytes)
        start = 0
        for parcel in parcels:
            parcel.answer(verdicts[start : start + len(parcel.events)])
            start += len(parcel.events)


def _let_go(connection: psycopg.Connection[Any] | connecting.Link | None) -> None:
    """A connection that failed may hold anything: the next parcel gets a new one."""
    if connection is not None:
        connection.close()


class _Known:
    """Sources by write key, read again after a second by one thread. The others go on with what is known, and so does
    everybody while the database does not answer."""

    def __init__(self, address: str) -> None:
        self._address, self._lock = address, threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._by_key: dict[str, tuple[SourceInfo, datetime | None]] = {}
        self._read_at: float | None = None

    def source(self, write_key: str, now: datetime) -> SourceInfo:
        if self._read_at is None or time.monotonic() - self._read_at > RESTED:
            self._read_again()
        is_secret = sources.is_secret(write_key)
        found = self._by_key.get(sources.digest(write_key) if is_secret else write_key)
        if found and is_secret != (found[0].kind == "server"):
            raise KeyUnknown()  # a digest is no secret
        if found is None or found[0].state != "active" or (found[1] and now > found[1]):
            raise KeyUnknown()
        return found[0]

    def _read_again(self) -> None:
        """Refuses NotNow when nothing was ever read."""
        if self._lock.acquire(timeout=FIRST_SECONDS if self._read_at is None else 0):
            try:
                if self._read_at is None or time.monotonic() - self._read_at > RESTED:
                    self._read()
            except NotNow:
                if self._read_at is None:
                    raise
                self._read_at = time.monotonic()
            finally:
                self._lock.release()
        elif self._read_at is None:
            raise NotNow()

    def _read(self) -> None:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(
                    self._address, autocommit=True, connect_timeout=2, application_name="comptoir collector",
                    options=connecting.READING,
                )  # fmt: skip
            known = sources.live(self._connection)
        except psycopg.Error as trouble:
            _let_go(self._connection)
            self._connection = None
            raise NotNow() from trouble
        previous = {each.previous_key: (each, each.previous_until) for each in known if each.previous_key}
        self._by_key = previous | {each.write_key: (each, None) for each in known}
        self._read_at = time.monotonic()

    def close(self) -> None:
        _let_go(self._connection)
