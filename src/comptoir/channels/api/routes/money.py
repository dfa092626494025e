"""Refunds, gift cards and store credit."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from comptoir.accounts import facade as accounts
from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.schemas.money import (
    CodeIn,
    CreditOut,
    DisputePage,
    IssuedOut,
    IssueIn,
    RefundAgainIn,
    RefundIn,
    RefundOut,
    StoredValueOut,
    TopUpIn,
)
from comptoir.channels.api.schemas.orders import OrderOut
from comptoir.channels.api.schemas.parts import Line, PageNumber, PageSize
from comptoir.invoicing import facade as invoicing
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.payments.contracts import StoredValueInfo

router = Router(tags=["money"])
WRITE = Bearer("payments:write")


@router.post("/orders/{order_id}/refunds", response={201: OrderOut}, auth=WRITE, summary="Give money back")
def refund(request: ApiRequest, order_id: UUID, body: RefundIn, key: Key) -> Status[OrderOut]:
    """For pieces, lines and delivery that are named, or an amount, or all of what came. Each refund is then told to
    its provider: read the order to see how it went."""
    order_for(request, order_id, "", "payments:write")
    context = request.context
    orders.refund(
        order_id,
        amount=body.amount.money() if body.amount else None,
        wish=body.wish(),
        reason=body.reason,
        as_credit=body.as_credit,
        shown=body.shown.money() if body.shown else None,
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, OrderOut.of(orders.get(order_id), context.locale))


@router.post(
    "/orders/{order_id}/refunds/{refund_id}/again",
    response={201: OrderOut},
    auth=WRITE,
    summary="Try a refused refund again",
)
def refund_again(
    request: ApiRequest,
    order_id: UUID,
    refund_id: UUID,
    body: RefundAgainIn,
    key: Key,
) -> Status[OrderOut]:
    """By the same means, or as store credit instead."""
    order_for(request, order_id, "", "payments:write")
    context = request.context
    orders.refund_again(
        order_id,
        refund_id,
        as_credit=body.as_credit,
        actor=context.actor,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, OrderOut.of(orders.get(order_id), context.locale))


@router.get("/orders/{order_id}/refunds", response=list[RefundOut], summary="Refunds of an order")
def refunds_of(request: ApiRequest, order_id: UUID, token: Line = "") -> list[RefundOut]:
    """What was paid back and what is on its way, the oldest first: for its buyer, by the token of its link, or a key
    with orders:read."""
    order = order_for(request, order_id, token, "orders:read")
    found = orders.refunds_of(order)
    notes = invoicing.credit_notes_of(order_id, found)
    return [RefundOut.of(each, notes.get(each.id), request.context.locale) for each in found]


@router.get("/orders/{order_id}/credits", response=list[CreditOut], summary="Store credits of an order")
def credits_of(request: ApiRequest, order_id: UUID, token: Line = "") -> list[CreditOut]:
    """For its buyer, by the token of its link, or a key with payments:write."""
    order_for(request, order_id, token, "payments:write")
    return [
        CreditOut(code=code, available=StoredValueOut.of(found).available)
        for found, code in payments.credits_of(order_id, now=request.context.now)
    ]


@router.post("/stored-values", response={201: IssuedOut}, auth=WRITE, summary="Issue a gift card or store credit")
def issue(request: ApiRequest, body: IssueIn, key: Key) -> Status[IssuedOut]:
    context = request.context
    issued = payments.issue(
        kind=body.kind,
        amount=body.amount.money(),
        reason=body.reason,
        customer_id=body.customer_id,
        expires_at=body.expires_at,
        origin=context.origin(),
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, IssuedOut.of(issued))


@router.post("/stored-values/balance", response=StoredValueOut, summary="What a code is worth")
def balance(request: ApiRequest, body: CodeIn) -> StoredValueOut:
    """Public: the code opens it. Ten unknown codes within an hour from one address, and it answers no more."""
    asker = request.caller.actor if request.caller else f"address:{accounts.address(request)}"
    return StoredValueOut.of(payments.find_code(body.code, asker=asker, now=request.context.now))


@router.get("/stored-values/{account_id}", response=StoredValueOut, auth=WRITE, summary="Read a stored value")
def read(request: ApiRequest, account_id: UUID) -> StoredValueOut:
    return StoredValueOut.of(_own(request, account_id))


@router.post("/stored-values/{account_id}/top-ups", response=StoredValueOut, auth=WRITE, summary="Top it up")
def top_up(request: ApiRequest, account_id: UUID, body: TopUpIn, key: Key) -> StoredValueOut:
    _own(request, account_id)
    context = request.context
    payments.top_up(
        account_id,
        amount=body.amount.money(),
        reason=body.reason,
        origin=context.origin(),
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return StoredValueOut.of(_own(request, account_id))


@router.post("/stored-values/{account_id}/block", response=StoredValueOut, auth=WRITE, summary="Block it")
def block(request: ApiRequest, account_id: UUID, key: Key) -> StoredValueOut:
    """Calling again changes nothing."""
    _own(request, account_id)
    context, call = request.context, once(request, key)
    payments.block(account_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return StoredValueOut.of(_own(request, account_id))


@router.post("/stored-values/{account_id}/unblock", response=StoredValueOut, auth=WRITE, summary="Unblock it")
def unblock(request: ApiRequest, account_id: UUID, key: Key) -> StoredValueOut:
    """Calling again changes nothing."""
    _own(request, account_id)
    context, call = request.context, once(request, key)
    payments.unblock(account_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return StoredValueOut.of(_own(request, account_id))


def _own(request: ApiRequest, account_id: UUID) -> StoredValueInfo:
    """Of the legal entity of the key's storefront; another's does not exist for it."""
    return payments.stored_value(
        account_id, legal_entity=request.context.market.legal_entity, now=request.context.now
    )


@router.get("/disputes", response=DisputePage, auth=WRITE, summary="List disputed payments")
def list_disputes(
    request: ApiRequest,
    response: HttpResponse,
    state: Literal["open", "won", "lost"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> DisputePage:
    """Those of the key's storefront, the latest first. Evidence is given at the provider."""
    assert request.caller  # WRITE lets nobody in without a key
    found = payments.disputes(storefront=request.caller.storefront, state=state or "", page=page, size=size)
    asked = {"state": state} if state else {}
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), asked)
    return DisputePage.of(found)
