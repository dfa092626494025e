"""Endpoints outside that are told what happened in the key's storefront."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import Short
from comptoir.channels.api.schemas.webhooks import (
    DeliveryCountOut,
    EndpointIn,
    EndpointOut,
    SecretOut,
    SpanIn,
    StateIn,
    WebhookDeliveryOut,
)
from comptoir.journal import facade as journal
from comptoir.journal.contracts import EndpointInfo
from comptoir.kit.refusals import Invalid, NotFound

router = Router(tags=["webhooks"])
READ = Bearer("webhooks:read")
WRITE = Bearer("webhooks:write")
Before = Annotated[int, Query(0, ge=0, lt=2**63, description="id of the last one shown")]


@router.get("/webhooks", response=list[EndpointOut], auth=READ, summary="List endpoints")
def list_webhooks(request: ApiRequest) -> list[EndpointOut]:
    """Those of the key's storefront."""
    return [EndpointOut.of(one) for one in journal.webhooks() if one.draft.storefront == request.context.storefront]


@router.post("/webhooks", response={201: SecretOut}, auth=WRITE, summary="Open an endpoint")
def open_webhook(request: ApiRequest, body: EndpointIn, key: Key) -> Status[SecretOut]:
    """Answers its secret: to this call only, and to whoever repeats it with its Idempotency-Key."""
    context, call = request.context, once(request, key, body)
    identity, secret = journal.open_webhook(
        body.draft(context.storefront), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return Status(201, SecretOut(id=identity, secret=secret))


@router.get("/webhooks/types", response=list[str], auth=READ, summary="Types to subscribe to")
def list_webhook_types(request: ApiRequest) -> list[str]:
    return sorted(journal.webhook_types())


@router.put("/webhooks/{endpoint_id}", response=EndpointOut, auth=WRITE, summary="Change an endpoint")
def change_webhook(request: ApiRequest, endpoint_id: UUID, body: EndpointIn, key: Key) -> EndpointOut:
    context = request.context
    _own(request, endpoint_id)
    call, draft = once(request, key, body), body.draft(context.storefront)
    journal.change_webhook(endpoint_id, draft, origin=context.origin(), now=context.now, idempotency_key=call)
    return EndpointOut.of(_own(request, endpoint_id))


@router.put("/webhooks/{endpoint_id}/state", response=EndpointOut, auth=WRITE, summary="Pause, resume or switch off")
def set_webhook_state(request: ApiRequest, endpoint_id: UUID, body: StateIn, key: Key) -> EndpointOut:
    """Paused keeps what happens for later; off forgets it, and a replay brings it back."""
    context = request.context
    _own(request, endpoint_id)
    call = once(request, key, body)
    journal.set_webhook_state(
        endpoint_id, body.state, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return EndpointOut.of(_own(request, endpoint_id))


@router.post("/webhooks/{endpoint_id}/secret", response=SecretOut, auth=WRITE, summary="Rotate the secret")
def rotate_webhook_secret(request: ApiRequest, endpoint_id: UUID, key: Key) -> SecretOut:
    """The one before signs too for 24 hours."""
    context = request.context
    _own(request, endpoint_id)
    call = once(request, key)
    secret = journal.rotate_webhook_secret(
        endpoint_id, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return SecretOut(id=endpoint_id, secret=secret)


@router.post("/webhooks/{endpoint_id}/test", response={202: DeliveryCountOut}, auth=WRITE, summary="Send a test event")
def test_webhook(request: ApiRequest, endpoint_id: UUID, key: Key) -> Status[DeliveryCountOut]:
    context = request.context
    _own(request, endpoint_id)
    call = once(request, key)
    journal.send_test_webhook(endpoint_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return Status(202, DeliveryCountOut(deliveries=1))


@router.post("/webhooks/{endpoint_id}/replay", response={202: DeliveryCountOut}, auth=WRITE, summary="Replay a span")
def replay_webhooks(request: ApiRequest, endpoint_id: UUID, body: SpanIn, key: Key) -> Status[DeliveryCountOut]:
    """Also what happened while it was off. The webhook-ids are those of the first time."""
    context = request.context
    _own(request, endpoint_id)
    if body.since.tzinfo is None or body.until.tzinfo is None:
        raise Invalid({"since": "not_valid"})
    call = once(request, key, body)
    count = journal.replay_webhooks(
        endpoint_id, body.since, body.until, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return Status(202, DeliveryCountOut(deliveries=count))


@router.get(
    "/webhooks/{endpoint_id}/deliveries", response=list[WebhookDeliveryOut], auth=READ, summary="List deliveries"
)
def list_deliveries(
    request: ApiRequest,
    endpoint_id: UUID,
    before: Before,
    state: Literal["", "pending", "delivered", "failed"] = "",
    type: Short = "",
) -> list[WebhookDeliveryOut]:
    """The latest hundred, or those before an id."""
    _own(request, endpoint_id)
    found = journal.webhook_deliveries(endpoint_id, state=state, type_=type, before=before or None)
    return [WebhookDeliveryOut.of(one) for one in found]


def _own(request: ApiRequest, endpoint_id: UUID) -> EndpointInfo:
    """An endpoint of another storefront does not exist for a key."""
    found = journal.webhook(endpoint_id)
    if found.draft.storefront != request.context.storefront:
        raise NotFound()
    return found
