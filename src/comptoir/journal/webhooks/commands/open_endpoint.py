from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.journal.append import append
from comptoir.journal.contracts import EndpointDraft, Origin
from comptoir.journal.vocabulary.journal import WebhookEndpointOpened
from comptoir.journal.webhooks import rules
from comptoir.journal.webhooks.commands.checked import refuse_wrong
from comptoir.journal.webhooks.models import WebhookEndpoint
from comptoir.kit import idempotency, ids, locks
from comptoir.kit.idempotency import IdempotencyKey


def open_webhook(
    draft: EndpointDraft, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> tuple[UUID, str]:
    """Tell an address outside from now on; answers its id and its secret, which is shown once: again only to the
    same key. Refuses Invalid, WebhookAddressRefused and IdempotencyConflict.
    """
    refuse_wrong(draft)
    identity = idempotency.settled(lambda: _open(draft, origin, now, idempotency_key))
    return identity, rules.secret(settings.SECRET_KEY, identity, 1)


def _open(draft: EndpointDraft, origin: Origin, now: datetime, key: IdempotencyKey | None) -> UUID:
    identity = ids.uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", identity))
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["endpoint_id"])
        idempotency.remember(key, {"endpoint_id": str(identity)}, now)
        WebhookEndpoint.objects.create(
            id=identity, name=draft.name.strip(), address=draft.address, patterns=list(draft.patterns),
            storefront=draft.storefront, legal_entity=draft.legal_entity, contact=draft.contact,
            quiet_until=now, created_at=now,
        )  # fmt: skip
        word = WebhookEndpointOpened(endpoint_id=identity, patterns=list(draft.patterns))
        append(word, origin=origin, occurred_at=now)
    return identity
