"""Events that wait for their turn at one consumer, so that a subject's order is kept and nothing is passed.

A subject is parked while journal_parked holds rows of it: behind an event that failed, or behind a gap, when
the row of the version before stands further on in the stream. Other subjects go on.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.journal import rules
from comptoir.journal.contracts import Consumer, Event, Lane
from comptoir.journal.stream import COLUMNS, Place, event_of
from comptoir.kit import sql

TRACEBACK_END = 4_000  # characters

Subject = tuple[str, str]

PARKED = """
SELECT DISTINCT p.subject_kind, p.subject_id
FROM unnest(%s::text[], %s::text[]) AS s(kind, id)
JOIN journal_parked AS p
  ON p.consumer = %s AND p.lane = %s AND p.subject_kind = s.kind AND p.subject_id = s.id
"""

# Versions are counted under a lock, so the row before a visible one is visible too, unless it was deleted. Events of
# visitors claim no order and are not in the index of subjects.
AHEAD = """
SELECT s.place
FROM unnest(%s::int[], %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::bigint[])
     AS s(place, kind, id, version, generation, txid, position)
CROSS JOIN LATERAL (
    SELECT 1 FROM journal_{lane} AS e
    WHERE e.subject_kind = s.kind AND e.subject_id = s.id AND e.subject_kind <> 'visitor'
      AND e.subject_version = s.version - 1
      AND (e.generation, e.txid, e.position) > (s.generation, s.txid::xid8, s.position)
    LIMIT 1) AS elder
"""

PARK = """
INSERT INTO journal_parked
    (consumer, generation, txid, position, lane, subject_kind, subject_id, subject_version, recorded_at)
