"""What suppliers send: announced, received whole or in part, or not coming any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from comptoir.inventory import rules
from comptoir.inventory.commands import book, queue
from comptoir.inventory.contracts import IncomingDraft
from comptoir.inventory.errors import IncomingClosed
from comptoir.inventory.models import Movement
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.inventory import (
    IncomingAnnounced,
    IncomingCancelled,
    IncomingChanged,
    IncomingReceived,
)
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

KNOWN = """
SELECT external_id, id, variant_id, location_id, expected, received, expected_on, state, reference
FROM inventory_incoming WHERE external_id = ANY(%s) ORDER BY id FOR UPDATE
"""
KEEP = """
INSERT INTO inventory_incoming AS kept
       (id, external_id, reference, variant_id, location_id, expected, received, expected_on, state, announced_at,
        changed_at)
SELECT id, external_id, reference, variant_id, location_id, expected, 0, expected_on, 'announced', %(now)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(external_ids)s::text[], %(references)s::text[], %(variants)s::uuid[],
            %(locations)s::uuid[], %(expected)s::int[], %(days)s::date[])
     AS a(id, external_id, reference, variant_id, location_id, expected, expected_on)
ON CONFLICT (external_id) DO UPDATE
SET reference = excluded.reference, expected = excluded.expected, expected_on = excluded.expected_on,
    changed_at = excluded.changed_at
"""
END = """
UPDATE inventory_incoming SET received = received + %(quantity)s, changed_at = %(now)s,
       state = CASE WHEN %(cancelled)s THEN 'cancelled' WHEN received + %(quantity)s >= expected THEN 'received'
                    ELSE state END
