from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.forwarding import rules
from comptoir.forwarding.contracts import DestinationDraft
from comptoir.forwarding.errors import DestinationAddressRefused
from comptoir.forwarding.former import is_elsewhere, leave_former
from comptoir.forwarding.models import Destination
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.forwarding import DestinationChanged, DestinationOpened
from comptoir.kit import idempotency, ids, locks, outside
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.sources import facade as sources

OURS = "comptoir"  # of what the shop itself tells
STATES = {"active": "resumed", "paused": "paused"}


def open_destination(
    draft: DestinationDraft, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """Send events to a collector outside from now on. Refuses Invalid, DestinationAddressRefused and
    IdempotencyConflict."""
    _refuse_wrong(draft, key_known=False)
    return idempotency.settled(lambda: _open(draft, origin, now, idempotency_key))


def _open(draft: DestinationDraft, origin: Origin, now: datetime, key: IdempotencyKey | None) -> UUID:
    identity = ids.uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("destination", identity))
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["destination_id"])
        idempotency.remember(key, {"destination_id": str(identity)}, now)
        Destination.objects.create(
            id=identity, write_key=draft.write_key, quiet_until=now, created_at=now, **_fields(draft)
        )
        word = DestinationOpened(destination_id=identity, purpose=draft.purpose, personal=draft.personal)
        journal.append(word, origin=origin, occurred_at=now)
    return identity


def change_destination(
    destination_id: UUID, draft: DestinationDraft, *, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Describe it anew; what waits goes by the new words. Another host is somebody else: the one that is left is told
    of erasures as one that was removed. Refuses Invalid, DestinationAddressRefused, NotFound."""
    _refuse_wrong(draft, key_known=True)
    with transaction.atomic(durable=True):
        row = held(destination_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"done": True}, now)
        wanted = _fields(replace(draft, write_key=draft.write_key or row.write_key))
        wanted["write_key"] = draft.write_key or row.write_key
        changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
        if not changed:
            return
        if is_elsewhere(row.address, draft.address):
            leave_former(row, now)
        for name in changed:
            setattr(row, name, wanted[name])
        row.failures, row.quiet_until = 0, now
        row.save()
        word = DestinationChanged(
            destination_id=destination_id, changed=changed, purpose=row.purpose, personal=row.personal, state=row.state
        )
        journal.append(word, origin=origin, occurred_at=now)


def set_destination_state(
    destination_id: UUID, state: str, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Pause it (what happens meanwhile waits) or send again. Refuses Invalid, NotFound."""
    if state not in STATES:
        raise Invalid({"state": "not_a_choice"})
    with transaction.atomic(durable=True):
        row = held(destination_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"done": True}, now)
        if row.state == state:
            return
        row.state, row.failures, row.quiet_until = state, 0, now
        row.save()
        word = DestinationChanged(
            destination_id=destination_id, changed=["state"], purpose=row.purpose, personal=row.personal, state=state
        )
        journal.append(word, origin=origin, occurred_at=now)


def _fields(draft: DestinationDraft) -> dict[str, object]:
    return {
        "name": draft.name.strip(), "address": draft.address, "purpose": draft.purpose,
        "sources": list(draft.sources), "words": list(draft.words), "personal": draft.personal,
    }  # fmt: skip


def held(destination_id: UUID) -> Destination:
    """The row, held; one that was removed is not there. Refuses NotFound."""
    locks.hold(("destination", destination_id))
    row = Destination.objects.filter(id=destination_id).exclude(state=Destination.State.REMOVED).first()
    if row is None:
        raise NotFound()
    return row


def _refuse_wrong(draft: DestinationDraft, *, key_known: bool) -> None:
    """Looks the host up, so no transaction may be open."""
    if errors := rules.draft_errors(draft, (*sources.codes(), OURS), key_known=key_known):
        raise Invalid(errors)
    try:
        outside.check(rules.batch_address(draft.address), local=settings.WEBHOOKS_LOCAL)
    except outside.Unfit as refused:
        raise DestinationAddressRefused(reason=str(refused)) from refused
    except outside.Unreachable as trouble:
        raise DestinationAddressRefused(reason="unknown_host") from trouble
