"""Reading the brand's pages: for other fronts. Public: a key is not needed."""

from __future__ import annotations

from typing import Annotated

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.pages import PageLinkOut, PageOut
from comptoir.channels.api.schemas.parts import Line
from comptoir.content import facade as content
from comptoir.kit.refusals import NotFound

router = Router(tags=["pages"], auth=Bearer("catalog:read", guests=True))


@router.get("/pages", response=list[PageLinkOut], summary="The brand's pages in a language")
def list_pages(request: ApiRequest) -> list[PageLinkOut]:
    """What is live, in the language asked for, parents before what stands below them."""
    context = request.context
    return [PageLinkOut.of(each) for each in content.pages(context.storefront, context.locale)]


@router.get("/page", response=PageOut, summary="One page of the brand, as blocks")
def read_page(
    request: ApiRequest,
    path: Annotated[Line, Query("", description="below the language, such as guides/linen; empty for the home page")],
) -> PageOut:
    """Texts, pictures and ids of products, block by block; prices and stock are read by the products' own addresses.
    Blocks that are for some only are left out."""
    wanted = path.strip("/")
    found = content.page(f"{wanted}/" if wanted else "", request.context)
    if found is None:
        raise NotFound()
    return PageOut.of(found)
