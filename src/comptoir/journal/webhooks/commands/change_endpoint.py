from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal.append import append
from comptoir.journal.contracts import EndpointDraft, Origin
from comptoir.journal.vocabulary.journal import WebhookEndpointChanged
from comptoir.journal.webhooks.commands.checked import refuse_wrong
from comptoir.journal.webhooks.models import WebhookEndpoint
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

STATES = {"active": "resumed", "paused": "paused", "off": "closed"}


def change_webhook(
    endpoint_id: UUID, draft: EndpointDraft, *, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """Another address, other patterns or filters; the secret stays.

    Refuses Invalid, WebhookAddressRefused, NotFound, IdempotencyConflict.
    """
    refuse_wrong(draft)
    with transaction.atomic(durable=True):
        endpoint = _held(endpoint_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"state": endpoint.state}, now)
        WebhookEndpoint.objects.filter(id=endpoint_id).update(
            name=draft.name.strip(), address=draft.address, patterns=list(draft.patterns),
            storefront=draft.storefront, legal_entity=draft.legal_entity, contact=draft.contact,
        )  # fmt: skip
        word = WebhookEndpointChanged(endpoint_id=endpoint_id, state=endpoint.state, reason="edited")
        append(word, origin=origin, occurred_at=now)


def set_webhook_state(
    endpoint_id: UUID, state: str, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Paused keeps what happens for later, off forgets it (a replay brings it back), active sends what waits at once.

    Refuses Invalid (state), NotFound and IdempotencyConflict.
    """
    if state not in STATES:
        raise Invalid({"state": "not_a_choice"})
    with transaction.atomic(durable=True):
        endpoint = _held(endpoint_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        idempotency.remember(idempotency_key, {"state": state}, now)
        if endpoint.state == state:
            return
        WebhookEndpoint.objects.filter(id=endpoint_id).update(
            state=state, off_reason="closed" if state == "off" else "", failures=0, failing_since=None, quiet_until=now
        )
        word = WebhookEndpointChanged(endpoint_id=endpoint_id, state=state, reason=STATES[state])
        append(word, origin=origin, occurred_at=now)


def _held(endpoint_id: UUID) -> WebhookEndpoint:
    locks.hold(("webhook_endpoint", endpoint_id))
    endpoint = WebhookEndpoint.objects.filter(id=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    return endpoint
