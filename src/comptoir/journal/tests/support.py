"""Words, listeners and second connections for the journal's tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from comptoir.journal.contracts import Consumer, Event, Lane, LegalBasis, Origin, Word, word
from comptoir.journal.facade import append, deliver_round
from comptoir.kit import ids, sql

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@word("Lamp Lit", subject=("lamp", "lamp"))
class LampLit(Word):
    lamp: str
    number: int = 0


@word("Lamp Broken", subject=("lamp", "lamp"))
class LampBroken(Word):
    lamp: str


@word("Lamp Looked At", subject=("lamp", "lamp"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class LampLookedAt(Word):
    lamp: str
    visitor: UUID


def origin() -> Origin:
    return Origin(actor="system:test", channel="test", correlation=ids.uuid7())


def tell(*words: Word) -> None:
    """Append in a transaction of its own."""
    with transaction.atomic():
        append(*words, origin=origin(), occurred_at=NOW)


def write(*words: Word) -> None:
    """Append in the transaction that is open."""
    append(*words, origin=origin(), occurred_at=NOW)


def make_notebook() -> None:
    """A table into which listeners write what they hear, in the transaction of the delivery."""
    sql.run(
        "CREATE TABLE heard"
        " (place bigserial PRIMARY KEY, consumer text, lamp text, version bigint, event uuid)"
    )


def note(consumer: str, events: list[Event]) -> None:
    for event in events:
        sql.run(
            "INSERT INTO heard (consumer, lamp, version, event) VALUES (%s, %s, %s, %s)",
            [consumer, event.subject_id, event.subject_version, event.event_id],
        )


def listener(
    name: str = "notebook", before: Callable[[Event], None] | None = None, **declared: Any
) -> Consumer:
    """Notes each event; `before` is called with each one after it was noted, and may raise."""

    def handle(events: list[Event]) -> None:
        for event in events:
            note(name, [event])
            if before:
                before(event)

    return Consumer(name=name, words=declared.pop("words", (LampLit, LampBroken)), handle=handle, **declared)


def heard(consumer: str = "notebook") -> list[tuple[str, int]]:
    """Lamp and version of what was heard, in order."""
    return [
        (r[0], r[1])
        for r in sql.rows("SELECT lamp, version FROM heard WHERE consumer = %s ORDER BY place", [consumer])
    ]


def deliver(*consumers: Consumer, now: datetime = NOW, limit: int | None = None) -> int:
    """Deliver until nothing is left to do."""
    total = 0
    while passed := deliver_round(*consumers, now=now, limit=limit):
        total += passed
    return total


class Session:
    """A thread with a connection of its own, which can keep a transaction open while others go on."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._open: transaction.Atomic | None = None

    def start(self, call: Callable[..., Any], *args: Any, **named: Any) -> Future[Any]:
        return self._thread.submit(call, *args, **named)

    def do(self, call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        return self.start(call, *args, **named).result(timeout=30)

    def begin(self) -> None:
        self._open = transaction.atomic()
        self.do(self._open.__enter__)

    def take_transaction_id(self) -> None:
        self.do(sql.rows, "SELECT pg_current_xact_id()::text")

    def commit(self) -> None:
        assert self._open
        self.do(self._open.__exit__, None, None, None)
        self._open = None

    def close(self) -> None:
        if self._open:
            self.do(self._open.__exit__, RuntimeError, RuntimeError("not committed"), None)
        self.do(lambda: connection.close())
        self._thread.shutdown()


@contextmanager
def sessions(count: int) -> Iterator[list[Session]]:
    made = [Session() for _ in range(count)]
    try:
        yield made
    finally:
        for session in made:
            session.close()


def wait_until(condition: Callable[[], bool]) -> None:
    """Give another process time to get there; fails after 20 s."""
    give_up = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.005)
