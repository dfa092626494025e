"""Orders: for their buyers by the token of their link, for programs of the staff by keys with scopes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from comptoir.catalog import facade as catalog
from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, opened, order_for
from comptoir.channels.api.schemas.baskets import TenderIn
from comptoir.channels.api.schemas.changes import ShipmentIn
from comptoir.channels.api.schemas.orders import CancelIn, OrderOut, OrderPage, ShipIn, StandingOut
from comptoir.channels.api.schemas.parts import Line, PageNumber, PageSize, Short
from comptoir.orders import facade as orders

router = Router(tags=["orders"])
READ = Bearer("orders:read")
WRITE = Bearer("orders:write")
Token = Line
State = Literal[
    "pending", "confirmed", "ready", "partly_shipped", "shipped", "partly_delivered", "delivered", "cancelled",
    "expired",
]  # fmt: skip


@router.get("/orders", response=OrderPage, auth=READ, summary="List orders")
def list_orders(
    request: ApiRequest,
    response: HttpResponse,
    search: Annotated[Line, Query("", description="start of a number, an e-mail or a name, or a SKU")],
    since: Annotated[date | None, Query(None, description="placed on this day (UTC) or later")],
    until: Annotated[date | None, Query(None, description="placed on this day (UTC) or before")],
    after: Annotated[UUID | None, Query(None, description="id of the last order shown; quicker than page")],
    first_channel: Annotated[Short, Query("", description="channel of the buyer's first order that stands")],
    state: State | None = None,
    channel: Short = "",
    tag: Short = "",
    stands: Annotated[bool, Query(description="only those that figures count: not waiting, cancelled or expired")]
    = False,
    buyer: Annotated[Literal["", "new", "again"], Query(description="whether the buyer had ordered before")] = "",
    first_since: Annotated[date | None, Query(description="the buyer's first order is of this day or later")] = None,
    first_until: Annotated[date | None, Query(description="the buyer's first order is of this day or before")] = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> OrderPage:
    """Those of the key's storefront. To read many, follow the Link header from `after` on: it stays quick, and an order
    that comes meanwhile moves nothing."""
    assert request.caller  # READ lets nobody in without a key
    wanted = orders.OrderFilter(
        text=search,
        states=(state,) if state else (),
        channel=channel,
        tag=tag,
        storefront=request.caller.storefront,
        since=since,
        until=until,
        stands=stands,
        buyer=buyer,
        first_channel=first_channel,
        first_since=first_since,
        first_until=first_until,
    )
    found = orders.find(wanted, page=page, size=size, after=after)
    asked = {
        "search": search, "state": state, "channel": channel, "tag": tag, "since": since, "until": until,
        "stands": stands, "buyer": buyer, "first_channel": first_channel, "first_since": first_since,
        "first_until": first_until,
    }  # fmt: skip
    given = {name: str(value) for name, value in asked.items() if value}
    address = request.build_absolute_uri(request.path)
    if after is None:
        response["Link"] = rules.links(found, address, given)
    elif len(found.items) == size:
        response["Link"] = rules.link_behind(address, given, found.items[-1].id, size)
    return OrderPage.of(found, request.context.locale)


@router.get("/orders/{order_id}", response=OrderOut, summary="Read an order")
def read_order(request: ApiRequest, order_id: UUID, token: Token = "") -> OrderOut:
    """With the token of its link, or a key with orders:read."""
    return OrderOut.of(order_for(request, order_id, token, "orders:read"), request.context.locale)


@router.get("/orders/{order_id}/state", response=StandingOut, summary="Whether it is paid")
def read_state(request: ApiRequest, order_id: UUID, token: Token = "") -> StandingOut:
    """For a page that asks again and again until the payment is settled; as "Read an order", and quicker."""
    order = opened(request, order_id, token, "orders:read", orders.standing)
    return StandingOut.of(order, request.context.locale)


@router.post("/orders/{order_id}/payments", response={201: OrderOut}, summary="Pay by another means")
def pay_again(
    request: ApiRequest,
    order_id: UUID,
    body: TenderIn,
    key: Key,
    token: Token = "",
) -> Status[OrderOut]:
    """For an order whose payment was refused: it was kept, with its stock, for a while."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    orders.pay_again(
        order_id,
        tender=body.tender(),
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, shown(request, order_id))


@router.post("/orders/{order_id}/cancel", response=OrderOut, summary="Cancel an order")
def cancel_order(
    request: ApiRequest,
    order_id: UUID,
    body: CancelIn,
    key: Key,
    token: Token = "",
) -> OrderOut:
    """Until it has left; what was paid goes back."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    orders.cancel(
        order_id,
        reason=body.reason,
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return shown(request, order_id)


@router.post("/orders/{order_id}/ready", response=OrderOut, auth=WRITE, summary="It can be collected")
def mark_ready(request: ApiRequest, order_id: UUID, key: Key) -> OrderOut:
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.mark_ready(order_id, actor=context.actor, now=context.now, idempotency_key=once(request, key))
    return shown(request, order_id)


@router.post("/orders/{order_id}/ship", response=OrderOut, auth=WRITE, summary="A parcel left")
def mark_shipped(request: ApiRequest, order_id: UUID, body: ShipIn, key: Key) -> OrderOut:
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.mark_shipped(
        order_id,
        shipment_id=body.shipment_id,
        tracking_number=body.tracking_number,
        carrier=body.carrier,
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return shown(request, order_id)


@router.post("/orders/{order_id}/supply", response=OrderOut, auth=WRITE, summary="A service was done")
def supply(request: ApiRequest, order_id: UUID, body: ShipmentIn, key: Key) -> OrderOut:
    """Of all services of the order that wait, or of the one that is named. Nothing leaves by parcel; with its last part
    the order is delivered."""
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.supply(
        order_id, nature=catalog.SERVICE, shipment_id=body.shipment_id, actor=context.actor, now=context.now,
        idempotency_key=once(request, key, body),
    )  # fmt: skip
    return shown(request, order_id)


@router.post("/orders/{order_id}/deliver", response=OrderOut, auth=WRITE, summary="The buyer has it")
def mark_delivered(request: ApiRequest, order_id: UUID, key: Key) -> OrderOut:
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.mark_delivered(order_id, actor=context.actor, now=context.now, idempotency_key=once(request, key))
    return shown(request, order_id)


def shown(request: ApiRequest, order_id: UUID) -> OrderOut:
    return OrderOut.of(orders.get(order_id), request.context.locale)
