"""By which properties products are chosen, for programs of the merchant."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Router

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.facets import FacetDeskOut, FacetsIn
from comptoir.channels.api.schemas.parts import Line
from comptoir.search import facade as search

router = Router(tags=["catalogue"], auth=Bearer("catalog:write"))


@router.get("/facets", response=FacetDeskOut, summary="See which properties products have and can be chosen by")
def list_facets(
    request: ApiRequest,
    category: Annotated[Line, Query("", description="slug of a category; empty for everything")],
    text: Annotated[Line, Query("", alias="search", description="part of a property's name")],
) -> FacetDeskOut:
    """Those with a rule first, then by how many products have them."""
    return FacetDeskOut.of(search.facet_desk(_category(request, category), request.context, words=text))


@router.put("/facets", response=FacetDeskOut, summary="Pin and hide properties")
def set_facets(request: ApiRequest, body: FacetsIn, key: Key) -> FacetDeskOut:
    """In a category and all below it, or everywhere. Replaces what was said there; nothing takes it back."""
    call, context = once(request, key, body), request.context
    category = _category(request, body.category)
    search.keep_facets(
        category.id if category else None, pinned=body.pinned, hidden=body.hidden, origin=context.origin(),
        now=context.now, idempotency_key=call,
    )  # fmt: skip
    return FacetDeskOut.of(search.facet_desk(category, context))


def _category(request: ApiRequest, slug: str) -> CategoryNode | None:
    return catalog.category_by_slug(slug, request.context.locale) if slug else None
