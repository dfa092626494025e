"""Words of the journal itself: what people decide about events that could not be
handled, and about those who are told outside."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Dead Letter Replayed", subject=("event", "event_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class DeadLetterReplayed(Word):
    """Somebody had a failed event handled again; `handled` says whether it worked this time."""

    event_id: UUID
    consumer: str
    handled: bool


@word("Dead Letter Discarded", subject=("event", "event_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class DeadLetterDiscarded(Word):
    """Somebody decided that a consumer goes on without this event."""

    event_id: UUID
    consumer: str
    error: str
    reason: str


@word(
    "Webhook Endpoint Opened",
    subject=("webhook_endpoint", "endpoint_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class WebhookEndpointOpened(Word):
    endpoint_id: UUID
    patterns: list[str]


@word(
    "Webhook Endpoint Changed",
    subject=("webhook_endpoint", "endpoint_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class WebhookEndpointChanged(Word):
    """`state` is active, paused or off; `reason` is edited, paused, resumed, gone, failing or closed."""

    endpoint_id: UUID
    state: str
    reason: str


@word(
    "Webhook Secret Rotated",
    subject=("webhook_endpoint", "endpoint_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class WebhookSecretRotated(Word):
    """A new secret signs; the one before signs too until `previous_until`."""

    endpoint_id: UUID
    number: int
    previous_until: datetime


@word(
    "Webhooks Replayed",
    subject=("webhook_endpoint", "endpoint_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class WebhooksReplayed(Word):
    """Somebody had events of the past delivered again."""

    endpoint_id: UUID
    deliveries: int
