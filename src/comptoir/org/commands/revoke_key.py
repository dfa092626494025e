from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import ApiKeyRevoked
from comptoir.kit import locks
from comptoir.kit.refusals import NotFound
from comptoir.org.models import ApiKey


def revoke_key(key_id: UUID, *, origin: Origin, now: datetime) -> None:
    """The key stops working at once; revoking again changes nothing. Refuses NotFound."""
    with transaction.atomic(durable=True):
        locks.hold(("api_key", key_id))
        row = ApiKey.objects.filter(id=key_id).first()
        if row is None:
            raise NotFound()
        if row.revoked_at is not None:
            return
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        journal.append(ApiKeyRevoked(key_id=key_id, prefix=row.prefix), origin=origin, occurred_at=now)
