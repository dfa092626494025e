"""Parcels → one transaction: known ids left aside, events by COPY, personal values beside them, a verdict for each."""

from __future__ import annotations

import uuid as identifier
from collections.abc import Callable
from datetime import datetime

import psycopg

from comptoir.channels.collector import counting, lines, moments, spans, verdicts
from comptoir.channels.collector.connecting import ARRAYS, UUID, Link, uuids
from comptoir.channels.collector.hearing import Counted, Heard, Left
from comptoir.channels.collector.parcels import Event, Refused
from comptoir.customers import facade as customers
from comptoir.profiles import facade as profiles

# The generation cannot be raised while this lock is held.
OPEN = "BEGIN; LOCK TABLE ONLY journal_event IN ROW EXCLUSIVE MODE; SELECT number FROM journal_generation"
AGAIN = 5  # times that somebody else may write the same ids at the same moment
KEPT, COUNTED, LEFT, REPEATED, REFUSED = "kept", "counted", "left", "repeated", "refused"
FORGOTTEN = "customer_forgotten"


def write(
    link: Link, events: list[Event], now: datetime, new_id: Callable[[], bytes]
) -> list[str]:
    """The verdict of each event, committed. One that the database cannot keep is refused alone."""
    try:
        return _together(link, events, now, new_id)
    except psycopg.DataError:
        link.rollback()
        if len(events) == 1:
            refused = Refused(events[0].source, events[0].kind, "not_storable")
            return _write(link, [refused], now, new_id)
        half = len(events) // 2
        return write(link, events[:half], now, new_id) + write(link, events[half:], now, new_id)


def _together(
    link: Link, events: list[Event], now: datetime, new_id: Callable[[], bytes]
) -> list[str]:
    """Ids are looked for and then written: of two that write the same one the second waits for the first, fails and
    looks again."""
    turn = 1
    while True:
        try:
            return _write(link, events, now, new_id)
        except (psycopg.errors.UniqueViolation, psycopg.errors.UndefinedTable) as trouble:
            link.rollback()
            if turn == AGAIN:
                raise
            turn += 1
            if isinstance(trouble, psycopg.errors.UndefinedTable):  # nobody made the tables of this span yet
                spans.make(link.run, spans.span_of(now))


def _write(
    link: Link, events: list[Event], now: datetime, new_id: Callable[[], bytes]
) -> list[str]:
    generation = int(link.run(OPEN)[0])
    customer = _customers(link, events)
    events = [_unless_forgotten(each, customer) for each in events] if customer else events
    first: dict[bytes, Heard] = {}
    counted: list[Counted] = []
    for each in events:
        if isinstance(each, Heard):
            first.setdefault(each.key, each)
        elif isinstance(each, Counted):
            counted.append(each)
    known = _known(link, sorted(first), spans.span_of(now)) if first else set()
    kept = [each for key, each in first.items() if key not in known] if known else list(first.values())
    rows = [each.own if each.person in customer else each.row for each in kept] + counting.rows(counted, new_id)
    if rows:
        link.copy(lines.COPY_EVENTS, lines.together(rows, generation))
    _keep_personal(link, kept)
    found = [KEPT] * len(events) if len(kept) == len(events) else _verdicts(events, kept)
    verdicts.note(link, events, found, now)
    link.commit()
    return found


def _known(link: Link, keys: list[bytes], span: int) -> set[bytes]:
    """Those that were taken before; the others are remembered now."""
    return set(link.ask(spans.remembering(span), (ARRAYS[UUID], uuids(keys))))


def _customers(link: Link, events: list[Event]) -> dict[str, bool]:
    """Those whom servers name, and whether each was forgotten. An id that is no customer's is a user of theirs, as
    from any source."""
    named = {each.person for each in events if isinstance(each, Heard) and each.person}
    if not named:
        return {}
    with link.connection.cursor() as cursor:
        return customers.known(cursor, named)


def _unless_forgotten(event: Event, customer: dict[str, bool]) -> Event:
    """Nothing more is kept of a customer who was forgotten, whatever their servers go on saying."""
    if isinstance(event, Heard) and customer.get(event.person):
        return Left(event.source, event.kind, (FORGOTTEN,))
    return event


def _keep_personal(link: Link, kept: list[Heard]) -> None:
    rows = [
        (identifier.UUID(bytes=event_id), kind, name, value, moments.moment_of(when))
        for each in kept
        if each.personal
        for event_id, kind, name, value, when in each.personal
    ]
    if rows:
        with link.connection.cursor() as cursor:
            profiles.keep_heard(cursor, rows)


def _verdicts(events: list[Event], kept: list[Heard]) -> list[str]:
    ids = {id(each) for each in kept}
    return [_verdict(each, ids) for each in events]


def _verdict(event: Event, kept: set[int]) -> str:
    if isinstance(event, Heard):
        return KEPT if id(event) in kept else REPEATED
    if isinstance(event, Refused):
        return REFUSED
    return COUNTED if isinstance(event, Counted) else LEFT
