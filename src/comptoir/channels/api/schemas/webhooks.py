"""Shapes of endpoints outside that are told what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, Moment, Request, Text
from comptoir.journal.contracts import DeliveryInfo, EndpointDraft, EndpointInfo

Code = Annotated[Text, Field(max_length=50)]
Pattern = Annotated[str, Field(max_length=80, pattern=r"^(\*|[a-z0-9_]+\.(\*|[a-z0-9_]+))$")]


class EndpointIn(Request):
    """`patterns` are types as `order.placed`, `order.*` or `*`; empty filters mean all."""

    name: Annotated[Text, Field(min_length=1, max_length=100)]
    address: Annotated[Text, Field(min_length=1, max_length=2000)]
    patterns: Annotated[list[Pattern], Field(min_length=1, max_length=50)]
    legal_entity: Code = ""
    contact: Line = ""

    def draft(self, storefront: str) -> EndpointDraft:
        return EndpointDraft(
            name=self.name, address=self.address, patterns=tuple(self.patterns), storefront=storefront,
            legal_entity=self.legal_entity, contact=self.contact,
        )  # fmt: skip


class EndpointOut(Answer):
    """`state` is active, paused or off."""

    id: UUID
    name: str
    address: str
    patterns: list[str]
    storefront: str
    legal_entity: str
    contact: str
    state: str
    off_reason: str
    failing_since: datetime | None
    previous_secret_until: datetime | None
    created_at: datetime

    @staticmethod
    def of(info: EndpointInfo) -> EndpointOut:
        draft = info.draft
        return EndpointOut(
            id=info.id, name=draft.name, address=draft.address, patterns=list(draft.patterns),
            storefront=draft.storefront, legal_entity=draft.legal_entity, contact=draft.contact, state=info.state,
            off_reason=info.off_reason, failing_since=info.failing_since, previous_secret_until=info.previous_until,
            created_at=info.created_at,
        )  # fmt: skip


class SecretOut(Answer):
    """The secret is shown here and nowhere else."""

    id: UUID
    secret: str


class StateIn(Request):
    state: Annotated[str, Field(pattern=r"^(active|paused|off)$")]


class SpanIn(Request):
    """From `since` until before `until`; at most 10,000 events."""

    since: Moment
    until: Moment


class DeliveryCountOut(Answer):
    deliveries: int


class WebhookDeliveryOut(Answer):
    """`webhook_id` is the same each time it is sent."""

    id: int
    webhook_id: UUID
    type: str
    state: str
    attempts: int
    due_at: datetime
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None

    @staticmethod
    def of(info: DeliveryInfo) -> WebhookDeliveryOut:
        return WebhookDeliveryOut(
            id=info.id, webhook_id=info.webhook_id, type=info.type, state=info.state, attempts=info.attempts,
            due_at=info.due_at, last_status=info.last_status, last_error=info.last_error, created_at=info.created_at,
            delivered_at=info.delivered_at,
        )  # fmt: skip
