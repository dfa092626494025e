"""Looking around: home, aisles, search, a product."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import keeping
from comptoir.channels.storefront.frame import frame, main_aisles
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.pictures import aisle
from comptoir.channels.storefront.shown.product import product as shown_product
from comptoir.channels.storefront.shown.product import structured, trail
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.text import Localised
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Listing

SIZE = 24
SHELF = 8
LAST_PAGE = 10_000
BY_PRICE = ("price", "-price")
DESCRIPTION = 155  # characters that search engines show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    categories = main_aisles(catalog.categories(market=context.market.code, now=context.now))
    shelf = offers.listing(context, sort="newest", page=1, size=SHELF)
    keeping.offer(request, context, cards=shelf.cards.items)
    pictures = catalog.aisle_pictures([node.path for node in categories], market=context.market.code, now=context.now)
    text = _("The price that you read, the stock that there is, the day on which your parcel arrives.")
    page = frame(request, context, title=_("What we say, we keep"), description=text, aisles=categories)
    return render(
        request,
        "storefront/home.html",
        {
            "page": page,
            "welcome": {"title": _("What we say, we keep"), "text": text},
            "shelf": cards(shelf.cards.items, context.locale),
            "aisles": [
                {
                    "name": node.name.read(context.locale),
                    "href": address("category", context.locale, slug=node.slug.read(context.locale)),
                    "picture": aisle(node, pictures[node.path]),
                }
                for node in categories
            ],
        },
    )


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    context = shopper(request)
    found = offers.listing(context, category_slug=slug, sort=_sort(request), page=_page_number(request), size=SIZE)
    assert found.category
    keeping.offer(request, context, cards=found.cards.items, by_price=found.sort in BY_PRICE)
    name = found.category.name.read(context.locale)
    count = found.cards.total
    page = frame(
        request,
        context,
        title=name,
        description=ngettext(
            "%(name)s: %(count)s product, with its stock and its delivery date.",
            "%(name)s: %(count)s products, each with its stock and its delivery date.",
            count,
        )
        % {"name": name, "count": count},
        paths=_paths("category", found.category.slug),
        canonical=_numbered(request.path, {}, found.cards.number),
        current=found.category,
    )
    listing = _listing(found, request.path, {}, context.locale) | {
        "title": name,
        "trail": trail(found.category, context.locale)[:-1],
        "nothing": _("Nothing is on sale in this aisle today."),
    }
    return render(request, "storefront/listing.html", {"page": page, "listing": listing})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    found = offers.listing(context, search=query, sort=_sort(request), page=_page_number(request), size=SIZE)
    keeping.offer(request, context, cards=found.cards.items, by_price=found.sort in BY_PRICE)
    title = _("Results for “%(query)s”") % {"query": query} if query else _("Everything in the shop")
    listing = _listing(found, request.path, {"q": query} if query else {}, context.locale) | {
        "title": title,
        "trail": None,
        "nothing": _("We found nothing for these words. Try fewer words, or another spelling."),
    }
    page = frame(request, context, title=title, query=query, hidden=True, paths=_searched(query))
    return render(request, "storefront/listing.html", {"page": page, "listing": listing})


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    context = shopper(request)
    found = offers.product(slug, context, sku=request.GET.get("sku") or None)
    keeping.offer(request, context, variants=[each.id for each in found.product.variants], cards=found.related)
    shown = shown_product(found, context.locale, context.now)
    page = frame(
        request,
        context,
        title=f"{shown['name']}, {shown['brand']}" if shown["brand"] else shown["name"],
        description=" ".join(shown["description"].split())[:DESCRIPTION],
        paths=_paths("product", found.product.slug),
        current=found.product.category,
    )
    return render(
        request,
        "storefront/product.html",
        {
            "page": page,
            "product": shown,
            "structured": structured(found, shown, request, context.locale),
            "related": cards(found.related, context.locale),
        },
    )


def _listing(found: Listing, path: str, query: dict[str, str], locale: str) -> dict[str, Any]:
    cards_page = found.cards
    count = cards_page.total
    sorts = {
        "relevance": _("Relevance"),
        "newest": _("Newest first"),
        "price": _("Price, lowest first"),
        "-price": _("Price, highest first"),
        "name": _("Name"),
    }
    if not found.search:
        sorts.pop("relevance")
    kept = query | ({"sort": found.sort} if found.sort not in ("", "relevance") else {})
    return {
        "cards": cards(cards_page.items, locale),
        "count_words": ngettext("%(count)s product", "%(count)s products", count) % {"count": count},
        "children": [
            {
                "name": child.name.read(locale),
                "href": address("category", locale, slug=child.slug.read(locale)),
            }
            for child in (found.children if found.category else ())
        ],
        "sorts": list(sorts.items()),
        "sort": found.sort,
        "pages": {
            "number": cards_page.number,
            "count": cards_page.pages,
            "previous": _numbered(path, kept, cards_page.number - 1) if cards_page.has_previous else "",
            "next": _numbered(path, kept, cards_page.number + 1) if cards_page.has_next else "",
        },
    }


def _numbered(path: str, query: dict[str, str], number: int) -> str:
    asked = query | ({"page": str(number)} if number > 1 else {})
    return f"{path}?{urlencode(asked)}" if asked else path


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in offers.SORTS else ""


def _page_number(request: HttpRequest) -> int:
    """1 for anything that is not a page's number: an address is never refused for that."""
    asked = request.GET.get("page", "1")
    return min(LAST_PAGE, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _paths(name: str, slug: Localised) -> dict[str, str]:
    return {code: address(name, code, slug=slug.read(code)) for code in NAMES}


def _searched(query: str) -> dict[str, str]:
    asked = f"?{urlencode({'q': query})}" if query else ""
    return {code: address("search", code) + asked for code in NAMES}
