"""Beside the basket: saved for later, shared by link, and help with an address."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Router, Status
from pydantic import Field

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.schemas.baskets import BasketOut
from comptoir.channels.api.schemas.parts import Country, Line, Short
from comptoir.channels.api.schemas.set_aside import (
    AgainIn,
    AgainOut,
    SetAsideOut,
    SharedLinkOut,
    SharedOut,
    ShareIn,
    TakeIn,
    TakenOut,
    TownOut,
    TownsOut,
    VariantIn,
)
from comptoir.checkout import facade as checkout
from comptoir.customers import facade as customers

router = Router(tags=["baskets"])
READ = Bearer("baskets:read", guests=True)
WRITE = Bearer("baskets:write", guests=True)
Token = Annotated[str, Field(min_length=43, max_length=43, pattern=r"^[A-Za-z0-9_-]*$"), Path()]


@router.get("/baskets/{basket_id}/saved", response=list[SetAsideOut], auth=READ, summary="What is saved for later")
def read_saved(request: ApiRequest, basket_id: UUID) -> list[SetAsideOut]:
    locale = request.context.locale
    return [SetAsideOut.of(line, locale) for line in checkout.saved(basket_id, request.context)]


@router.post("/baskets/{basket_id}/saved", response=BasketOut, auth=WRITE, summary="Save a line for later")
def save_line(request: ApiRequest, basket_id: UUID, body: VariantIn, key: Key) -> BasketOut:
    """Moves the line out of the basket, with its quantity."""
    call = once(request, key, body)
    checkout.save_for_later(basket_id, body.variant_id, request.context, idempotency_key=call)
    return _shown(request, basket_id)


@router.post("/baskets/{basket_id}/saved/{variant_id}/back", response=BasketOut, auth=WRITE, summary="Put back")
def put_back(request: ApiRequest, basket_id: UUID, variant_id: UUID, key: Key) -> BasketOut:
    checkout.put_back(basket_id, variant_id, request.context, idempotency_key=once(request, key))
    return _shown(request, basket_id)


@router.delete("/baskets/{basket_id}/saved/{variant_id}", response={204: None}, auth=WRITE, summary="Forget a line")
def forget_saved(request: ApiRequest, basket_id: UUID, variant_id: UUID, key: Key) -> Status[None]:
    checkout.forget_saved(basket_id, variant_id, request.context, idempotency_key=once(request, key))
    return Status(204, None)


@router.post("/baskets/{basket_id}/share", response={201: SharedLinkOut}, auth=WRITE, summary="Share by link")
def share_basket(
    request: ApiRequest, response: HttpResponse, basket_id: UUID, key: Key, body: ShareIn | None = None
) -> Status[SharedLinkOut]:
    """To look only, goods and quantities as they are now; or for friends, who then propose and comment. The link tells
    nobody who shared them."""
    for_friends = body is not None and body.for_friends
    call = once(request, key, body) if body else once(request, key)
    made = checkout.share(basket_id, request.context, for_friends=for_friends, idempotency_key=call)
    response["Location"] = f"{request.path.partition('/baskets/')[0]}/shared-baskets/{made.token}"
    return Status(201, SharedLinkOut(token=made.token, expires_at=made.expires_at))


@router.get("/shared-baskets/{token}", response=SharedOut, auth=READ, summary="Read a shared basket")
def read_shared_basket(request: ApiRequest, token: Token, friend: UUID | None = None) -> SharedOut:
    """With `friend`, what that friend proposed and thinks is marked."""
    shared = checkout.read_shared(token, request.context, friend_id=friend)
    return SharedOut.of(shared, request.context.locale)


@router.post("/baskets/{basket_id}/take", response=TakenOut, auth=WRITE, summary="Take what was shared")
def take_shared(request: ApiRequest, basket_id: UUID, body: TakeIn, key: Key) -> TakenOut:
    """Where both have a line the larger quantity stays; what is no longer sold is left out."""
    call = once(request, key, body)
    lines = checkout.take_shared(body.token, basket_id, request.context, idempotency_key=call)
    return TakenOut(lines=lines, basket=_shown(request, basket_id))


@router.post("/baskets/{basket_id}/again", response=AgainOut, auth=WRITE, summary="Order again")
def order_again(request: ApiRequest, basket_id: UUID, body: AgainIn, key: Key) -> AgainOut:
    """Put the goods of an order in, at today's prices; with the token of its link, or a key with orders:read. Where
    both have a line the larger quantity stays."""
    order = order_for(request, body.order_id, body.token, "orders:read")
    again = checkout.order_again(order.id, basket_id, request.context, idempotency_key=once(request, key, body))
    return AgainOut(lines=again.lines, left_out=again.left_out, basket=_shown(request, basket_id))


@router.get("/towns", response=TownsOut, auth=READ, summary="Towns of a postcode")
def towns(request: ApiRequest, postcode: Short, town: Line = "", country: Country = "FR") -> TownsOut:
    return TownsOut(
        towns=list(customers.towns(postcode, country=country)),
        suggestions=[TownOut.of(each) for each in customers.suggestions(postcode, town, country=country)],
    )


def _shown(request: ApiRequest, basket_id: UUID) -> BasketOut:
    return BasketOut.of(checkout.view(basket_id, request.context), request.context.locale)