WHERE id = %(id)s
"""


class Known(NamedTuple):
    external_id: str
    id: UUID
    variant_id: UUID
    location_id: UUID
    expected: int
    received: int
    expected_on: date
    state: str
    reference: str


def announce_incoming(
    drafts: Sequence[IncomingDraft], *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """These lines are on their way, all or none, in a transaction of its own; returns how many are new or changed.

    A line is known by its `external_id`: announced again with another number of pieces or day it is changed, as
    it was it writes nothing. Refuses Invalid (also: another article or place than before, fewer pieces than
    came already, a line twice), IncomingClosed and IdempotencyConflict.
    """
    for draft in drafts:
        if wrong := rules.incoming_errors(draft):
            raise Invalid(wrong)
    wanted = {draft.external_id: draft for draft in drafts}
    if len(wanted) < len(drafts):
        raise Invalid({"external_id": "not_a_choice"})
    with transaction.atomic(durable=True):
        locks.hold(*(("incoming", external_id) for external_id in wanted))
        queue.hold(draft.variant_id for draft in drafts)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["changed"])
        known = _known(list(wanted))
        words: list[Word] = []
        changed = []
        for draft in drafts:
            before = known.get(draft.external_id)
            if before is None or not _is_same(before, draft):
                words.append(_word(before, draft))
                changed.append((before.id if before else words[-1].subject_id, draft))
        if changed:
            journal.append(*words, origin=origin, occurred_at=now)
            _keep(changed, now)
        idempotency.remember(idempotency_key, {"changed": len(changed)}, now)
        return len(changed)


def receive_incoming(
    external_id: str,
    quantity: int,
    *,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:
    """So many pieces of an announced line came, in a transaction of its own; returns how many came in all.

    They go to the orders that wait for them first, in their order. More than was expected may come. Refuses
    NotFound, Invalid (below one piece), IncomingClosed and IdempotencyConflict.
    """
    if not 1 <= quantity <= rules.MOST_PIECES:
        raise Invalid({"quantity": "too_small" if quantity < 1 else "too_large"})
    return idempotency.settled(lambda: _receive(external_id, quantity, origin, now, idempotency_key))


def cancel_incoming(
    external_id: str, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """What has not come of a line will not come, in a transaction of its own; returns how many pieces.

    Orders that wait for them go on waiting for what comes next. Cancelled before, it gives 0. Refuses NotFound,
    IncomingClosed (all received) and IdempotencyConflict.
    """
    with transaction.atomic(durable=True):
        before = _hold(external_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["missing"])
        if before.state == "cancelled":
            idempotency.remember(idempotency_key, {"missing": 0}, now)
            return 0
        if before.state != "announced":
            raise IncomingClosed(state=before.state)
        missing = before.expected - before.received
        idempotency.remember(idempotency_key, {"missing": missing}, now)
        journal.append(IncomingCancelled(incoming_id=before.id, missing=missing), origin=origin, occurred_at=now)
        sql.run(END, {"id": before.id, "quantity": 0, "now": now, "cancelled": True})
        return missing


def _receive(external_id: str, quantity: int, origin: Origin, now: datetime, key: IdempotencyKey | None) -> int:
    with transaction.atomic(durable=True):
        before = _hold(external_id)
        if (answer := idempotency.recall(key)) is not None:
            return int(answer["received"])
        if before.state != "announced":
            raise IncomingClosed(state=before.state)
        received = before.received + quantity
        if received > rules.MOST_PIECES:
            raise Invalid({"quantity": "too_large"})
        idempotency.remember(key, {"received": received}, now)
        told = IncomingReceived(
            incoming_id=before.id, quantity=quantity, received=received, expected=before.expected
        )
        journal.append(told, origin=origin, occurred_at=now)
        sql.run(END, {"id": before.id, "quantity": quantity, "now": now, "cancelled": False})
        place = before.variant_id, before.location_id
        book.open_levels([place])
        book.book(
            {place: quantity}, kind=Movement.Kind.RECEIPT.value, reason="delivery", reference=f"incoming:{before.id}",
            origin=origin, now=now,
        )  # fmt: skip
        return received


def _hold(external_id: str) -> Known:
    locks.hold(("incoming", external_id))
    variant = sql.row("SELECT variant_id FROM inventory_incoming WHERE external_id = %s", [external_id])
    if variant is None:
        raise NotFound()
    queue.hold([variant[0]])
    return _known([external_id])[external_id]


def _known(external_ids: list[str]) -> dict[str, Known]:
    return {row[0]: Known(*row) for row in sql.rows(KNOWN, [external_ids])}


def _is_same(before: Known, draft: IncomingDraft) -> bool:
    """Refuses what a line cannot become."""
    if (before.variant_id, before.location_id) != (draft.variant_id, draft.location_id):
        raise Invalid({"variant_id": "not_a_choice"})
    said = before.expected, before.expected_on, before.reference
    if said == (draft.expected, draft.expected_on, draft.reference):
        return True
    if before.state != "announced":
        raise IncomingClosed(state=before.state)
    if draft.expected <= before.received:
        raise Invalid({"expected": "too_small"})
    return False


def _word(before: Known | None, draft: IncomingDraft) -> Word:
    if before is None:
        return IncomingAnnounced(
            incoming_id=uuid7(), variant_id=draft.variant_id, location_id=draft.location_id,
            expected=draft.expected, expected_on=draft.expected_on.isoformat(),
        )  # fmt: skip
    return IncomingChanged(
        incoming_id=before.id, expected_before=before.expected, expected=draft.expected,
        expected_on_before=before.expected_on.isoformat(), expected_on=draft.expected_on.isoformat(),
    )  # fmt: skip


def _keep(changed: Sequence[tuple[UUID | str, IncomingDraft]], now: datetime) -> None:
    drafts = [draft for _, draft in changed]
    sql.run(
        KEEP,
        {
            "ids": [identity for identity, _ in changed], "now": now,
            "external_ids": [draft.external_id for draft in drafts],
            "references": [draft.reference for draft in drafts],
            "variants": [draft.variant_id for draft in drafts],
            "locations": [draft.location_id for draft in drafts],
            "expected": [draft.expected for draft in drafts], "days": [draft.expected_on for draft in drafts],
        },
    )  # fmt: skip
