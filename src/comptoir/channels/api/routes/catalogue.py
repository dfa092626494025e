"""Reading what is for sale. Public: a key is not needed."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.limits import asker_of
from comptoir.channels.api.schemas.baskets import QuoteIn, QuoteOut
from comptoir.channels.api.schemas.catalogue import ProductOut
from comptoir.channels.api.schemas.parts import CategoryOut, Line, NeededLine
from comptoir.checkout import facade as checkout
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Wish

router = Router(tags=["catalogue"], auth=Bearer("catalog:read", guests=True))


@router.get("/products/{slug}", response=ProductOut, summary="One product with prices, stock and delivery")
def read_product(
    request: ApiRequest,
    slug: NeededLine,
    sku: Annotated[Line, Query("", description="the variant to choose")],
) -> ProductOut:
    """The slug is that of the language asked for."""
    context = request.context
    return ProductOut.of(offers.product(slug, context, sku=sku or None), context.locale)


@router.get("/categories", response=list[CategoryOut], summary="The tree of categories")
def list_categories(request: ApiRequest) -> list[CategoryOut]:
    """In the order of the tree, parents first; only those that have products now."""
    context = request.context
    tree = catalog.categories(market=context.market.code, now=context.now)
    return [CategoryOut.of(node, context.locale) for node in tree]


@router.post("/quotes", response=QuoteOut, summary="What some pieces would cost, delivered")
def quote(request: ApiRequest, body: QuoteIn) -> QuoteOut:
    """Changes nothing and holds nothing, so it needs no Idempotency-Key. Each code is a try, as in a basket: too
    many are refused."""
    context = request.context
    checkout.try_codes(len(body.codes), asker=asker_of(request), now=context.now)
    estimate = offers.estimate(
        [Wish(variant_id=line.variant_id, quantity=line.quantity) for line in body.lines],
        context,
        country=body.country or "",
        postcode=body.postcode,
        delivery=body.delivery,
        codes=body.codes,
    )
    return QuoteOut.of(estimate, context.locale)
