"""The brand's pages: stories, guides, campaigns, help, and the home page when staff have written one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import keeping
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.shown import brand as shown
from comptoir.channels.storefront.shown import components
from comptoir.channels.storefront.structured import shop as structured
from comptoir.channels.storefront.visits import shopper
from comptoir.content import facade as content
from comptoir.content.contracts import ShownPage
from comptoir.org.contracts import ShopperContext

YEAR = "public, max-age=31536000, immutable"


@no_append_slash
@require_safe
def brand_page(request: HttpRequest, path: str) -> HttpResponse:
    context = shopper(request)
    found = content.page(f"{path}/", context)
    if found is None:
        raise Http404  # `errors.not_found` knows where an address of before leads
    return answer(request, context, found)


def answer(request: HttpRequest, context: ShopperContext, found: ShownPage) -> HttpResponse:
    """A page with blocks for some only is made for each who asks, and kept for nobody."""
    if found.shared:
        keeping.offer(request, context, cards=found.cards.values(), by_price=found.orders_by_price)
    return _render(request, context, found)


def preview(request: HttpRequest, draft: Any, *, everything: bool, segment: str) -> HttpResponse:
    """A page as it will be, for whoever writes it; `everything` with the blocks that are for some only, `segment` as
    somebody of that one sees it. The banner of consent would only hide it."""
    language = draft.locale.language_code
    translation.activate(language)
    request.current_app = language  # type: ignore[attr-defined]
    context = replace(shopper(request), segments=frozenset({segment} if segment else ()))
    return _render(request, context, content.shown(draft, context, everything=everything), asks=False)


def _render(request: HttpRequest, context: ShopperContext, found: ShownPage, *, asks: bool = True) -> HttpResponse:
    tree = catalog.categories(market=context.market.code, now=context.now)
    page = frame(
        request,
        context,
        title=found.title_for_engines,
        description=found.description,
        paths=found.link.paths,
        aisles=shown.aisles(tree),
        nodes=structured.whole(request, context) if found.link.kind == "home" else [],
        asks=asks,
    )
    given = {"page": page, "brand": shown.page(found, tree, context)}
    response = render(request, "storefront/brand/page.html", given)
    if found.frames:
        response["Content-Security-Policy"] = shown.policy(content.HOSTS)
    return response


@require_safe
def theme(request: HttpRequest, version: str) -> HttpResponse:
    """The style sheet of a theme; its address changes with it, so it is kept for a year."""
    sheet = content.style_sheet(version)
    if sheet is None:
        raise Http404
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = YEAR
    return response


def catalogue(request: HttpRequest, sheet: str) -> HttpResponse:
    """The storefront's components in a look: for staff who choose it."""
    language = translation.get_language() or "fr"
    request.current_app = language[:2]  # type: ignore[attr-defined]
    given = components.catalogue() | {"sheet": sheet, "language": language[:2]}
    return render(request, "storefront/brand/catalogue.html", given)
