"""A person wants to be forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.accounts.errors import StaffStays
from comptoir.customers import facade as customers
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.privacy import ErasureAsked
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import secret_token
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org
from comptoir.privacy.contracts import ErasureInfo
from comptoir.privacy.errors import ErasureUnderway
from comptoir.privacy.models import Erasure
from comptoir.privacy.queries import info


def ask_erasure(
    customer_id: UUID,
    *,
    cause: str,
    locale: str,
    origin: Origin,
    now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> ErasureInfo:
    """Note the wish; `work_erasures` does it. Whoever asks has just shown who they are.

    Refuses NotFound, ErasureUnderway, IdempotencyConflict, StaffStays (an account of staff is closed by an
    administrator)."""
    account_id = customers.account_of(customer_id)
    if account_id and org.account(account_id).is_staff:
        raise StaffStays()
    if not customers.people([customer_id]):
        raise NotFound()
    with transaction.atomic(durable=True):
        locks.hold(("person", customer_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return info(Erasure.objects.get(id=answer["erasure_id"]))
        if Erasure.objects.filter(customer_id=customer_id).exclude(state="done").exists():
            raise ErasureUnderway()
        row = Erasure(
            customer_id=customer_id, cause=cause, locale=locale, token=secret_token(), asked_at=now, looked_at=now
        )
        row.save(force_insert=True)
        idempotency.remember(idempotency_key, {"erasure_id": str(row.id)}, now)
        word = ErasureAsked(erasure_id=row.id, customer_id=customer_id, cause=cause)
        journal.append(word, origin=origin, occurred_at=now)
    return info(row)
