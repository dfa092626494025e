"""Stock for programs of the merchant: what is where, what comes, what moves."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import Text
from comptoir.channels.api.schemas.stock import (
    AdjustIn,
    AheadIn,
    IncomingIn,
    IncomingOut,
    MovedIn,
    MoveIn,
    Name,
    ReceiveIn,
    StockOut,
    TransferIn,
    TransferOut,
)
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment, IncomingDraft, TransferDraft

router = Router(tags=["stock"])
READ = Bearer("stock:read")
WRITE = Bearer("stock:write")
MOST_ARTICLES = 100


@router.get("/stock", response=list[StockOut], auth=READ, summary="Read the stock of articles")
def read_stock(
    request: ApiRequest,
    articles: Annotated[
        Text, Query(max_length=10_000, description="external ids, article numbers or bar codes, with commas between")
    ],
) -> list[StockOut]:
    """At most 100 articles; each place and the network, what comes when, and what may be sold before it is here."""
    codes = [code.strip() for code in articles.split(",") if code.strip()][:MOST_ARTICLES]
    return _stock(request, list(dict.fromkeys(goods.articles(codes, "articles").values())))


@router.post("/stock/adjustments", response=list[StockOut], auth=WRITE, summary="Pieces came or went")
def adjust_stock(request: ApiRequest, body: AdjustIn, key: Key) -> list[StockOut]:
    """All lines or none; each is a movement with its reason."""
    call = once(request, key, body)
    found = goods.articles([line.article for line in body.lines])
    places = goods.places({line.place for line in body.lines})
    inventory.adjust(
        [
            Adjustment(
                variant_id=found[line.article], location_id=places[line.place], quantity=line.quantity
            )
            for line in body.lines
        ],
        kind=body.kind,
        reason=body.reason,
        note=body.note,
        origin=request.context.origin(),
        now=request.context.now,
        idempotency_key=call,
    )
    return _stock(request, list(dict.fromkeys(found.values())))


@router.put("/stock/{article}/ahead", response=StockOut, auth=WRITE, summary="Sell before it is here")
def sell_ahead(request: ApiRequest, article: str, body: AheadIn, key: Key) -> StockOut:
    """In the market of the key's storefront. `most` 0 ends it."""
    call = once(request, key, body)
    variant_id = goods.article(article)
    inventory.sell_ahead(
        variant_id,
        market=request.context.market.code,
        location_id=goods.places([body.place])[body.place],
        kind=body.kind,
        most=body.most,
        sent_from=body.sent_from,
        origin=request.context.origin(),
        now=request.context.now,
        idempotency_key=call,
    )
    return _stock(request, [variant_id])[0]


@router.get("/incoming", response=list[IncomingOut], auth=READ, summary="What is on its way")
def list_incoming(
    request: ApiRequest, state: Literal["", "announced", "received", "cancelled"] = "announced"
) -> list[IncomingOut]:
    """The soonest first, 100 at most."""
    found = inventory.incoming(today=request.context.now.date(), state=state)
    names, codes = catalog.variant_names({line.variant_id for line in found}), goods.place_codes()
    return [IncomingOut.of(line, names, codes) for line in found]


@router.put("/incoming/{external_id}", response=IncomingOut, auth=WRITE, summary="Announce or change a line")
def announce_incoming(request: ApiRequest, external_id: Name, body: IncomingIn, key: Key) -> IncomingOut:
    """A line is known by its external id: sent again with another number or day it is changed."""
    call = once(request, key, body)
    draft = IncomingDraft(
        external_id=external_id,
        reference=body.reference,
        variant_id=goods.articles([body.article])[body.article],
        location_id=goods.places([body.place])[body.place],
        expected=body.expected,
        expected_on=body.expected_on,
    )
    inventory.announce_incoming(
        [draft], origin=request.context.origin(), now=request.context.now, idempotency_key=call
    )
    return _incoming(request, external_id)


