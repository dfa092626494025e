"""A destination is done with: nothing is sent to it any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.forwarding.commands.open_destination import held
from comptoir.forwarding.models import Destination
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.forwarding import DestinationRemoved
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey

DROP = """
UPDATE forwarding_parcel SET state = 'dropped', why = 'removed', claimed_until = NULL
WHERE destination_id = %s AND state IN ('pending', 'failed')
"""


def remove_destination(
    destination_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Send nothing to it any more, and forget its key. What it was sent stays noted, since it has to be told of
    erasures all the same. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("destination", destination_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        row = held(destination_id)
        row.state, row.write_key = Destination.State.REMOVED, ""
        row.save()
        idempotency.remember(idempotency_key, {"done": True}, now)
        word = DestinationRemoved(destination_id=destination_id, dropped=sql.run(DROP, [destination_id]))
        journal.append(word, origin=origin, occurred_at=now)
