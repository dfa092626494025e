"""Orders after they were placed: changed, cancelled by line, split, prepared; notes, tags, terms, export."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Query, Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.routes.orders import State, Token, shown
from comptoir.channels.api.schemas.changes import (
    ChangePreviewOut,
    ConfirmedChangeIn,
    LinesCancelIn,
    NoteIn,
    NoteOut,
    OrderChangeIn,
    ShipmentIn,
    SplitIn,
    TagsOut,
    TermsTextOut,
)
from comptoir.channels.api.schemas.orders import OrderOut
from comptoir.channels.api.schemas.parts import Line, Short
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders

router = Router(tags=["orders"])
READ = Bearer("orders:read")
WRITE = Bearer("orders:write")


@router.post("/orders/{order_id}/changes/preview", response=ChangePreviewOut, summary="What a change would make of it")
def preview_change(request: ApiRequest, order_id: UUID, body: OrderChangeIn, token: Token = "") -> ChangePreviewOut:
    """Changes nothing. What stays keeps its agreed price, what is added has today's."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    seen = orders.preview_change(
        order_id, body.wish(), actor=context.actor, now=context.now, by_buyer=bool(token)
    )
    return ChangePreviewOut.of(seen, context.locale)


@router.post("/orders/{order_id}/changes", response=OrderOut, summary="Change an order")
def change_order(
    request: ApiRequest, order_id: UUID, body: ConfirmedChangeIn, key: Key, token: Token = ""
) -> OrderOut:
    """Until it is prepared, as it was shown by the preview. What it costs less goes back."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    orders.change_order(
        order_id,
        body.wish(),
        version=body.version,
        shown_total=body.shown_total.money(),
        shown_promise=body.shown_promise,
        tender=body.tender.tender() if body.tender else None,
        actor=context.actor,
        now=context.now,
        by_buyer=bool(token),
        idempotency_key=once(request, key, body),
    )
    return shown(request, order_id)


@router.delete("/orders/{order_id}/changes/unpaid", response=OrderOut, summary="Take back a change that is not paid")
def take_back_change(request: ApiRequest, order_id: UUID, key: Key, token: Token = "") -> OrderOut:
    order_for(request, order_id, token, "orders:write")
    context = request.context
    orders.take_back_change(order_id, actor=context.actor, now=context.now, idempotency_key=once(request, key))
    return shown(request, order_id)


@router.post("/orders/{order_id}/lines/cancel", response=OrderOut, summary="Cancel lines of an order")
def cancel_lines(request: ApiRequest, order_id: UUID, body: LinesCancelIn, key: Key, token: Token = "") -> OrderOut:
    """As long as their pieces have not left; exactly what was paid for them goes back."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    orders.cancel_lines(
        order_id,
        body.lines,
        reason=body.reason,
        version=body.version,
        actor=context.actor,
        now=context.now,
        by_buyer=bool(token),
        idempotency_key=once(request, key, body),
    )
    return shown(request, order_id)


@router.post("/orders/{order_id}/split", response={201: OrderOut}, auth=WRITE, summary="Send a part apart")
def split_order(request: ApiRequest, order_id: UUID, body: SplitIn, key: Key) -> Status[OrderOut]:
    """From another place, or later; the part has a promise of its own."""
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.split_order(
        order_id,
        body.shipment_id,
        body.pieces,
        place=body.place,
        day=body.day,
        version=body.version,
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, shown(request, order_id))


@router.post("/orders/{order_id}/prepare", response=OrderOut, auth=WRITE, summary="Its pieces are being collected")
def start_preparing(request: ApiRequest, order_id: UUID, body: ShipmentIn, key: Key) -> OrderOut:
    """From now on the order stays as it is."""
    order_for(request, order_id, "", "orders:write")
    context, once_only = request.context, once(request, key, body)
    orders.start_preparing(
        order_id, shipment_id=body.shipment_id, actor=context.actor, now=context.now, idempotency_key=once_only
    )
    return shown(request, order_id)


