"""Two values for one field: raised, then decided by a person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.interconnect.commands import writing
from comptoir.interconnect.commands.writing import Change
from comptoir.interconnect.contracts import Item, Party
from comptoir.interconnect.errors import AlreadyDecided
from comptoir.interconnect.models import Conflict
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.interconnect import ConflictDecided
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org

RAISE = """
INSERT INTO interconnect_conflict AS kept
       (id, system_id, kind, our_key, external_id, field, ours, theirs, reason, actor, state, market, raised_at,
        decided_by)
SELECT %(id)s, s.id, %(kind)s, %(key)s, %(external_id)s, %(field)s, %(ours)s::jsonb, %(theirs)s::jsonb, %(reason)s,
       %(actor)s, 'open', %(market)s, %(now)s, ''
FROM interconnect_system s WHERE s.code = %(system)s
ON CONFLICT (system_id, kind, our_key, field) WHERE state = 'open' DO UPDATE
SET ours = excluded.ours, theirs = excluded.theirs, reason = excluded.reason, actor = excluded.actor,
    raised_at = excluded.raised_at
"""


def raise_one(
    system: str,
    kind: str,
    key: str,
    external_id: str,
    field: str,
    *,
    ours: Any,
    theirs: Any,
    reason: str,
    actor: str,
    market: str,
    now: datetime,
) -> None:
    """Record that two values stand against each other, in the caller's transaction. Of one field there is one open
    conflict with a system: later news replaces its values."""
    sql.run(
        RAISE,
        {
            "id": uuid7(), "system": system, "kind": kind, "key": key, "external_id": external_id, "field": field,
            "ours": json.dumps(ours), "theirs": json.dumps(theirs), "reason": reason, "actor": actor,
            "market": market, "now": now,
        },
    )  # fmt: skip


def decide(conflict_id: UUID, choice: str, *, origin: Origin, now: datetime) -> None:
    """Keep ours, or make theirs true here. Refuses Invalid (choice), NotFound, AlreadyDecided, and what the owning room
    refuses; then the conflict stays open."""
    if choice not in ("ours", "theirs"):
        raise Invalid({"choice": "not_a_choice"})
    found = Conflict.objects.select_related("system").filter(id=conflict_id).first()
    if found is None:
        raise NotFound()
    party = _party(found)
    with transaction.atomic(durable=True):
        locks.hold(writing.lock_of(found.kind, party), ("conflict", conflict_id))
        done = Conflict.objects.filter(id=conflict_id, state="open").update(
            state=choice, decided_by=origin.actor, decided_at=now
        )
        if not done:
            raise AlreadyDecided()
        if choice == "theirs" and found.theirs is not None:
            item = Item(id=found.external_id, fields={found.field: found.theirs})
            change = Change(item, found.our_key, dict(item.fields))
            writing.write(found.kind, [change], party, origin, now)
        word = ConflictDecided(conflict_id=conflict_id, kind=found.kind, field=found.field, choice=choice)
        journal.append(word, origin=origin, occurred_at=now)


def _party(conflict: Conflict) -> Party:
    market = org.market(conflict.market)
    return Party(
        actor=conflict.actor, storefront="", market=market.code, currency=market.currency, locale=market.locale,
        system=conflict.system.code,
    )  # fmt: skip