SELECT %s, * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[],
                         %s::bigint[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""

ELDER_UNREAD = """
EXISTS (SELECT 1 FROM journal_{lane} AS e
        WHERE e.subject_kind = {row}.subject_kind AND e.subject_id = {row}.subject_id AND e.subject_kind <> 'visitor'
          AND e.subject_version = {row}.subject_version - 1 AND {row}.subject_version > 1
          AND (e.generation, e.txid, e.position) > (%(generation)s, %(txid)s::xid8, %(position)s))
"""
READY = """
WITH heads AS (
    SELECT DISTINCT ON (subject_kind, subject_id) * FROM journal_parked
    WHERE consumer = %(consumer)s AND lane = %(lane)s
    ORDER BY subject_kind, subject_id, subject_version, generation, txid, position
), ready AS (
    SELECT subject_kind, subject_id FROM heads
    WHERE NOT EXISTS (
        SELECT 1 FROM journal_dead_letter AS d
        WHERE d.consumer = %(consumer)s AND d.generation = heads.generation AND d.txid = heads.txid
          AND d.position = heads.position AND (d.retry_at IS NULL OR d.retry_at > %(now)s))
    AND NOT {head_elder_unread}
)
SELECT p.generation, p.txid, p.position, p.subject_kind, p.subject_id,
       {elder_unread} AS gap, found.*
FROM ready
JOIN journal_parked AS p
  ON p.consumer = %(consumer)s AND p.lane = %(lane)s
 AND p.subject_kind = ready.subject_kind AND p.subject_id = ready.subject_id
LEFT JOIN LATERAL (
    SELECT {columns} FROM journal_{lane} AS e
    WHERE e.generation = p.generation AND e.txid = p.txid::text::xid8
      AND e.position = p.position
    LIMIT 1) AS found ON true
ORDER BY p.subject_kind, p.subject_id, p.subject_version, p.generation, p.txid, p.position
LIMIT %(limit)s
"""

FAILED = """
INSERT INTO journal_dead_letter AS d
    (consumer, lane, generation, txid, position, event_id, name, subject_kind, subject_id, attempts, error,
     traceback, first_failed_at, last_failed_at, retry_at)
VALUES (%(consumer)s, %(lane)s, %(generation)s, %(txid)s, %(position)s, %(event_id)s, %(name)s,
        %(subject_kind)s, %(subject_id)s, 1, %(error)s, %(traceback)s, %(now)s, %(now)s, %(retry_at)s)
ON CONFLICT (consumer, generation, txid, position) DO UPDATE
SET attempts = d.attempts + 1, error = excluded.error, traceback = excluded.traceback,
    last_failed_at = excluded.last_failed_at
RETURNING id, attempts
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parked row of a subject that may go on. `event` is None when retention took it meanwhile."""

    place: Place
    subject: Subject
    gap: bool
    event: Event | None


def subject_of(event: Event) -> Subject:
    return event.subject_kind, event.subject_id


def blocked(consumer: Consumer, lane: Lane, events: list[Event], *, parked: bool, late: set[UUID]) -> set[Subject]:
    """The subjects among `events` (in order of delivery) of which not all may be handled now. `parked`: whether the
    consumer has anything parked here; `late`: ids of those whose elder comes after them."""
    subjects = list({subject_of(event) for event in events})
    found = {subject_of(event) for event in events if event.event_id in late}
    if parked and subjects:
        kinds, identities = [kind for kind, _ in subjects], [identity for _, identity in subjects]
        found |= {(r[0], r[1]) for r in sql.rows(PARKED, [kinds, identities, consumer.name, lane.value])}
    return found


def before_elders(lane: Lane, events: list[Event]) -> set[UUID]:
    """Ids of those among `events` that stand in the stream before the event of their subject that came before them."""
    seen: set[tuple[str, str, int]] = set()
    unsure: list[Event] = []
    for e in events:
        if e.subject_version > 1 and (*subject_of(e), e.subject_version - 1) not in seen:
            unsure.append(e)
        seen.add((*subject_of(e), e.subject_version))
    if not unsure:
        return set()
    rows = sql.rows(
        AHEAD.format(lane=lane),
        [
            list(range(len(unsure))),
            [e.subject_kind for e in unsure],
            [e.subject_id for e in unsure],
            [e.subject_version for e in unsure],
            [e.generation for e in unsure],
            [str(e.txid) for e in unsure],
            [e.position for e in unsure],
        ],
    )
    return {unsure[place].event_id for (place,) in rows}


def park(consumer: Consumer, events: list[Event]) -> None:
    if events:
        sql.run(
            PARK,
            [
                consumer.name,
                [e.generation for e in events],
                [e.txid for e in events],
                [e.position for e in events],
                [e.lane.value for e in events],
                [e.subject_kind for e in events],
                [e.subject_id for e in events],
                [e.subject_version for e in events],
                [e.recorded_at for e in events],
            ],
        )


def ready(consumer: Consumer, lane: Lane, cursor: Place, now: datetime, limit: int) -> list[Waiting]:
    """Parked events of the subjects that may go on, subject by subject, in order."""
    statement = READY.format(
        columns=COLUMNS,
        lane=lane,
        head_elder_unread=ELDER_UNREAD.format(lane=lane, row="heads"),
        elder_unread=ELDER_UNREAD.format(lane=lane, row="p"),
    )
    rows = sql.rows(
        statement,
        {
            "consumer": consumer.name,
            "lane": lane.value,
            "generation": cursor.generation,
            "txid": str(cursor.txid),
            "position": cursor.position,
            "now": now,
            "limit": limit,
        },
    )
    return [
        Waiting(Place(*r[:3]), (r[3], r[4]), r[5], None if r[6] is None else event_of(r[6:])) for r in rows
    ]


def unpark(consumer: str, place: Place) -> None:
    """The event was handled, discarded, or is gone: it holds its subject no longer."""
    for table in ("journal_parked", "journal_dead_letter"):
        sql.run(
            f"DELETE FROM {table} WHERE consumer = %s AND generation = %s AND txid = %s AND position = %s",
            [consumer, *place],
        )


def fail(consumer: Consumer, event: Event, error: Exception, now: datetime) -> None:
    """Remember the failure and when to try again; the event holds its subject."""
    park(consumer, [event])
    text = "".join(traceback.format_exception(error))[-TRACEBACK_END:].replace("\0", "")
    found = sql.row(
        FAILED,
        {
            "consumer": consumer.name,
            "lane": event.lane.value,
            "generation": event.generation,
            "txid": event.txid,
            "position": event.position,
            "event_id": event.event_id,
            "name": event.name,
            "subject_kind": event.subject_kind,
            "subject_id": event.subject_id,
            "error": f"{type(error).__name__}: {error}"[:1000].replace("\0", ""),
            "traceback": text,
            "now": now,
            "retry_at": rules.retry_at(1, now),
        },
    )
    assert found
    if found[1] > 1:
        sql.run(
            "UPDATE journal_dead_letter SET retry_at = %s WHERE id = %s",
            [rules.retry_at(found[1], now), found[0]],
        )
