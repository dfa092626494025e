"""Baskets, and turning one into an order. Public: the basket's id, which nobody can guess, opens it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, named, once
from comptoir.channels.api.limits import asker_of
from comptoir.channels.api.schemas.baskets import (
    BasketIn,
    BasketOut,
    ContactIn,
    DeliveryIn,
    PlacedOut,
    PlaceIn,
    QuantityIn,
    WishIn,
)
from comptoir.channels.api.schemas.parts import Short
from comptoir.channels.api.schemas.promotions import CodeIn
from comptoir.channels.api.steps import noting
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import PlaceOrder
from comptoir.consent import facade as consent
from comptoir.consent.contracts import API
from comptoir.kit.refusals import Invalid

router = Router(tags=["baskets"])
READ = Bearer("baskets:read", guests=True)
WRITE = Bearer("baskets:write", guests=True)


@router.post("/baskets", response={201: BasketOut}, auth=WRITE, summary="Open a basket")
def open_basket(
    request: ApiRequest, response: HttpResponse, key: Key, body: BasketIn | None = None
) -> Status[BasketOut]:
    """Empty, or with all that is known already: lines, buyer, way to deliver. What is wrong in one of them is refused,
    and no basket is made.

    A program with an API key that sends the call again gets the same basket. A guest gets a new one each time,
    since two guests may send the same key; a basket too many harms nobody."""
    call = once(request, key, body) if request.caller else None
    if body is None:
        basket_id = checkout.open_basket(request.context, idempotency_key=call)
    else:
        basket_id = checkout.fill_basket(body.filled(), request.context, idempotency_key=call)
        for step in ("buyer",) * bool(body.buyer) + ("delivery",) * bool(body.delivery):
            checkout.completed(basket_id, step, request.context)
    response["Location"] = f"{request.path}/{basket_id}"
    return Status(201, _shown(request, basket_id))


@router.get("/baskets/{basket_id}", response=BasketOut, auth=READ, summary="Read a basket")
def read_basket(request: ApiRequest, basket_id: UUID) -> BasketOut:
    """Re-checked against prices, stock and dates of this moment; `notices` say what changed."""
    return _shown(request, basket_id)


@router.post("/baskets/{basket_id}/lines", response=BasketOut, auth=WRITE, summary="Put pieces in")
def add_line(request: ApiRequest, basket_id: UUID, body: WishIn, key: Key) -> BasketOut:
    """Adds to what is there of the same variant already."""
    call = once(request, key, body)
    checkout.add(basket_id, body.variant_id, body.quantity, request.context, idempotency_key=call)
    return _shown(request, basket_id)


@router.put("/baskets/{basket_id}/lines/{variant_id}", response=BasketOut, auth=WRITE, summary="Set how many")
def set_line(
    request: ApiRequest,
    basket_id: UUID,
    variant_id: UUID,
    body: QuantityIn,
    key: Key,
) -> BasketOut:
    call = once(request, key, body)
    checkout.set_quantity(basket_id, variant_id, body.quantity, request.context, idempotency_key=call)
    return _shown(request, basket_id)


@router.delete("/baskets/{basket_id}/lines/{variant_id}", response=BasketOut, auth=WRITE, summary="Take a line out")
def remove_line(
    request: ApiRequest,
    basket_id: UUID,
    variant_id: UUID,
    key: Key,
) -> BasketOut:
    checkout.set_quantity(basket_id, variant_id, 0, request.context, idempotency_key=once(request, key))
    return _shown(request, basket_id)


@router.post("/baskets/{basket_id}/codes", response=BasketOut, auth=WRITE, summary="Type a promotion code")
def enter_code(request: ApiRequest, basket_id: UUID, body: CodeIn, key: Key) -> BasketOut:
    """It stays with the basket, whose `codes` say what it does. A code that is unknown, not yet or no longer valid,
    used up or for others is refused; so are too many tries."""
    call, asker = once(request, key, body), asker_of(request)
    checkout.enter_code(basket_id, body.code, request.context, asker=asker, idempotency_key=call)
    return _shown(request, basket_id)


@router.delete("/baskets/{basket_id}/codes/{code}", response=BasketOut, auth=WRITE, summary="Take a code out")
def remove_code(request: ApiRequest, basket_id: UUID, code: Short, key: Key) -> BasketOut:
    checkout.remove_code(basket_id, code, request.context, idempotency_key=once(request, key))
    return _shown(request, basket_id)


@router.put("/baskets/{basket_id}/buyer", response=BasketOut, auth=WRITE, summary="Say who orders")
def set_buyer(request: ApiRequest, basket_id: UUID, body: ContactIn, key: Key) -> BasketOut:
    call = once(request, key, body)
    with noting(request, basket_id, "buyer"):
        checkout.prepare(basket_id, request.context, contact=body.contact(), idempotency_key=call)
    return _shown(request, basket_id)


@router.put("/baskets/{basket_id}/delivery", response=BasketOut, auth=WRITE, summary="Choose how it comes")
def set_delivery(request: ApiRequest, basket_id: UUID, body: DeliveryIn, key: Key) -> BasketOut:
    call = once(request, key, body)
    with noting(request, basket_id, "delivery"):
        checkout.prepare(
            basket_id,
            request.context,
            delivery=body.delivery,
            country=body.country or "",
            postcode=body.postcode,
            idempotency_key=call,
        )
    return _shown(request, basket_id)


@router.post("/baskets/{basket_id}/order", response={201: PlacedOut}, auth=WRITE, summary="Order, with payment")
def place_order(
    request: ApiRequest,
    response: HttpResponse,
    basket_id: UUID,
    body: PlaceIn,
    key: Key,
) -> Status[PlacedOut]:
    """Places an order that has to be paid. It is refused when total or promise are no longer those that were
    shown; then nothing was written. The payment follows: read the order until its state says how it went."""
    wanted = PlaceOrder(
        basket_id=basket_id,
        shown_total=body.shown_total.money(),
        shown_promise=body.shown_promise,
        tenders=tuple(tender.tender() for tender in body.tenders),
        context=request.context,
        supply_agreed=body.supply_agreed,
        idempotency_key=named(request, key, body),
    )
    told = checkout.view(basket_id, request.context) if body.similar else None
    if told and not consent.allowed_in(told.country):
        raise Invalid({"similar": "not_a_choice"})
    with noting(request, basket_id, "order"):
        order = checkout.place_order(wanted)
    if told and told.contact and body.similar:
        consent.note_similar(
            told.contact.email, request.context, country=told.country, wording=body.similar.wording,
            refused=body.similar.refused, means=API,
        )  # fmt: skip
    prefix = request.path.partition("/baskets/")[0]
    response["Content-Language"] = order.locale
    response["Location"] = f"{prefix}/orders/{order.order_id}?token={order.link}"
    return Status(201, PlacedOut.of(order))


def _shown(request: ApiRequest, basket_id: UUID) -> BasketOut:
    return BasketOut.of(checkout.view(basket_id, request.context), request.context.locale)
