"""What a merchant offers: promotions, their codes and what they cost. For programs of the merchant."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import PageNumber, PageSize, Short
from comptoir.channels.api.schemas.promotions import (
    CodesIn,
    CodesMadeOut,
    PromotionChangeIn,
    PromotionCodeOut,
    PromotionIn,
    PromotionOut,
    PromotionPage,
    SwitchIn,
)
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit.refusals import NotFound
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Promotion

router = Router(tags=["promotions"])
MERCHANT = Bearer("prices:write")


@router.get("/promotions", response=PromotionPage, auth=MERCHANT, summary="List promotions")
def list_promotions(
    request: ApiRequest, search: Short = "", page: PageNumber = 1, size: PageSize = 50
) -> PromotionPage:
    """Of the market of the key's storefront; `search` looks into names and codes."""
    found = promotions.find(market=request.context.market.code, search=search, page=page, size=size)
    return PromotionPage.of(found, _told(request, list(found.items)))


@router.post("/promotions", response={201: PromotionOut}, auth=MERCHANT, summary="Create a promotion")
def create_promotion(
    request: ApiRequest, response: HttpResponse, body: PromotionIn, key: Key
) -> Status[PromotionOut]:
    """In the market of the key's storefront. Less for everybody without a code or a condition is refused: that is a
    reduction of the price, to be announced as one (Directive 98/6/EC art. 6a)."""
    context, call = request.context, once(request, key, body)
    promotion_id = promotions.create_promotion(
        body.terms(), market=context.market.code, currency=context.currency, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    response["Location"] = f"{request.path}/{promotion_id}"
    return Status(201, _shown(request, promotion_id))


@router.get("/promotions/{promotion_id}", response=PromotionOut, auth=MERCHANT, summary="Read a promotion")
def read_promotion(request: ApiRequest, promotion_id: UUID) -> PromotionOut:
    return _shown(request, promotion_id)


@router.put("/promotions/{promotion_id}", response=PromotionOut, auth=MERCHANT, summary="Change a promotion")
def change_promotion(
    request: ApiRequest, promotion_id: UUID, body: PromotionChangeIn, key: Key
) -> PromotionOut:
    """Orders that were placed keep what they had."""
    context, call = request.context, once(request, key, body)
    _own(request, promotion_id)
    given = PromotionIn(**body.model_dump(exclude={"version"}))
    promotions.change_promotion(
        promotion_id, given.terms(), version=body.version, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return _shown(request, promotion_id)


@router.put("/promotions/{promotion_id}/switch", response=PromotionOut, auth=MERCHANT, summary="Switch it on or off")
def switch_promotion(request: ApiRequest, promotion_id: UUID, body: SwitchIn, key: Key) -> PromotionOut:
    context, call = request.context, once(request, key, body)
    _own(request, promotion_id)
    promotions.switch_promotion(
        promotion_id, on=body.is_on, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return _shown(request, promotion_id)


@router.post("/promotions/{promotion_id}/end", response=PromotionOut, auth=MERCHANT, summary="End a promotion now")
def end_promotion(request: ApiRequest, promotion_id: UUID, key: Key) -> PromotionOut:
    """For good."""
    context, call = request.context, once(request, key)
    _own(request, promotion_id)
    promotions.end_promotion(promotion_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return _shown(request, promotion_id)


@router.get(
    "/promotions/{promotion_id}/codes", response=list[PromotionCodeOut], auth=MERCHANT, summary="Read its codes"
)
def list_promotion_codes(request: ApiRequest, promotion_id: UUID) -> list[PromotionCodeOut]:
    """All of them, the one for everybody first."""
    _own(request, promotion_id)
    return [PromotionCodeOut.of(code) for code in promotions.codes(promotion_id)]


@router.post("/promotions/{promotion_id}/codes", response=CodesMadeOut, auth=MERCHANT, summary="Make codes")
def make_promotion_codes(request: ApiRequest, promotion_id: UUID, body: CodesIn, key: Key) -> CodesMadeOut:
    """That nobody can guess, each for one order."""
    context, call = request.context, once(request, key, body)
    _own(request, promotion_id)
    made = promotions.make_codes(
        promotion_id, body.count, prefix=body.prefix, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return CodesMadeOut(made=made)


def _own(request: ApiRequest, promotion_id: UUID) -> Promotion:
    """Of the market of the key's storefront. Refuses NotFound."""
    found = promotions.get(promotion_id)
    if found.market != request.context.market.code:
        raise NotFound()
    return found


def _shown(request: ApiRequest, promotion_id: UUID) -> PromotionOut:
    return _told(request, [_own(request, promotion_id)])[0]


def _told(request: ApiRequest, found: list[Promotion]) -> list[PromotionOut]:
    context = request.context
    figures = promotions.figures([each.id for each in found])
    return [
        PromotionOut.of_(
            each, figures[each.id],
            promotions.sentence(
                each.terms, context.market, context.locale, now=context.now,
                ways=fulfilment.named(each.terms.ways, context) if each.terms.ways else (),
            ),
        )
        for each in found
    ]  # fmt: skip
