"""Withdrawals: for buyers by the token of their order's link, for programs of the staff by keys."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from comptoir.aftersales import facade as aftersales
from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.schemas.parts import Line, PageNumber, PageSize
from comptoir.channels.api.schemas.withdrawals import (
    DeclareIn,
    ReturnedIn,
    WithdrawalOut,
    WithdrawalPage,
    WithdrawalRightOut,
)
from comptoir.orders.errors import LinkInvalid

router = Router(tags=["withdrawals"])
READ = Bearer("orders:read")
WRITE = Bearer("orders:write")


@router.get("/orders/{order_id}/withdrawal", response=WithdrawalRightOut, summary="What may be withdrawn from")
def read_right(request: ApiRequest, order_id: UUID, token: Line = "") -> WithdrawalRightOut:
    """Until when, from which lines, and what was declared already."""
    context = request.context
    order = order_for(request, order_id, token, "orders:read")
    right = aftersales.right(order, context.now)
    return WithdrawalRightOut.of(right, aftersales.of_order(order_id), context.locale)


@router.post("/orders/{order_id}/withdrawals", response={201: WithdrawalOut}, summary="Withdraw from the contract")
def declare(request: ApiRequest, order_id: UUID, body: DeclareIn, key: Key, token: Line = "") -> Status[WithdrawalOut]:
    """It binds at once and is acknowledged by e-mail with its content, date and hour."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    made = aftersales.declare(
        order_id,
        quantities=body.lines,
        name=body.name,
        email=body.email,
        locale=context.locale,
        channel=context.channel,
        actor=context.actor,
        now=context.now,
        shown={position: told.money() for position, told in body.shown.items()},
        idempotency_key=once(request, key, body),
    )
    return Status(201, WithdrawalOut.of(made, context.locale))


@router.get("/withdrawals", response=WithdrawalPage, auth=READ, summary="List withdrawals")
def list_withdrawals(
    request: ApiRequest,
    response: HttpResponse,
    state: Literal["declared", "refunding", "refunded"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> WithdrawalPage:
    """Those of the key's storefront, the latest first."""
    assert request.caller  # READ lets nobody in without a key
    found = aftersales.find(storefront=request.caller.storefront, state=state or "", page=page, size=size)
    asked = {"state": state} if state else {}
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), asked)
    return WithdrawalPage.of(found, request.context.locale)


@router.post(
    "/withdrawals/{withdrawal_id}/returned", response=WithdrawalOut, auth=WRITE, summary="The goods are here, or sent"
)
def take_back(request: ApiRequest, withdrawal_id: UUID, body: ReturnedIn, key: Key) -> WithdrawalOut:
    """The first proof gives the money back."""
    assert request.caller  # WRITE lets nobody in without a key
    if aftersales.get(withdrawal_id).storefront != request.caller.storefront:
        raise LinkInvalid()
    context = request.context
    made = aftersales.take_back(
        withdrawal_id,
        evidence=body.evidence,
        proof=body.proof,
        put_back=body.put_back,
        place=body.place,
        actor=context.actor,
        channel=context.channel,
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return WithdrawalOut.of(made, context.locale)
