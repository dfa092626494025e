"""Finding what is for sale. Public: a key is not needed."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.parts import Line, PageNumber, PageSize, written
from comptoir.channels.api.schemas.search import FoundPage, SuggestionsOut
from comptoir.content import facade as content
from comptoir.kit.refusals import Invalid
from comptoir.search import facade as search
from comptoir.search.contracts import Asked

Sort = Literal["", "relevance", "newest", "price", "-price", "name"]
MANY = 40  # values of one parameter
Minor = Annotated[int, Field(ge=0, le=10**12)]

router = Router(tags=["catalogue"], auth=Bearer("catalog:read", guests=True))


@router.get("/products", response=FoundPage, summary="List and search products")
def list_products(
    request: ApiRequest,
    text: Annotated[Line, Query("", alias="search", description="words in French or English")],
    category: Annotated[Line, Query("", description="slug of a category")],
    brand: Annotated[list[Line], Query(default_factory=list, max_length=MANY, description="one of these brands")],
    attribute: Annotated[
        list[Line],
        Query(default_factory=list, max_length=MANY, description="code:value; values of one attribute add up"),
    ],
    in_stock: Annotated[bool, Query(False, description="only what can be bought now")],
    price_from: Annotated[Minor | None, Query(None, description="lowest list price, in minor units")],
    price_to: Annotated[Minor | None, Query(None, description="highest list price, in minor units")],
    facets: Annotated[bool, Query(False, description="count what the list can be narrowed by")],
    sort: Sort = "",
    page: PageNumber = 1,
    size: PageSize = 24,
) -> HttpResponse:
    """Products that are published in the market now, with their lowest price and their stock. A category
    takes in those below it. Words are forgiving: plurals, accents, a slip of the keyboard; where few products have
    all of them, those with most of them follow. A price among them ("bowls under 20", "nappe 30-50 €") filters, and the
    answer says which."""
    context = request.context
    asked = Asked(
        text=text, category=category, brands=tuple(brand), prices=(price_from, price_to), in_stock=in_stock,
        facts=_facts(attribute), sort=sort, page=page, size=size, facets=facets,
    )  # fmt: skip
    found = search.find(asked, context)
    search.searched(found, context)
    given = {
        "search": text, "category": category, "brand": brand, "attribute": attribute, "price_from": price_from,
        "price_to": price_to, "in_stock": "true" if in_stock else "", "facets": "true" if facets else "", "sort": sort,
    }  # fmt: skip
    kept = {name: value for name, value in given.items() if value not in ("", None, [])}
    response = written(FoundPage.found(found, context.locale))
    response["Link"] = rules.links(found.cards, request.build_absolute_uri(request.path), kept)
    return response


@router.get("/suggestions", response=SuggestionsOut, summary="What may be meant by the beginning of a search")
def suggestions(
    request: ApiRequest, text: Annotated[Line, Query("", alias="search", description="what was typed so far")]
) -> HttpResponse:
    """While somebody types: products, categories, pages of the brand, and the last word completed. Nothing for less
    than two letters."""
    context = request.context
    found = search.suggest(text, context)
    pages = content.pages_named(text, context.storefront, context.locale) if len(text.strip()) > 2 else ()
    return written(SuggestionsOut.of(found, pages, context.locale))


def _facts(given: list[str]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, list[str]] = defaultdict(list)
    for each in given:
        code, parted, value = each.partition(":")
        if not code or not parted or not value:
            raise Invalid({"attribute": "not_a_choice"})
        chosen[code].append(value)
    return {code: tuple(values) for code, values in chosen.items()}
