"""A shared basket with friends: they join by a first name, propose, comment; the owner decides and ends it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Path, Router, Status
from pydantic import Field

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.limits import address_of
from comptoir.channels.api.schemas.baskets import BasketOut
from comptoir.channels.api.schemas.set_aside import (
    CommentIn,
    FriendCommentIn,
    FriendIn,
    FriendOut,
    OpinionIn,
    ProposeIn,
    SharingLinkOut,
)
from comptoir.checkout import facade as checkout

router = Router(tags=["baskets"])
READ = Bearer("baskets:read", guests=True)
WRITE = Bearer("baskets:write", guests=True)
Token = Annotated[str, Field(min_length=43, max_length=43, pattern=r"^[A-Za-z0-9_-]*$"), Path()]


@router.get("/baskets/{basket_id}/sharing", response=list[SharingLinkOut], auth=READ, summary="Links to a basket")
def read_sharing(request: ApiRequest, basket_id: UUID) -> list[SharingLinkOut]:
    """Those that the owner gave away and that still open; read each at /shared-baskets/{token}."""
    return [SharingLinkOut.of(link) for link in checkout.sharing(basket_id, request.context)]


@router.delete("/baskets/{basket_id}/sharing/{token}", response={204: None}, auth=WRITE, summary="End a sharing")
def end_sharing(request: ApiRequest, basket_id: UUID, token: Token, key: Key) -> Status[None]:
    """The link opens nothing any more; names of friends and what they said are erased."""
    checkout.end_sharing(basket_id, token, request.context, idempotency_key=once(request, key))
    return Status(204, None)


@router.post("/baskets/{basket_id}/proposals/{proposal_id}/take", response=BasketOut, auth=WRITE, summary="Take it")
def take_proposal(request: ApiRequest, basket_id: UUID, proposal_id: UUID, key: Key) -> BasketOut:
    """Puts what a friend proposed into the basket."""
    checkout.take_proposal(basket_id, proposal_id, request.context, idempotency_key=once(request, key))
    return BasketOut.of(checkout.view(basket_id, request.context), request.context.locale)


@router.post(
    "/baskets/{basket_id}/proposals/{proposal_id}/decline", response={204: None}, auth=WRITE, summary="Decline it"
)
def decline_proposal(request: ApiRequest, basket_id: UUID, proposal_id: UUID, key: Key) -> Status[None]:
    checkout.decline_proposal(basket_id, proposal_id, request.context, idempotency_key=once(request, key))
    return Status(204, None)


@router.post("/baskets/{basket_id}/comments", response={204: None}, auth=WRITE, summary="Say something to friends")
def comment_own(request: ApiRequest, basket_id: UUID, body: CommentIn, key: Key) -> Status[None]:
    call = once(request, key, body)
    checkout.comment_own(basket_id, body.variant_id, body.text, request.context, idempotency_key=call)
    return Status(204, None)


@router.post("/shared-baskets/{token}/friends", response={201: FriendOut}, auth=WRITE, summary="Join as a friend")
def join_shared(request: ApiRequest, token: Token, body: FriendIn, key: Key) -> Status[FriendOut]:
    call = once(request, key, body)
    asker = address_of(request)
    friend = checkout.join_shared(token, body.name, request.context, asker=asker, idempotency_key=call)
    return Status(201, FriendOut(friend=str(friend)))


@router.post("/shared-baskets/{token}/proposals", response={204: None}, auth=WRITE, summary="Propose a product")
def propose(request: ApiRequest, token: Token, body: ProposeIn, key: Key) -> Status[None]:
    call = once(request, key, body)
    checkout.propose(token, body.friend, body.variant_id, body.quantity, request.context, idempotency_key=call)
    return Status(204, None)


@router.post("/shared-baskets/{token}/comments", response={204: None}, auth=WRITE, summary="Comment as a friend")
def comment_shared(request: ApiRequest, token: Token, body: FriendCommentIn, key: Key) -> Status[None]:
    call = once(request, key, body)
    checkout.comment(token, body.friend, body.variant_id, body.text, request.context, idempotency_key=call)
    return Status(204, None)


@router.put(
    "/shared-baskets/{token}/opinions/{variant_id}", response={204: None}, auth=WRITE, summary="Say what one thinks"
)
def set_opinion(request: ApiRequest, token: Token, variant_id: UUID, body: OpinionIn, key: Key) -> Status[None]:
    call = once(request, key, body)
    checkout.react(token, body.friend, variant_id, body.opinion, request.context, idempotency_key=call)
    return Status(204, None)
