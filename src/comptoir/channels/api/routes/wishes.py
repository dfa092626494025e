"""Tell me when it is back, and what people wait for."""

from __future__ import annotations

from ninja import Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.wishes import DemandOut, WaitIn, WaitOut
from comptoir.kit.refusals import NotFound
from comptoir.wishes import facade as wishes

router = Router(tags=["wishes"])


@router.post(
    "/stock-requests", response={201: WaitOut}, auth=Bearer("baskets:write"), summary="Ask to be told when it is back"
)
def ask_when_back(request: ApiRequest, body: WaitIn, key: Key) -> tuple[int, WaitOut]:
    """One message to this address when it is for sale again; then the address is forgotten. `token` ends it."""
    context, call = request.context, once(request, key, body)
    variant_id = goods.articles([body.article])[body.article]
    token = wishes.ask_when_back(variant_id, body.email, context, idempotency_key=call)
    return 201, WaitOut(token=token)


@router.get("/stock-requests/{token}", response=WaitOut, auth=Bearer("baskets:read"), summary="Whether it still waits")
def read_stock_request(request: ApiRequest, token: str) -> WaitOut:
    """Never whose it is."""
    found = wishes.request_of(token)
    if found is None or found.answered_at is not None:
        raise NotFound()
    return WaitOut(token=found.token)


@router.get("/demand", response=list[DemandOut], auth=Bearer("stock:read"), summary="What people wait for")
def list_demand(request: ApiRequest) -> list[DemandOut]:
    """The most wanted first, 500 at most; how many, not who."""
    found = wishes.demand()
    names = catalog.variant_names([one.variant_id for one in found])
    return [DemandOut.of(one, names[one.variant_id]) for one in found if one.variant_id in names]
