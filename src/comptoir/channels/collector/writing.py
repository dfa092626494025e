"""Parcels → one transaction: known ids left aside, events by COPY, personal values beside them, a verdict for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from comptoir.channels.collector import counting, lines, moments, spans, verdicts
from comptoir.channels.collector.connecting import Keys
from comptoir.channels.collector.hearing import Counted, Heard
from comptoir.channels.collector.parcels import Event, Refused
from comptoir.profiles import facade as profiles

# The generation cannot be raised while this lock is held.
OPEN = "BEGIN; LOCK TABLE ONLY journal_event IN ROW EXCLUSIVE MODE; SELECT number FROM journal_generation"
NEW = """
INSERT INTO collector_seen (span, message)
SELECT %(span)s::int, m FROM unnest(%(keys)s) AS m
WHERE NOT EXISTS (SELECT FROM collector_seen AS s WHERE s.message = m AND s.span = %(span)s::int - 1)
  AND NOT EXISTS (SELECT FROM collector_seen AS s WHERE s.message = m AND s.span = %(span)s::int - 2)
  AND NOT EXISTS (SELECT FROM collector_seen AS s WHERE s.message = m AND s.span = %(span)s::int - 3)
ON CONFLICT DO NOTHING RETURNING message
"""
KEPT, COUNTED, LEFT, REPEATED, REFUSED = "kept", "counted", "left", "repeated", "refused"


def write(
    connection: psycopg.Connection[Any], events: list[Event], now: datetime, new_id: Callable[[], bytes]
) -> list[str]:
    """The verdict of each event, committed. One that the database cannot keep is refused alone."""
    try:
        return _write(connection, events, now, new_id)
    except psycopg.DataError:
        connection.rollback()
        if len(events) == 1:
            source, kind = _of(events[0])
            return _write(connection, [Refused(source, kind, "not_storable")], now, new_id)
        half = len(events) // 2
        return write(connection, events[:half], now, new_id) + write(connection, events[half:], now, new_id)


def _of(event: Event) -> tuple[Any, str]:
    assert isinstance(event, Heard)
    return event.source, event.kind


def _write(
    connection: psycopg.Connection[Any], events: list[Event], now: datetime, new_id: Callable[[], bytes]
) -> list[str]:
    first: dict[bytes, Heard] = {}
    for each in events:
        if isinstance(each, Heard):
            first.setdefault(each.key, each)
    with connection.cursor(binary=True) as cursor:
        generation = _opened(cursor)
        fresh = _fresh(cursor, sorted(first), spans.span_of(now)) if first else set()
        kept = [each for key, each in first.items() if key in fresh]
        counted = [each for each in events if isinstance(each, Counted)]
        rows = lines.of_heard(kept, generation) + counting.rows(counted, generation, new_id)
        if rows:
            with cursor.copy(lines.COPY_EVENTS) as copy:
                copy.write(b"".join((lines.BEGIN, *rows, lines.END)))
        personal = [
            (UUID(bytes=event_id), kind, name, value, moments.moment_of(when))
            for each in kept
            for event_id, kind, name, value, when in each.personal
        ]
        if personal:
            profiles.keep_heard(cursor, personal)
        kept_ids = {id(each) for each in kept}
        found = [_verdict(each, kept_ids) for each in events]
        verdicts.note(cursor, events, found, now)
    connection.commit()
    return found


def _opened(cursor: psycopg.Cursor[Any]) -> int:
    cursor.execute(OPEN, binary=False, prepare=False)
    while cursor.nextset():
        pass
    found = cursor.fetchone()
    assert found
    return int(found[0])


def _fresh(cursor: psycopg.Cursor[Any], keys: list[bytes], span: int) -> set[bytes]:
    cursor.execute(NEW, {"span": span, "keys": Keys.of(keys)})
    if cursor.rowcount == len(keys):
        return set(keys)
    return {row[0] for row in cursor.fetchall()}


def _verdict(event: Event, kept: set[int]) -> str:
    if isinstance(event, Heard):
        return KEPT if id(event) in kept else REPEATED
    if isinstance(event, Refused):
        return REFUSED
    return COUNTED if isinstance(event, Counted) else LEFT
