from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.forwarding.commands.open_destination import held
from comptoir.forwarding.models import Destination
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.forwarding import ParcelsReplayed
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey

AGAIN = """
UPDATE forwarding_parcel SET state = 'pending', attempts = 0, why = '', due_at = %s, claimed_until = NULL
WHERE destination_id = %s AND state = 'failed'
"""


def replay_parcels(
    destination_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Send again what was given up, with the same message ids; answers how many. Refuses NotFound."""
    with transaction.atomic(durable=True):
        row = held(destination_id)
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["parcels"])
        Destination.objects.filter(id=row.id).update(quiet_until=now, failures=0)
        count = sql.run(AGAIN, [now, destination_id])
        word = ParcelsReplayed(destination_id=destination_id, parcels=count)
        idempotency.remember(idempotency_key, {"parcels": count}, now)
        journal.append(word, origin=origin, occurred_at=now)
    return count
