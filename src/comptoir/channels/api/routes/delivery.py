"""The ways of delivery of a market and what they cost, for programs of the merchant."""

from __future__ import annotations

from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.delivery import MethodIn, MethodOut, MethodStateIn, NewMethodIn, RatesIn
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import MethodInfo
from comptoir.kit.refusals import NotFound

router = Router(tags=["delivery"], auth=Bearer("prices:write"))


@router.get("/delivery-methods", response=list[MethodOut], summary="List ways of delivery")
def list_delivery_methods(request: ApiRequest) -> list[MethodOut]:
    """Of the market of the key's storefront, in the order in which they are offered; those switched off too."""
    return [MethodOut.of(each) for each in fulfilment.set_up(request.context.market.code)]


@router.post("/delivery-methods", response={201: MethodOut}, summary="Add a way of delivery")
def add_delivery_method(request: ApiRequest, body: NewMethodIn, key: Key) -> Status[MethodOut]:
    """A way of the kind `ship` goes nowhere before its prices are set."""
    context, call = request.context, once(request, key, body)
    fulfilment.add_method(
        code=body.code, kind=body.kind, market=context.market.code, **body.terms().values, origin=context.origin(),
        now=context.now, idempotency_key=call,
    )  # fmt: skip
    return Status(201, MethodOut.of(fulfilment.method(body.code)))


@router.get("/delivery-methods/{code}", response=MethodOut, summary="Read a way of delivery")
def read_delivery_method(request: ApiRequest, code: str) -> MethodOut:
    return MethodOut.of(_here(request, code))


@router.put("/delivery-methods/{code}", response=MethodOut, summary="Change a way of delivery")
def change_delivery_method(request: ApiRequest, code: str, body: MethodIn, key: Key) -> MethodOut:
    """For orders from now on: what was promised stays promised. What is left out is as for a new way."""
    context, call, method = request.context, once(request, key, body), _here(request, code)
    fulfilment.change_method(
        method.code, body.terms(), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return MethodOut.of(fulfilment.method(method.code))


@router.put("/delivery-methods/{code}/state", response=MethodOut, summary="Switch a way of delivery on or off")
def switch_delivery_method(request: ApiRequest, code: str, body: MethodStateIn, key: Key) -> MethodOut:
    """None is ever deleted: orders that have a way keep it."""
    context, call, method = request.context, once(request, key, body), _here(request, code)
    fulfilment.switch_method(
        method.code, active=body.active, nobody_can_order=body.nobody_can_order, origin=context.origin(),
        now=context.now, idempotency_key=call,
    )  # fmt: skip
    return MethodOut.of(fulfilment.method(method.code))


@router.put("/delivery-methods/{code}/rates", response=MethodOut, summary="Replace the prices of a way of delivery")
def set_delivery_rates(request: ApiRequest, code: str, body: RatesIn, key: Key) -> MethodOut:
    """The whole table, in the currency of the market, or nothing of it."""
    context, call, method = request.context, once(request, key, body), _here(request, code)
    fulfilment.set_rates(
        method.code, [rate.rate() for rate in body.rates], version=body.version, origin=context.origin(),
        now=context.now, idempotency_key=call,
    )  # fmt: skip
    return MethodOut.of(fulfilment.method(method.code))


def _here(request: ApiRequest, code: str) -> MethodInfo:
    """A way of another market does not exist for a key. Refuses NotFound."""
    method = fulfilment.method(code)
    if method.market != request.context.market.code:
        raise NotFound()
    return method