@router.post("/orders/{order_id}/unprepare", response=OrderOut, auth=WRITE, summary="Its pieces were put back")
def stop_preparing(request: ApiRequest, order_id: UUID, body: ShipmentIn, key: Key) -> OrderOut:
    order_for(request, order_id, "", "orders:write")
    context, once_only = request.context, once(request, key, body)
    orders.stop_preparing(
        order_id, shipment_id=body.shipment_id, actor=context.actor, now=context.now, idempotency_key=once_only
    )
    return shown(request, order_id)


@router.get("/orders/{order_id}/notes", response=list[NoteOut], auth=READ, summary="Notes of the staff")
def notes(request: ApiRequest, order_id: UUID) -> list[NoteOut]:
    """The latest first; never shown to the buyer."""
    order_for(request, order_id, "", "orders:read")
    return [NoteOut.of(note) for note in orders.notes(order_id)]


@router.post("/orders/{order_id}/notes", response={201: list[NoteOut]}, auth=WRITE, summary="Write a note")
def add_note(request: ApiRequest, order_id: UUID, body: NoteIn, key: Key) -> Status[list[NoteOut]]:
    order_for(request, order_id, "", "orders:write")
    context, once_only = request.context, once(request, key, body)
    orders.add_note(order_id, body.text, actor=context.actor, now=context.now, idempotency_key=once_only)
    return Status(201, [NoteOut.of(note) for note in orders.notes(order_id)])


@router.get("/orders/{order_id}/tags", response=TagsOut, auth=READ, summary="Tags of an order")
def tags(request: ApiRequest, order_id: UUID) -> TagsOut:
    order_for(request, order_id, "", "orders:read")
    return TagsOut(tags=list(orders.tags_of([order_id]).get(order_id, ())))


@router.put("/orders/{order_id}/tags/{tag}", response=TagsOut, auth=WRITE, summary="Put a tag on an order")
def tag_order(request: ApiRequest, order_id: UUID, tag: Short, key: Key) -> TagsOut:
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.tag_order(order_id, tag, actor=context.actor, now=context.now, idempotency_key=once(request, key))
    return tags(request, order_id)


@router.delete("/orders/{order_id}/tags/{tag}", response=TagsOut, auth=WRITE, summary="Take a tag off an order")
def untag_order(request: ApiRequest, order_id: UUID, tag: Short, key: Key) -> TagsOut:
    order_for(request, order_id, "", "orders:write")
    context = request.context
    orders.untag_order(order_id, tag, actor=context.actor, now=context.now, idempotency_key=once(request, key))
    return tags(request, order_id)


@router.get("/orders/{order_id}/terms", response=TermsTextOut, summary="The terms that the buyer accepted")
def terms(request: ApiRequest, order_id: UUID, token: Token = "") -> TermsTextOut:
    found = order_for(request, order_id, token, "orders:read").terms
    if found is None:
        raise NotFound()
    return TermsTextOut.with_text(found)


@router.get("/orders/export.csv", auth=READ, summary="Orders and their lines as a table")
def export_csv(
    request: ApiRequest,
    search: Annotated[Line, Query("", description="as in the list of orders")],
    since: Annotated[date | None, Query(None, description="placed on this day (UTC) or later")],
    until: Annotated[date | None, Query(None, description="placed on this day (UTC) or before")],
    state: State | None = None,
    channel: Short = "",
    tag: Short = "",
) -> StreamingHttpResponse:
    """CSV in UTF-8, streamed; columns are only ever added at the end. Those of the key's storefront."""
    assert request.caller  # READ lets nobody in without a key
    wanted = orders.OrderFilter(
        text=search,
        states=(state,) if state else (),
        channel=channel,
        tag=tag,
        storefront=request.caller.storefront,
        since=since,
        until=until,
    )
    context = request.context
    rows = orders.export_csv(wanted, locale=context.locale, personal=True, until=context.now)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="orders.csv"'
    return response
