"""What a person did, taken out of the stream."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from comptoir.journal.errors import OutsideTransaction
from comptoir.kit import sql

# Behaviour stands on consent: without it nothing of it may stay. Facts of commerce stay and lose the device.
LETTERS = """
DELETE FROM journal_dead_letter AS d USING journal_behaviour AS e
WHERE e.event_id = d.event_id AND d.lane = 'behaviour'
  AND (e.visitor = ANY(%(visitors)s) OR e.person_key = ANY(%(keys)s)
       OR (e.source, e.visitor) IN (SELECT * FROM unnest(%(sources)s::text[], %(users)s::text[])))
"""
PARKED = """
DELETE FROM journal_parked AS p USING journal_behaviour AS e
WHERE p.lane = 'behaviour' AND (p.generation, p.txid, p.position) = (e.generation, e.txid::text::bigint, e.position)
  AND (e.visitor = ANY(%(visitors)s) OR e.person_key = ANY(%(keys)s)
       OR (e.source, e.visitor) IN (SELECT * FROM unnest(%(sources)s::text[], %(users)s::text[])))
"""
SUBJECTS = """
DELETE FROM journal_subject
WHERE lane = 'behaviour' AND kind IN ('person', 'visitor') AND (id = ANY(%(people)s) OR id = ANY(%(visitors)s))
"""
BEHAVIOUR = """
DELETE FROM journal_behaviour
WHERE visitor = ANY(%(visitors)s) OR person_key = ANY(%(keys)s)
   OR subject_kind = 'person' AND subject_id = ANY(%(people)s)
   OR (source, visitor) IN (SELECT * FROM unnest(%(sources)s::text[], %(users)s::text[]))
"""
BEHAVIOUR_OF = """
SELECT occurred_at, name, channel, payload FROM journal_behaviour
WHERE visitor = ANY(%(visitors)s) OR person_key = ANY(%(keys)s)
ORDER BY occurred_at DESC LIMIT %(limit)s
"""
FACTS = """
UPDATE journal_facts SET visitor = NULL
WHERE visitor = ANY(%(visitors)s) OR visitor IS NOT NULL AND person_key = ANY(%(keys)s)
"""


def forget(
    visitors: Collection[str],
    keys: Collection[str],
    people: Collection[str] = (),
    reported: Collection[tuple[str, str]] = (),
) -> int:
    """Delete the behaviour of these devices, person keys and people of `profiles`, and what a source (its code) told of
    a subject without a device (`reported`), and unname the devices on facts, in the caller's transaction. Answers how
    many events. Reads the whole behaviour lane once: for many people, call it once."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("what is forgotten is recorded in the same transaction")
    given = {
        "visitors": list(visitors), "keys": list(keys), "people": list(people),
        "sources": [source for source, _subject in reported], "users": [subject for _source, subject in reported],
    }  # fmt: skip
    for statement in (LETTERS, PARKED, SUBJECTS):
        sql.run(statement, given)
    return sql.run(BEHAVIOUR, given) + sql.run(FACTS, given)


def behaviour_of(visitors: Collection[str], keys: Collection[str], *, limit: int) -> list[dict[str, Any]]:
    """What these devices and person keys did, the latest first, for the person themselves."""
    rows = sql.rows(BEHAVIOUR_OF, {"visitors": list(visitors), "keys": list(keys), "limit": limit})
    return [
        {"at": at, "what": payload.get("event") or name, "channel": channel, "details": payload}
        for at, name, channel, payload in rows
    ]
