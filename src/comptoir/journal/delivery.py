"""Handing the journal to its consumers: a page, its effects and the cursor in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from comptoir.journal import cursors, parking, rules, stream
from comptoir.journal.contracts import Consumer, Event, Lane
from comptoir.journal.cursors import Standing
from comptoir.journal.errors import ConsumerRefused
from comptoir.journal.stream import Page, Place

Handling = Callable[[Consumer, list[Event], datetime], None]


class _HandlerFailed(Exception):
    """The whole page was undone."""


def checked(*consumers: Consumer) -> tuple[Consumer, ...]:
    """The list of consumers, or ConsumerRefused with the reasons: unlawful purpose, double name and so on."""
    objections = rules.objections(consumers)
    if objections:
        raise ConsumerRefused("; ".join(objections))
    return consumers


class Read(NamedTuple):
    """What was read for a reader that stood at `after`. `late`: see `parking.before_elders`."""

    after: Place
    page: Page
    late: set[UUID]


def deliver_lane(
    consumer: Consumer, lane: Lane, *, now: datetime, limit: int, settled: bool = True, read: Read | None = None
) -> int:
    """A page of this lane to this consumer, unless another process does it. `read` was read already, and holds if the
    consumer still stands there."""
    deliver = partial(_deliver, consumer, lane, now=now, limit=limit, settled=settled, read=read)
    try:
        return deliver(_handle_together)
    except _HandlerFailed:
        return deliver(_handle_apart)


def _deliver(
    consumer: Consumer, lane: Lane, handle: Handling, *, now: datetime, limit: int, settled: bool, read: Read | None
) -> int:
    with transaction.atomic():
        if not cursors.hold(consumer.name, lane):
            return 0
        standing = cursors.read(consumer, lane)
        if read is None or read.after != standing.place:
            read = _read(consumer, lane, standing, limit=limit, settled=settled)
        page = read.page
        blocked = parking.blocked(consumer, lane, page.events, parked=standing.parked, late=read.late)
        parking.park(consumer, [e for e in page.events if parking.subject_of(e) in blocked])
        if free := [e for e in page.events if parking.subject_of(e) not in blocked]:
            handle(consumer, free, now)
        if page.end != standing.place:
            cursors.move(consumer, lane, page.end)
        if standing.parked or blocked:
            return page.passed + release(consumer, lane, page.end, now, limit)
        return page.passed


def _read(consumer: Consumer, lane: Lane, standing: Standing, *, limit: int, settled: bool) -> Read:
    with stream.by_index():
        page = stream.page(
            consumer.words, lane, standing.place, current=standing.current, limit=limit, settled=settled,
            shard=consumer.shard, shards=consumer.shards,
        )  # fmt: skip
    return Read(standing.place, page, parking.before_elders(lane, page.events))


def _handle_together(consumer: Consumer, events: list[Event], now: datetime) -> None:
    """What usually happens, without a savepoint: the transaction is undone by a failure."""
    try:
        consumer.handle(events)
    except Exception as error:
        if _is_cut_off():
            raise
        raise _HandlerFailed() from error


def _handle_apart(consumer: Consumer, events: list[Event], now: datetime) -> None:
    """After a failure: as many as can be, and the others are parked."""
    held: set[parking.Subject] = set()
    waiting: list[Event] = []
    for event in events:
        if parking.subject_of(event) in held:
            waiting.append(event)
        elif (error := _succeeds(consumer, [event])) is not None:
            parking.fail(consumer, event, error, now)
            held.add(parking.subject_of(event))
    parking.park(consumer, waiting)


def _succeeds(consumer: Consumer, events: list[Event]) -> Exception | None:
    """None, or what the handler raised, with its writes undone. A lost connection is nobody's failure."""
    try:
        with transaction.atomic():
            consumer.handle(events)
    except Exception as error:
        if _is_cut_off():
            raise
        return error
    return None


def _is_cut_off() -> bool:
    return connection.connection is None or connection.connection.closed


def release(consumer: Consumer, lane: Lane, cursor: Place, now: datetime, limit: int) -> int:
    """Go on with the parked subjects whose gap has closed or whose next try is due; how many rows left."""
    done = 0
    stopped: set[parking.Subject] = set()
    for waiting in parking.ready(consumer, lane, cursor, now, limit):
        if waiting.gap:
            stopped.add(waiting.subject)
        if waiting.subject in stopped:
            continue
        error = _succeeds(consumer, [waiting.event]) if waiting.event else None
        if error is not None and waiting.event:
            parking.fail(consumer, waiting.event, error, now)
            stopped.add(waiting.subject)
        else:
            parking.unpark(consumer.name, waiting.place)
            done += 1
    return done
