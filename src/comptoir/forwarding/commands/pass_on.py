"""Who was erased here has to be erased wherever their events went (GDPR, articles 17(2) and 19).

The protocol of SDKs has no word for it, and what the makers of collectors offer beside it asks for other keys than the
one that we hold. So it is a task: what to erase, where, since when, and the proof that it was done.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.forwarding.errors import ProofMissing
from comptoir.forwarding.models import ToErase
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.forwarding import ErasureElsewhereConfirmed, ErasurePassedOn
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound

TAKE = """
DELETE FROM forwarding_reached WHERE visitor = ANY(%s::text[]) RETURNING destination_id, visitor, user_key
"""
# What came of them while an order was underway is added to what is asked already.
ASK = """
INSERT INTO forwarding_toerase AS kept (id, destination_id, erasure_id, names, state, asked_at, confirmed_by, proof)
VALUES (gen_random_uuid(), %s, %s, %s::jsonb, 'open', %s, '', '')
ON CONFLICT (erasure_id, destination_id) WHERE state = 'open' DO UPDATE SET names = kept.names || excluded.names
RETURNING id
"""
DONE = """
UPDATE forwarding_toerase SET state = 'confirmed', names = '[]', confirmed_at = %s, confirmed_by = %s, proof = %s
WHERE id = %s AND state = 'open'
"""


def hold_visitors(visitors: Iterable[str]) -> None:
    """Until the caller's transaction ends nobody else sends events of these devices or erases them."""
    locks.hold(*(("forwarded", each) for each in visitors))


def pass_on(visitors: Collection[str], erasure_id: UUID, *, origin: Origin, now: datetime) -> int:
    """Each destination that was sent events of these devices is asked to erase them; how many names that is in all. In
    the caller's transaction, which erases the events too and began with `hold_visitors`; again, it finds nothing."""
    names: dict[UUID, list[tuple[str, str]]] = {}
    for destination, visitor, user in sorted(sql.rows(TAKE, [sorted(set(visitors))])):
        names.setdefault(destination, []).append((visitor, user))
    for destination, theirs in names.items():
        found = sql.row(ASK, [destination, erasure_id, json.dumps(theirs), now])
        assert found
        word = ErasurePassedOn(
            destination_id=destination, to_erase_id=found[0], erasure_id=erasure_id, names=len(theirs)
        )
        journal.append(word, origin=origin, occurred_at=now)
    return sum(map(len, names.values()))


def confirm_erased(
    to_erase_id: UUID, proof: str, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Somebody answers for it that the other side erased them, with what proves it: the number of their request there,
    the date of a letter. The names go. Confirmed once, it stays. Refuses ProofMissing, NotFound."""
    if not proof.strip():
        raise ProofMissing()
    with transaction.atomic(durable=True):
        locks.hold(("to_erase", to_erase_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        row = ToErase.objects.filter(id=to_erase_id).first()
        if row is None:
            raise NotFound()
        idempotency.remember(idempotency_key, {"done": True}, now)
        if sql.run(DONE, [now, origin.actor, proof.strip()[:500], to_erase_id]):
            word = ErasureElsewhereConfirmed(
                destination_id=row.destination_id, to_erase_id=row.id, erasure_id=row.erasure_id
            )
            journal.append(word, origin=origin, occurred_at=now)
