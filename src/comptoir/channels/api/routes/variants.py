"""Variants that the options of a product make, for programs of the merchant."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from comptoir.assortment import facade as assortment
from comptoir.assortment.contracts import Combination, NewVariant
from comptoir.catalog import facade as catalog
from comptoir.channels.api import goods
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.errors import ScopeMissing
from comptoir.channels.api.schemas.variants import CombinationOut, MadeOut, RetiredOut, RetireIn, VariantsIn
from comptoir.kit.refusals import NotFound

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.post("/variants/preview", response=list[CombinationOut], summary="See the variants that options make")
def preview_variants(request: ApiRequest, body: VariantsIn) -> list[CombinationOut]:
    """Changes nothing, so it needs no Idempotency-Key."""
    return [CombinationOut.of(one, request.context.locale) for one in _foreseen(request, _product(body), body)]


@router.post("/variants", response=MadeOut, summary="Make the variants of options")
def make_variants(request: ApiRequest, body: VariantsIn, key: Key) -> MadeOut:
    """All of them but those in `without`, or none. What is there stays as it is. A price needs `prices:write`."""
    if body.price and request.caller and "prices:write" not in request.caller.scopes:
        raise ScopeMissing(scope="prices:write")
    call, context = once(request, key, body), request.context
    product_id = _product(body)
    found = [one for one in _foreseen(request, product_id, body) if one.sku not in body.without]
    made = assortment.generate_variants(
        product_id,
        [
            NewVariant(choices=one.choices, sku=one.sku, price=one.price if body.price else None)
            for one in found
        ],
        market=context.market.code, origin=context.origin(), now=context.now, idempotency_key=call,
    )  # fmt: skip
    return MadeOut(made=list(made.made), kept=list(made.kept))


@router.post("/variants/retire", response=RetiredOut, summary="Take back variants that were never sold")
def retire_variants(request: ApiRequest, body: RetireIn, key: Key) -> RetiredOut:
    """All or none; refused when one of them was ever sold, reserved or stocked."""
    call, context = once(request, key, body), request.context
    found = goods.articles(list(body.articles), "articles")
    retired = assortment.retire_variants(
        list(dict.fromkeys(found.values())), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return RetiredOut(retired=retired)


def _foreseen(request: ApiRequest, product_id: UUID, body: VariantsIn) -> list[Combination]:
    return assortment.foresee_variants(
        product_id, body.asked(), pattern=body.pattern, price=body.price.money() if body.price else None,
        market=request.context.market,
    )  # fmt: skip


def _product(body: VariantsIn) -> UUID:
    found = catalog.products_called([body.product]).get(body.product)
    if found is None:
        raise NotFound()
    return found
