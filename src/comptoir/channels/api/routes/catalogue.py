"""Reading what is for sale. Public: a key is not needed."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Path, Query, Router

from comptoir.catalog import facade as catalog
from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.baskets import QuoteIn, QuoteOut
from comptoir.channels.api.schemas.catalogue import CardPage, ProductOut
from comptoir.channels.api.schemas.common import CategoryOut, PageNumber, PageSize, Slug, text
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Wish

router = Router(tags=["catalogue"], auth=Bearer("catalog:read", guests=True))


@router.get("/products", response=CardPage, summary="List and search products")
def list_products(
    request: ApiRequest,
    response: HttpResponse,
    search: text(200) = Query("", description="words in French or English"),  # type: ignore[valid-type]
    category: text(200) = Query("", description="slug of a category"),  # type: ignore[valid-type]
    sort: text(20) = Query("", description="relevance, newest, price, -price or name"),  # type: ignore[valid-type]
    page: PageNumber = Query(1),
    size: PageSize = Query(24),
) -> CardPage:
    """Products that are published in the market now, with their lowest price and their stock. A category takes in
    those below it."""
    context = request.context
    found = offers.listing(
        context, category_slug=category or None, search=search, sort=sort, page=page, size=size
    )
    asked = {"search": search, "category": category, "sort": sort}
    given = {name: value for name, value in asked.items() if value}
    response["Link"] = rules.links(found.cards, request.build_absolute_uri(request.path), given)
    return CardPage.of(found.cards, found.sort, context.locale)


@router.get("/products/{slug}", response=ProductOut, summary="One product with prices, stock and delivery")
def read_product(
    request: ApiRequest,
    slug: Slug = Path(...),  # type: ignore[valid-type]
    sku: text(100) = Query("", description="the variant to choose"),  # type: ignore[valid-type]
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
    """Changes nothing and holds nothing, so it needs no Idempotency-Key."""
    context = request.context
    estimate = offers.estimate(
        [Wish(variant_id=line.variant_id, quantity=line.quantity) for line in body.lines],
        context,
        country=body.country or "",
        postcode=body.postcode,
        delivery=body.delivery,
        codes=body.codes,
    )
    return QuoteOut.of(estimate, context.locale)
