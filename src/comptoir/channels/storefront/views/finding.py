"""Finding: an aisle, a search, and what may be meant while somebody types."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from comptoir.channels.storefront import choosing, keeping
from comptoir.channels.storefront.frame import frame, main_aisles
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.own_pages import pages
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.finding import found as shown_found
from comptoir.channels.storefront.shown.product import trail
from comptoir.channels.storefront.structured import lists
from comptoir.channels.storefront.views.moved import elsewhere
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.offers import facade as offers
from comptoir.org.contracts import ShopperContext
from comptoir.search import facade as search_room
from comptoir.search.contracts import Found

TOLD = "told"  # in which language the filters of an address are, where the page says it
SHELF = 4  # products that an empty answer shows
# The index hears of what changed a moment later than the page's own tags; so long a page may count facets as before.
KEPT = timedelta(seconds=10)


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    context = shopper(request)
    choice = choosing.read(request.path, request.GET)
    told = request.GET.get(TOLD, "")
    if (here := _in_this_language(choice, context, told)) != choice or told:
        return HttpResponseRedirect(here.address(choice.page))
    try:
        found = search_room.find(choice.asked(slug), context)
    except NotFound:
        return elsewhere(request, "category", slug)
    assert found.category
    keeping.offer(request, context, cards=found.cards.items, by_price=True, at_most=KEPT)
    name, count, number = found.category.name.told(context.locale), found.cards.total, found.cards.number
    listing = shown_found(found, choice, context.locale) | {
        "title": name,
        "trail": trail(found.category, context.locale)[:-1],
        "nothing": _("Nothing is on sale in this aisle today."),
    }
    slugs = found.category.slug
    paths = {code: address("category", code, slug=slugs.read(code)) for code in NAMES}
    pictures = (card.picture.source for card in found.cards.items if card.picture and card.picture.source)
    page = frame(
        request,
        context,
        title=_("%(name)s, page %(number)s") % {"name": name, "number": number} if number > 1 else name,
        description=ngettext(
            "%(name)s: %(count)s product, with its stock and its delivery date.",
            "%(name)s: %(count)s products, each with its stock and its delivery date.",
            count,
        )
        % {"name": name, "count": count},
        paths={code: _canonical(path, number) for code, path in paths.items()},
        switch={
            code: _told(replace(choice, path=path).address(number), choice, context) for code, path in paths.items()
        },
        current=found.category,
        aisles=main_aisles(found.tree) if found.tree else (),
        hidden=choice.has_filters,
        picture=next(pictures, ""),
        nodes=[
            lists.breadcrumb(request, context.locale, listing["trail"], name),
            lists.item_list(request, name, listing["cards"], first=(number - 1) * found.cards.size + 1),
        ],
        facts={"list": {"list_id": found.category.path, "category": name, "results": count}},
    )
    return render(request, "storefront/found.html", {"page": page, "listing": listing})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    choice = choosing.read(request.path, request.GET)
    told = request.GET.get(TOLD, "")
    if (here := _in_this_language(choice, context, told)) != choice or told:
        return HttpResponseRedirect(here.address(choice.page))
    found = search_room.find(choice.asked(""), context)
    search_room.searched(found, context)
    if found.redirect and not choice.has_filters:
        return HttpResponseRedirect(found.redirect)
    query = choice.text
    if found.price:
        choice = choice.with_price(found.price, context.locale)
    answering = pages(query, context, whole=True)
    nothing = _("We found nothing for these words. Try fewer words, or another spelling.")
    title = _("Results for “%(query)s”") % {"query": query} if query else _("Everything in the shop")
    listing = shown_found(found, choice, context.locale) | {
        "title": title,
        "trail": trail(found.category, context.locale)[:-1] if found.category else None,
        "answering": answering,
        "nothing": _("No product has these words: what is above is about them.") if answering else nothing,
        "corrected": found.corrected,
    }
    if not found.cards.total:
        listing |= _instead(found, context)
    aisles = main_aisles(found.tree) if found.tree else ()
    facts, paths = {"list": {"list_id": "search", "results": found.cards.total}}, _searched(choice, found)
    page = frame(
        request, context, title=title, query=query, hidden=True, paths=paths, aisles=aisles, facts=facts,
        switch={code: _told(path, choice, context) for code, path in paths.items()},
    )  # fmt: skip
    return render(request, "storefront/found.html", {"page": page, "listing": listing})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A part of a page: options of the list below the field."""
    context = shopper(request)
    typed = request.GET.get("q", "").replace("\x00", "")[:100]
    found = search_room.suggest(typed, context)
    searched = address("search", context.locale)
    suggested = {
        "words": [{"name": words, "href": f"{searched}?{urlencode({'q': words})}"} for words in found.words],
        "products": cards(found.products, context.locale),
        "aisles": [
            {
                "name": node.name.told(context.locale),
                "href": address("category", context.locale, slug=node.slug.read(context.locale)),
            }
            for node in found.categories
        ],
        "pages": pages(typed, context),
    }
    return render(request, "storefront/suggested.html", {"suggested": suggested})


def _instead(found: Found, context: ShopperContext) -> dict[str, Any]:
    """What to do where nothing was found: the aisles, and what is new."""
    newest = offers.listing(context, sort="newest", page=1, size=SHELF)
    return {
        "all_aisles": [
            {
                "name": node.name.told(context.locale),
                "href": address("category", context.locale, slug=node.slug.read(context.locale)),
            }
            for node in main_aisles(found.tree)
        ],
        "newest": cards(newest.cards.items, context.locale),
    }


def _canonical(path: str, number: int) -> str:
    return f"{path}?{urlencode({'page': number})}" if number > 1 else path


def _searched(choice: choosing.Choice, found: Found) -> dict[str, str]:
    within = found.category.slug if found.category else Localised()
    return {
        code: replace(choice, path=address("search", code), aisle=within.read(code)).address(found.cards.number)
        for code in NAMES
    }


def _told(path: str, choice: choosing.Choice, context: ShopperContext) -> str:
    """The list in another language, with the language of the chosen words: there, a word may be another value's."""
    return f"{path}&{TOLD}={context.locale}" if choice.facts else path


def _in_this_language(choice: choosing.Choice, context: ShopperContext, told: str) -> choosing.Choice:
    """Filters that come from the other language's page say their values in its words."""
    known = told if told in NAMES else ""
    return replace(choice, facts=tuple(search_room.translated(dict(choice.facts), context, known).items()))