@router.post("/incoming/{external_id}/receipts", response=IncomingOut, auth=WRITE, summary="Pieces arrived")
def receive_incoming(request: ApiRequest, external_id: Name, body: ReceiveIn, key: Key) -> IncomingOut:
    """In part or whole; orders that wait for them come first."""
    context = request.context
    inventory.receive_incoming(
        external_id, body.quantity, origin=context.origin(), now=context.now, idempotency_key=once(request, key, body)
    )
    return _incoming(request, external_id)


@router.post("/incoming/{external_id}/cancel", response=IncomingOut, auth=WRITE, summary="The rest will not come")
def cancel_incoming(request: ApiRequest, external_id: Name, key: Key) -> IncomingOut:
    context, call = request.context, once(request, key)
    inventory.cancel_incoming(external_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return _incoming(request, external_id)


@router.get("/transfers", response=list[TransferOut], auth=READ, summary="List transfers")
def list_transfers(
    request: ApiRequest, state: Literal["", "announced", "sent", "received", "cancelled"] = ""
) -> list[TransferOut]:
    """The newest first, 100 at most."""
    found = inventory.transfers(state=state)
    names = catalog.variant_names({line.variant_id for transfer in found for line in transfer.lines})
    codes = goods.place_codes()
    return [TransferOut.of(transfer, names, codes) for transfer in found]


@router.post("/transfers", response=TransferOut, auth=WRITE, summary="Announce a transfer")
def announce_transfer(request: ApiRequest, body: TransferIn, key: Key) -> TransferOut:
    """Nothing moves yet. The same again, by its reference, gives the same transfer."""
    context, call = request.context, once(request, key, body)
    places = goods.places({body.source, body.target})
    found = goods.articles([line.article for line in body.lines])
    draft = TransferDraft(
        reference=body.reference,
        source_id=places[body.source],
        target_id=places[body.target],
        expected_on=body.expected_on,
        lines=tuple((found[line.article], line.quantity) for line in body.lines),
    )
    return _transfer(
        inventory.announce_transfer(draft, origin=context.origin(), now=context.now, idempotency_key=call)
    )


@router.post("/transfers/{transfer_id}/send", response=TransferOut, auth=WRITE, summary="The pieces left")
def send_transfer(request: ApiRequest, transfer_id: UUID, body: MoveIn, key: Key) -> TransferOut:
    context, call = request.context, once(request, key, body)
    inventory.send_transfer(
        transfer_id, _pieces(body.lines), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _transfer(transfer_id)


@router.post("/transfers/{transfer_id}/receive", response=TransferOut, auth=WRITE, summary="The pieces arrived")
def receive_transfer(request: ApiRequest, transfer_id: UUID, body: MoveIn, key: Key) -> TransferOut:
    context, call = request.context, once(request, key, body)
    inventory.receive_transfer(
        transfer_id, _pieces(body.lines), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _transfer(transfer_id)


@router.post("/transfers/{transfer_id}/cancel", response=TransferOut, auth=WRITE, summary="It will not be sent")
def cancel_transfer(request: ApiRequest, transfer_id: UUID, key: Key) -> TransferOut:
    context, call = request.context, once(request, key)
    inventory.cancel_transfer(transfer_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return _transfer(transfer_id)


def _stock(request: ApiRequest, variant_ids: list[UUID]) -> list[StockOut]:
    context = request.context
    found = inventory.outlook(variant_ids, market=context.market.code, today=context.now.date())
    names, codes = catalog.variant_names(variant_ids), goods.place_codes()
    return [StockOut.of(found[variant_id], names[variant_id], codes) for variant_id in variant_ids]


def _incoming(request: ApiRequest, external_id: str) -> IncomingOut:
    line = inventory.incoming_by_id(external_id, today=request.context.now.date())
    return IncomingOut.of(line, catalog.variant_names([line.variant_id]), goods.place_codes())


def _transfer(transfer_id: UUID) -> TransferOut:
    found = inventory.transfer(transfer_id)
    names = catalog.variant_names([line.variant_id for line in found.lines])
    return TransferOut.of(found, names, goods.place_codes())


def _pieces(lines: list[MovedIn]) -> dict[UUID, int]:
    found = goods.articles([line.article for line in lines])
    return {found[line.article]: line.quantity for line in lines}
