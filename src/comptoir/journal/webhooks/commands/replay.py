"""Deliver again what was delivered, what failed, or what happened while an endpoint was off."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal.append import append
from comptoir.journal.contracts import Event, Origin
from comptoir.journal.errors import RangeTooLarge
from comptoir.journal.rules import type_of
from comptoir.journal.stream import COLUMNS, event_of
from comptoir.journal.vocabulary.journal import WebhooksReplayed
from comptoir.journal.webhooks import handlers, rules
from comptoir.journal.webhooks.models import WebhookDelivery, WebhookEndpoint
from comptoir.kit import idempotency, ids, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

MOST = 10_000
AGAIN = """
UPDATE journal_webhook_delivery
SET state = 'pending', attempts = 0, due_at = %(now)s, claimed_until = NULL, delivered_at = NULL
WHERE endpoint_id = %(endpoint_id)s AND event_id = ANY(%(events)s::uuid[])
"""
HAPPENED = f"""
SELECT {COLUMNS} FROM journal_facts
WHERE recorded_at >= %s AND recorded_at < %s AND name = ANY(%s)
ORDER BY generation, txid, position LIMIT %s
"""


def replay_webhook(delivery_id: int, *, origin: Origin, now: datetime) -> None:
    """Send one delivery again, with the same webhook-id and body. Refuses NotFound."""
    found = WebhookDelivery.objects.filter(id=delivery_id).values_list("endpoint_id", "event_id").first()
    if found is None:
        raise NotFound()
    endpoint_id, event_id = found
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", endpoint_id))
        sql.run(AGAIN, {"endpoint_id": endpoint_id, "events": [event_id], "now": now})
        append(WebhooksReplayed(endpoint_id=endpoint_id, deliveries=1), origin=origin, occurred_at=now)


def replay_webhooks(
    endpoint_id: UUID, since: datetime, until: datetime, *, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:  # fmt: skip
    """Send everything that was recorded from `since` until before `until` and that the endpoint subscribes to, also
    what happened while it was off; returns how many. The webhook-ids are those of the first time.

    Refuses NotFound, Invalid (a span that ends before it begins), RangeTooLarge above 10,000 events,
    IdempotencyConflict.
    """
    if until <= since:
        raise Invalid({"until": "too_small"})
    endpoint = WebhookEndpoint.objects.filter(id=endpoint_id).first()
    if endpoint is None:
        raise NotFound()
    wanted = [
        event
        for event in _happened(endpoint, since, until)
        if rules.wants(endpoint.patterns, endpoint.storefront, endpoint.legal_entity, event)
    ]
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", endpoint_id))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["deliveries"])
        idempotency.remember(idempotency_key, {"deliveries": len(wanted)}, now)
        given = {"endpoint_id": endpoint_id, "events": [event.event_id for event in wanted], "now": now}
        sql.run(AGAIN, given)
        handlers.write([(str(endpoint_id), event) for event in wanted])
        append(WebhooksReplayed(endpoint_id=endpoint_id, deliveries=len(wanted)), origin=origin, occurred_at=now)
    return len(wanted)


def _happened(endpoint: WebhookEndpoint, since: datetime, until: datetime) -> list[Event]:
    names = [w.NAME for w in rules.told_words() if rules.matches(type_of(w.NAME), endpoint.patterns)]
    found = sql.rows(HAPPENED, [since, until, names, MOST + 1])
    if len(found) > MOST:
        raise RangeTooLarge(limit=MOST)
    return [event_of(row) for row in found]


def send_test_webhook(
    endpoint_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Have an event `webhook.test` delivered; answers the delivery's id. Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(("webhook_endpoint", endpoint_id))
        if not WebhookEndpoint.objects.filter(id=endpoint_id).exists():
            raise NotFound()
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return int(answer["delivery_id"])
        delivery = WebhookDelivery.objects.create(
            endpoint_id=endpoint_id, event_id=ids.uuid7(), type="webhook.test", subject_kind="webhook_endpoint",
            subject_id=str(endpoint_id), body=rules.test_body(endpoint_id, now), due_at=now, created_at=now,
        )  # fmt: skip
        idempotency.remember(idempotency_key, {"delivery_id": delivery.pk}, now)
        append(WebhooksReplayed(endpoint_id=endpoint_id, deliveries=1), origin=origin, occurred_at=now)
    return delivery.pk
