"""Copies of what is kept of a person, and erasures: for programs that answer people."""

from __future__ import annotations

from uuid import UUID

from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.privacy import CopyOut, ErasureOut, PersonIn
from comptoir.privacy import facade as privacy

router = Router(tags=["privacy"])
WRITE = Bearer("customers:write")


@router.get("/privacy/copies/{customer_id}", response=CopyOut, auth=WRITE, summary="All that is kept of a person")
def give_copy(request: ApiRequest, customer_id: UUID) -> CopyOut:
    """For the person alone (GDPR articles 15 and 20). That it was given is written to the journal."""
    context = request.context
    told = privacy.give(customer_id, form="json", locale=context.locale, origin=context.origin(), now=context.now)
    return CopyOut(data=told)


@router.post("/privacy/erasures", response={202: ErasureOut}, auth=WRITE, summary="Have a person forgotten")
def ask_erasure(request: ApiRequest, body: PersonIn, key: Key) -> Status[ErasureOut]:
    """GDPR article 17. Done within minutes; contact and account wait while an order needs them."""
    context = request.context
    asked = privacy.ask_erasure(
        body.customer_id,
        cause="staff",
        locale=context.locale,
        origin=context.origin(),
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(202, ErasureOut.of(asked))


@router.get("/privacy/erasures/{token}", response=ErasureOut, auth=WRITE, summary="How far an erasure is")
def read_erasure(request: ApiRequest, token: str) -> ErasureOut:
    """With the signed record when it is done. It names nobody."""
    return ErasureOut.of(privacy.erasure(token))
