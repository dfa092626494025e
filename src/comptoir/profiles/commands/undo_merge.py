"""Staff take a link back, or let it count again: people are as if it had never been, or had always been."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.profiles import MergeRestored, MergeUndone
from comptoir.kit import locks, sql
from comptoir.kit.refusals import NotFound
from comptoir.profiles.errors import NothingToUndo, ReasonMissing
from comptoir.profiles.hearing import touch
from comptoir.profiles.linking import check, holding, settle, stripes_of
from comptoir.profiles.rules import EVER

LINK = """
SELECT l.state, a.person_id, b.person_id
FROM profiles_link AS l JOIN profiles_identifier AS a ON a.id = l.a_id JOIN profiles_identifier AS b ON b.id = l.b_id
WHERE l.id = %s
"""
REVOKE = """
UPDATE profiles_link SET state = 'revoked', reason = '', revoked_at = %s, revoked_by = %s, revoked_reason = %s
WHERE id = %s
"""
RESTORE = """
UPDATE profiles_link SET state = 'joined', revoked_at = NULL, revoked_by = '', revoked_reason = '' WHERE id = %s
"""


def undo_merge(link_id: int, *, reason: str, origin: Origin, now: datetime) -> None:
    """Revoke a link: it does not count, whatever is heard later. Refuses NotFound, ReasonMissing, NothingToUndo."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic(durable=True):
        locks.hold(("link", str(link_id)))
        state, _ = _read(link_id)
        if state != "joined":
            raise NothingToUndo()

        def revoke(held: set[int]) -> tuple[UUID, set[UUID]]:
            _, people = _read(link_id)
            check(held, (), people)
            sql.run(REVOKE, [now, origin.actor, reason.strip()[:200], link_id])
            return people[0], settle(set(people), EVER, held)

        before, changed = holding(stripes_of((), _read(link_id)[1]), revoke)
        touch(changed)
        word = MergeUndone(link_id=link_id, person_id=before, people=sorted(set(_read(link_id)[1])))
        journal.append(word, origin=origin, occurred_at=now)


def restore_merge(link_id: int, *, origin: Origin, now: datetime) -> None:
    """Let a revoked link count again. Refuses NotFound, NothingToUndo."""
    with transaction.atomic(durable=True):
        locks.hold(("link", str(link_id)))
        if _read(link_id)[0] != "revoked":
            raise NothingToUndo()

        def restore(held: set[int]) -> set[UUID]:
            _, people = _read(link_id)
            check(held, (), people)
            sql.run(RESTORE, [link_id])
            return settle(set(people), EVER, held)

        touch(holding(stripes_of((), _read(link_id)[1]), restore))
        a, b = _read(link_id)[1]
        journal.append(MergeRestored(link_id=link_id, person_id=a if a == b else None), origin=origin, occurred_at=now)


def _read(link_id: int) -> tuple[str, tuple[UUID, UUID]]:
    found = sql.row(LINK, [link_id])
    if not found:
        raise NotFound()
    return found[0], (found[1], found[2])
