"""Staff say that a value names nobody: the e-mail that a till types for everybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.profiles import IdentifierRuledOut
from comptoir.kit import locks, sql
from comptoir.profiles import names
from comptoir.profiles.hearing import touch
from comptoir.profiles.linking import check, holding, settle, stripes_of
from comptoir.profiles.rules import Identifier

NOTE = """
INSERT INTO profiles_illegal (kind, value, noted_at, noted_by) VALUES (%s, %s, %s, %s)
ON CONFLICT (kind, value) DO NOTHING
"""
NEIGHBOURS = """
SELECT min(l.at), array_agg(DISTINCT other.person_id) FROM profiles_link AS l
JOIN profiles_identifier AS other ON other.id IN (l.a_id, l.b_id) WHERE %(id)s IN (l.a_id, l.b_id)
"""
UNLINK = "DELETE FROM profiles_link WHERE %s IN (a_id, b_id)"


def rule_out(kind: str, value: str, *, origin: Origin, now: datetime) -> int:
    """From now on `value` (a pseudonym where the kind is one) names nobody, and whom it joined come apart; how many
    links it had. What happened under it stays where it is until people are made anew from the journal."""
    name = Identifier(kind, value)
    with transaction.atomic(durable=True):
        locks.hold(("identifier", f"{kind} {value}"))
        sql.run(NOTE, [kind, value, now, origin.actor])
        met = names.find([name]).get(name)
        if not met:
            return 0

        def unlink(held: set[int]) -> tuple[int, set[UUID]]:
            since, people = _neighbours(met.id)
            check(held, [name], people)
            links = sql.run(UNLINK, [met.id])
            return links, settle(people, since, held)

        links, changed = holding(stripes_of([name], [met.person_id]), unlink)
        touch(changed)
        word = IdentifierRuledOut(identifier_id=met.id, kind=kind, links=links)
        journal.append(word, origin=origin, occurred_at=now)
    return links


def _neighbours(identifier: int) -> tuple[datetime | None, set[UUID]]:
    since, people = sql.rows(NEIGHBOURS, {"id": identifier})[0]
    return since, set(people or ())
