from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.journal.append import append
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.journal import WebhookSecretRotated
from comptoir.journal.webhooks import rules
from comptoir.journal.webhooks.models import WebhookEndpoint
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound


def rotate_webhook_secret(
    endpoint_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> str:
    """A new secret, shown once. The one before signs too for 24 hours, so that the receiver can change over; a third
    one is no longer valid. Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", endpoint_id))
        endpoint = WebhookEndpoint.objects.filter(id=endpoint_id).first()
        if endpoint is None:
            raise NotFound()
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return rules.secret(settings.SECRET_KEY, endpoint_id, int(answer["number"]))
        number, until = endpoint.secret_number + 1, now + rules.KEPT_PREVIOUS
        idempotency.remember(idempotency_key, {"number": number}, now)
        WebhookEndpoint.objects.filter(id=endpoint_id).update(secret_number=number, previous_until=until)
        word = WebhookSecretRotated(endpoint_id=endpoint_id, number=number, previous_until=until)
        append(word, origin=origin, occurred_at=now)
    return rules.secret(settings.SECRET_KEY, endpoint_id, number)
