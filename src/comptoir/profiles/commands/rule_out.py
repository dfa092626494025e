"""Staff say that a value names nobody: the e-mail that a till types for everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.profiles import IdentifierRuledOut
from comptoir.kit import locks
from comptoir.profiles import linking, names
from comptoir.profiles.hearing import touch
from comptoir.profiles.rules import Identifier


def rule_out(kind: str, value: str, *, origin: Origin, now: datetime) -> int:
    """From now on `value` (a pseudonym where the kind is one) names nobody, and whom it joined come apart; how many
    links it had. What happened under it stays where it is until people are made anew from the journal."""
    name = Identifier(kind, value)
    with transaction.atomic(durable=True):
        locks.hold(("identifier", f"{kind} {value}"))
        linking.note_nobody(name, origin.actor)
        met = names.find([name]).get(name)
        if not met:
            return 0
        stripes = linking.stripes_of([name], [met.person_id])
        links, changed = linking.holding(stripes, lambda held: linking.unlink(met.id, name, held))
        touch(changed)
        word = IdentifierRuledOut(identifier_id=met.id, kind=kind, links=links)
        journal.append(word, origin=origin, occurred_at=now)
    return links
