"""Collectors outside that events go on to, and what has to be erased there. They are the house's, whatever storefront
the key is of."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.destinations import (
    DestinationIn,
    DestinationOut,
    DestinationStateIn,
    ParcelCountOut,
    ProofIn,
    ToEraseOut,
)
from comptoir.forwarding import facade as forwarding

router = Router(tags=["destinations"])
READ = Bearer("destinations:read")
WRITE = Bearer("destinations:write")


@router.get("/destinations", response=list[DestinationOut], auth=READ, summary="List destinations of events")
def list_destinations(request: ApiRequest) -> list[DestinationOut]:
    return [DestinationOut.of(each) for each in forwarding.destinations()]


@router.post("/destinations", response={201: DestinationOut}, auth=WRITE, summary="Send events on to a collector")
def open_destination(request: ApiRequest, body: DestinationIn, key: Key) -> Status[DestinationOut]:
    """From now on, as far as each person allows the purpose at that moment."""
    context, call = request.context, once(request, key, body)
    identity = forwarding.open_destination(
        body.draft(), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return Status(201, DestinationOut.of(forwarding.destination(identity)))


@router.get("/destinations/events", response=list[str], auth=READ, summary="Events that may be forwarded")
def list_forwarded_events(request: ApiRequest) -> list[str]:
    return sorted(forwarding.words())


@router.get("/destinations/erasures", response=list[ToEraseOut], auth=READ, summary="What has to be erased elsewhere")
def list_erasures_elsewhere(
    request: ApiRequest, state: Literal["", "open", "confirmed"] = "open"
) -> list[ToEraseOut]:
    """The hundred that were asked longest ago."""
    return [ToEraseOut.of(each) for each in forwarding.erasures_passed_on(state=state)]


@router.post(
    "/destinations/erasures/{to_erase_id}/confirm", response=ToEraseOut, auth=WRITE, summary="Confirm an erasure there"
)
def confirm_erasure_elsewhere(request: ApiRequest, to_erase_id: UUID, body: ProofIn, key: Key) -> ToEraseOut:
    """The names by which the destination knew them are forgotten here too."""
    context, call = request.context, once(request, key, body)
    forwarding.confirm_erased(
        to_erase_id, body.proof, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return ToEraseOut.of(forwarding.to_erase(to_erase_id))


@router.get("/destinations/{destination_id}", response=DestinationOut, auth=READ, summary="Read a destination")
def read_destination(request: ApiRequest, destination_id: UUID) -> DestinationOut:
    return DestinationOut.of(forwarding.destination(destination_id))


@router.put("/destinations/{destination_id}", response=DestinationOut, auth=WRITE, summary="Change a destination")
def change_destination(request: ApiRequest, destination_id: UUID, body: DestinationIn, key: Key) -> DestinationOut:
    context = request.context
    call = once(request, key, body)
    forwarding.change_destination(
        destination_id, body.draft(), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return DestinationOut.of(forwarding.destination(destination_id))


@router.put(
    "/destinations/{destination_id}/state", response=DestinationOut, auth=WRITE, summary="Pause or resume a destination"
)
def set_destination_state(
    request: ApiRequest, destination_id: UUID, body: DestinationStateIn, key: Key
) -> DestinationOut:
    """Paused keeps what happens for later, as far as it is allowed then."""
    context, call = request.context, once(request, key, body)
    forwarding.set_destination_state(
        destination_id, body.state, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return DestinationOut.of(forwarding.destination(destination_id))


@router.post(
    "/destinations/{destination_id}/replay", response={202: ParcelCountOut}, auth=WRITE, summary="Send the failed again"
)
def replay_destination(request: ApiRequest, destination_id: UUID, key: Key) -> Status[ParcelCountOut]:
    """What was given up, under the same message ids; consent is asked anew."""
    context, call = request.context, once(request, key)
    count = forwarding.replay_parcels(
        destination_id, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return Status(202, ParcelCountOut(parcels=count))


@router.delete("/destinations/{destination_id}", response={204: None}, auth=WRITE, summary="Remove a destination")
def remove_destination(request: ApiRequest, destination_id: UUID, key: Key) -> Status[None]:
    """Nothing is sent to it any more; erasures of whom it was told of are asked of it all the same."""
    context, call = request.context, once(request, key)
    forwarding.remove_destination(destination_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return Status(204, None)
