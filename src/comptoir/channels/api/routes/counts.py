"""Counts for handheld programs: two people enter figures, somebody approves."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.stock import CounterIn, CountIn, CountOut, DecideIn, FigureIn
from comptoir.inventory import facade as inventory

router = Router(tags=["stock"])
READ = Bearer("stock:read")
WRITE = Bearer("stock:write")


@router.get("/counts", response=list[CountOut], auth=READ, summary="List counts")
def list_counts(
    request: ApiRequest, state: Literal["", "open", "compared", "approved", "cancelled"] = ""
) -> list[CountOut]:
    """The newest first, 50 at most."""
    found = inventory.counts(state=state)
    names = catalog.variant_names({line.variant_id for count in found for line in count.lines})
    codes = goods.place_codes()
    return [CountOut.of(count, names, codes) for count in found]


@router.post("/counts", response=CountOut, auth=WRITE, summary="Have a place counted")
def open_count(request: ApiRequest, body: CountIn, key: Key) -> CountOut:
    call = once(request, key, body)
    variants = goods.articles(body.articles, "articles")
    count_id = inventory.open_count(
        goods.places([body.place])[body.place], section=body.section, variant_ids=list(variants.values()),
        origin=request.context.origin(), now=request.context.now, idempotency_key=call,
    )  # fmt: skip
    return _count(count_id)


@router.get("/counts/{count_id}", response=CountOut, auth=READ, summary="Read a count")
def read_count(request: ApiRequest, count_id: UUID) -> CountOut:
    return _count(count_id)


@router.post("/counts/{count_id}/figures", response=CountOut, auth=WRITE, summary="Somebody counted an article")
def enter_figure(request: ApiRequest, count_id: UUID, body: FigureIn, key: Key) -> CountOut:
    """The first two counters of an open count; once both are done, anybody, for what differs."""
    call = once(request, key, body)
    inventory.enter_figure(
        count_id, goods.articles([body.article])[body.article], body.pieces, counter=_counter(request, body.counter),
        add=body.add, origin=request.context.origin(), now=request.context.now, idempotency_key=call,
    )  # fmt: skip
    return _count(count_id)


@router.post("/counts/{count_id}/finish", response=CountOut, auth=WRITE, summary="A counter is done")
def finish_count(request: ApiRequest, count_id: UUID, body: CounterIn, key: Key) -> CountOut:
    """What they did not enter, they did not find."""
    context, call = request.context, once(request, key, body)
    inventory.finish_count(
        count_id, counter=_counter(request, body.counter), origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return _count(count_id)


@router.post("/counts/{count_id}/decide", response=CountOut, auth=WRITE, summary="Decide a figure that differs")
def decide_figure(request: ApiRequest, count_id: UUID, body: DecideIn, key: Key) -> CountOut:
    context, call = request.context, once(request, key, body)
    variant_id = goods.articles([body.article])[body.article]
    inventory.decide_figure(
        count_id, variant_id, body.pieces, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _count(count_id)


@router.post("/counts/{count_id}/approve", response=CountOut, auth=WRITE, summary="Book the differences")
def approve_count(request: ApiRequest, count_id: UUID, key: Key) -> CountOut:
    context, call = request.context, once(request, key)
    inventory.approve_count(count_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return _count(count_id)


@router.post("/counts/{count_id}/cancel", response=CountOut, auth=WRITE, summary="Forget a count")
def cancel_count(request: ApiRequest, count_id: UUID, key: Key) -> CountOut:
    context, call = request.context, once(request, key)
    inventory.cancel_count(count_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return _count(count_id)


def _counter(request: ApiRequest, name: str) -> str:
    """Two programs may both know an Ana."""
    return f"{request.context.actor[:39]}/{name}"


def _count(count_id: UUID) -> CountOut:
    found = inventory.count(count_id)
    names = catalog.variant_names([line.variant_id for line in found.lines])
    return CountOut.of(found, names, goods.place_codes())
