"""Endpoints and deliveries as programs, metrics and `doctor` read them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.journal.contracts import DeliveryInfo, EndpointDraft, EndpointInfo, WebhookQueue
from comptoir.journal.rules import type_of
from comptoir.journal.webhooks import rules
from comptoir.journal.webhooks.models import WebhookDelivery, WebhookEndpoint
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

QUEUE = """
SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'failed'),
       coalesce(extract(epoch FROM statement_timestamp() - min(created_at) FILTER (WHERE state = 'pending')), 0)::float8
FROM journal_webhook_delivery WHERE state IN ('pending', 'failed')
"""
STATES = "SELECT state, count(*) FROM journal_webhook_endpoint GROUP BY state"


def webhook_types() -> dict[str, str]:
    """What an endpoint may subscribe to: type to the name of its word."""
    return {type_of(word.NAME): word.NAME for word in rules.told_words()}


def webhooks() -> list[EndpointInfo]:
    """All endpoints, the oldest first."""
    return [_info(row) for row in WebhookEndpoint.objects.order_by("created_at")]


def webhook(endpoint_id: UUID) -> EndpointInfo:
    """Refuses NotFound."""
    found = WebhookEndpoint.objects.filter(id=endpoint_id).first()
    if found is None:
        raise NotFound()
    return _info(found)


def webhook_deliveries(
    endpoint_id: UUID, *, state: str = "", type_: str = "", before: int | None = None, limit: int = 100
) -> list[DeliveryInfo]:
    """The latest first; `before` is the id of the last one that was shown."""
    given: dict[str, Any] = {"endpoint_id": endpoint_id}
    given |= {"state": state} if state else {}
    given |= {"type": type_} if type_ else {}
    given |= {"id__lt": before} if before else {}
    rows = WebhookDelivery.objects.filter(**given).order_by("-id").defer("body")[:limit]
    return [
        DeliveryInfo(
            id=row.id, endpoint_id=row.endpoint_id, webhook_id=row.event_id, type=row.type, state=row.state,
            attempts=row.attempts, due_at=row.due_at, last_status=row.last_status, last_error=row.last_error,
            created_at=row.created_at, delivered_at=row.delivered_at,
        )
        for row in rows
    ]  # fmt: skip


def webhook_queue() -> WebhookQueue:
    pending, failed, seconds = sql.row(QUEUE) or (0, 0, 0.0)
    return WebhookQueue(pending=pending, failed=failed, seconds=max(seconds, 0.0), endpoints=dict(sql.rows(STATES)))


def _info(row: WebhookEndpoint) -> EndpointInfo:
    draft = EndpointDraft(
        name=row.name, address=row.address, patterns=tuple(row.patterns), storefront=row.storefront,
        legal_entity=row.legal_entity, contact=row.contact,
    )  # fmt: skip
    return EndpointInfo(
        id=row.id, draft=draft, state=row.state, off_reason=row.off_reason, failing_since=row.failing_since,
        previous_until=row.previous_until, created_at=row.created_at,
    )  # fmt: skip
