"""The exchange with other systems: what changed, everything page by page, and batches by external id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.errors import KeyMissing, ScopeMissing
from comptoir.channels.api.schemas.exchange import (
    BatchIn,
    CompareIn,
    ComparisonOut,
    CustomersIn,
    ItemIn,
    Kind,
    LinkedKind,
    LinkIn,
    OrdersIn,
    OutcomesOut,
    PricesIn,
    ProductsIn,
    RecordOut,
    RecordsOut,
    StockIn,
    SumOut,
)
from comptoir.channels.api.schemas.parts import Line, Moment
from comptoir.interconnect import facade as interconnect
from comptoir.kit.refusals import Invalid, NotFound

router = Router(tags=["exchange"])
# What a key needs to read a kind.
SCOPE_OF = {
    "product": "catalog:read",
    "price": "catalog:read",
    "stock": "stock:read",
    "order": "orders:read",
    "customer": "customers:read",
}
Cursor = Annotated[Line, Query("", description="the cursor of the answer before")]
Limit = Annotated[int, Query(500, ge=1, le=500)]


@router.get("/changes", response=RecordsOut, summary="What changed since a cursor")
def list_changes(
    request: ApiRequest,
    since: Annotated[Line, Query("", description="the cursor of the answer before; `now` for a first one")],
    kinds: Annotated[Line, Query("", description="separated by commas; empty for all that the key may read")],
) -> RecordsOut:
    """Each thing once, as it is now. Nothing is skipped; a thing may come again unchanged."""
    allowed = [kind for kind in interconnect.KINDS if _may(request, kind)]
    if not allowed:
        raise ScopeMissing(scope="catalog:read")
    wanted = [kind.strip() for kind in kinds.split(",") if kind.strip()] or allowed
    for kind in wanted:
        if kind in SCOPE_OF:
            _need(request, kind)
    return RecordsOut.of(interconnect.changes(since, wanted, party=interconnect.party_of(request.context)))


@router.get("/exchange/{kind}", response=RecordsOut, summary="Everything of a kind, page by page")
def list_records(
    request: ApiRequest,
    kind: Kind,
    cursor: Cursor,
    limit: Limit,
    changed_since: Annotated[Moment | None, Query(None, description="products and orders only")],
    state: Annotated[Line, Query("", description="orders only")],
) -> RecordsOut:
    """In an order that does not move while you read."""
    _need(request, kind)
    if changed_since is not None and changed_since.tzinfo is None:
        raise Invalid({"changed_since": "not_valid"})
    party = interconnect.party_of(request.context)
    found = interconnect.listing(
        kind, cursor, party=party, limit=limit, changed_since=changed_since, state=state
    )
    return RecordsOut.of(found)


@router.get("/exchange/{kind}/sums", response=list[SumOut], summary="Checksums to compare by")
def list_sums(request: ApiRequest, kind: Kind) -> list[SumOut]:
    """Sixteen pages; a thing stands on the page of the first digit of its id's SHA-256."""
    _need(request, kind)
    return [SumOut.of(one) for one in interconnect.sums(kind, party=interconnect.party_of(request.context))]


@router.get("/exchange/{kind}/one", response=RecordOut, summary="One thing by its external id")
def read_record(
    request: ApiRequest, kind: Kind, id: Annotated[Line, Query(..., description="as your system calls it")]
) -> RecordOut:
    """An order by its number or linked id, a stock by `variant@place`."""
    _need(request, kind)
    found = interconnect.one(kind, id, party=interconnect.party_of(request.context))
    if found is None:
        raise NotFound()
    return RecordOut.of(found)


@router.post("/exchange/{kind}/compare", response=ComparisonOut, summary="Compare with your listing")
def compare(request: ApiRequest, kind: Kind, body: CompareIn, key: Key) -> ComparisonOut:
    """Names what differs and keeps the report for the staff. Changes nothing else."""
    _need(request, kind)
    context, call = request.context, once(request, key, body)
    theirs = [one.listed() for one in body.items]
    party = interconnect.party_of(context)
    found = interconnect.compare(kind, body.page, theirs, party=party, now=context.now, idempotency_key=call)
    return ComparisonOut.of(found)


@router.post("/exchange/product/batch", response=OutcomesOut, auth=Bearer("catalog:write"), summary="Bring products")
def bring_products(request: ApiRequest, body: ProductsIn, key: Key) -> OutcomesOut:
    """Makes or changes them by external id."""
    return _bring(request, "product", body, body.items, key)


@router.post("/exchange/price/batch", response=OutcomesOut, auth=Bearer("prices:write"), summary="Bring prices")
def bring_prices(request: ApiRequest, body: PricesIn, key: Key) -> OutcomesOut:
    """Of variants, in the market of the key's storefront."""
    return _bring(request, "price", body, body.items, key)


@router.post("/exchange/stock/batch", response=OutcomesOut, auth=Bearer("stock:write"), summary="Bring stock")
def bring_stock(request: ApiRequest, body: StockIn, key: Key) -> OutcomesOut:
    """Counted levels, or differences; a difference that carries a version is booked once however often it comes."""
    wrong = {
        f"items.{index}.on_hand": "missing"
        for index, one in enumerate(body.items)
        if (one.on_hand is None) == (one.change is None) or one.change == 0
    }
    if wrong:
        raise Invalid(wrong)
    return _bring(request, "stock", body, body.items, key)


@router.post(
    "/exchange/customer/batch", response=OutcomesOut, auth=Bearer("customers:write"), summary="Bring customers"
)
def bring_customers(request: ApiRequest, body: CustomersIn, key: Key) -> OutcomesOut:
    """A corrected address holds for what comes; orders keep theirs."""
    return _bring(request, "customer", body, body.items, key)


@router.post("/exchange/order/batch", response=OutcomesOut, auth=Bearer("orders:write"), summary="Move orders on")
def serve_orders(request: ApiRequest, body: OrdersIn, key: Key) -> OutcomesOut:
    """Ready, shipped, delivered or cancelled, by number or linked id."""
    context = request.context
    outcomes = interconnect.serve_orders(
        [one.item() for one in body.items], party=interconnect.party_of(context), key=once(request, key, body),
        now=context.now,
    )  # fmt: skip
    return OutcomesOut.of(outcomes)


@router.put(
    "/exchange/links/{kind}", response={204: None}, auth=Bearer("catalog:write"), summary="Agree on an external id"
)
def put_link(request: ApiRequest, kind: LinkedKind, body: LinkIn, key: Key) -> HttpResponse:
    """The same link again changes nothing."""
    context, call = request.context, once(request, key, body)
    party = interconnect.party_of(context)
    interconnect.link(kind, body.id, body.ours, party=party, now=context.now, idempotency_key=call)
    return HttpResponse(status=204)


def _bring(
    request: ApiRequest, kind: str, body: BatchIn, items: Sequence[ItemIn], key: str
) -> OutcomesOut:
    context = request.context
    return OutcomesOut.of(
        interconnect.bring(
            kind, [one.item() for one in items], party=interconnect.party_of(context),
            all_or_nothing=body.all_or_nothing, key=once(request, key, body), origin=context.origin(), now=context.now,
        )
    )  # fmt: skip


def _may(request: ApiRequest, kind: str) -> bool:
    if request.caller is None:
        raise KeyMissing()
    return SCOPE_OF[kind] in request.caller.scopes


def _need(request: ApiRequest, kind: str) -> None:
    if not _may(request, kind):
        raise ScopeMissing(scope=SCOPE_OF[kind])
