"""Reading the journal for people: the story of a subject, of a request, and the latest of all."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.journal.contracts import Event, Lane
from comptoir.journal.stream import COLUMNS, event_of
from comptoir.kit import sql

# Visitors are found by their column, all else by the index of subjects.
TIMELINE = f"""
SELECT {COLUMNS} FROM journal_event
WHERE subject_kind = %(kind)s AND subject_id = %(identity)s AND subject_kind <> 'visitor'
UNION ALL
SELECT {COLUMNS} FROM journal_behaviour
WHERE %(kind)s = 'visitor' AND subject_kind = 'visitor' AND visitor = %(identity)s
ORDER BY occurred_at, lane, subject_version, generation, txid, position
"""
AT_PLACES = f"""
SELECT {COLUMNS} FROM journal_event
JOIN unnest(%s::int[], %s::text[], %s::bigint[]) AS asked(asked_generation, asked_txid, asked_position)
  ON generation = asked_generation AND txid = asked_txid::xid8 AND position = asked_position
ORDER BY generation, txid, position
"""
CORRELATED = f"""
SELECT {COLUMNS} FROM journal_event WHERE correlation = %s ORDER BY generation, txid, position
"""
LATEST = f"""
SELECT {COLUMNS} FROM journal_event
WHERE (%(lane)s::text IS NULL OR lane = %(lane)s)
  AND (%(name)s::text IS NULL OR name = %(name)s)
  AND (%(actor)s::text IS NULL OR actor = %(actor)s)
  AND (%(subject_kind)s::text IS NULL OR subject_kind = %(subject_kind)s)
  AND (%(position)s::bigint IS NULL
       OR (generation, txid, position) < (%(generation)s, %(txid)s::xid8, %(position)s))
ORDER BY generation DESC, txid DESC, position DESC LIMIT %(limit)s
"""


def timeline(subject_kind: str, subject_id: UUID | str) -> list[Event]:
    """Everything that happened to a subject, in the order of facts."""
    return [event_of(row) for row in sql.rows(TIMELINE, {"kind": subject_kind, "identity": str(subject_id)})]


def at_places(places: Collection[tuple[int, int, int]]) -> list[Event]:
    """The events at these places (generation, txid, position) of the stream; one that was erased is left out."""
    columns = [list(column) for column in zip(*places, strict=True)] or [[], [], []]
    return [event_of(row) for row in sql.rows(AT_PLACES, [columns[0], [str(each) for each in columns[1]], columns[2]])]


def correlated(correlation: UUID) -> list[Event]:
    """Everything that one request caused, also in jobs and handlers that passed its correlation on."""
    return [event_of(row) for row in sql.rows(CORRELATED, [correlation])]


def latest(
    limit: int = 100,
    *,
    lane: Lane | None = None,
    name: str | None = None,
    actor: str | None = None,
    subject_kind: str | None = None,
    before: Event | None = None,
) -> list[Event]:
    """The newest events first, those that match all that is given; `before` is the last of the page shown."""
    params = {
        "lane": lane and lane.value,
        "name": name,
        "actor": actor,
        "subject_kind": subject_kind,
        "generation": before and before.generation,
        "txid": before and str(before.txid),
        "position": before and before.position,
        "limit": limit,
    }
    return [event_of(row) for row in sql.rows(LATEST, params)]
