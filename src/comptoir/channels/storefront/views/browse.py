"""Looking around: home (the shop's own, where staff have written none), a product."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import keeping
from comptoir.channels.storefront.frame import frame, main_aisles
from comptoir.channels.storefront.heads import shortened
from comptoir.channels.storefront.languages import DEFAULT, NAMES, address
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.pictures import aisle
from comptoir.channels.storefront.shown.product import product as shown_product
from comptoir.channels.storefront.shown.reviews import of_product
from comptoir.channels.storefront.structured import lists, shop
from comptoir.channels.storefront.structured import product as structured
from comptoir.channels.storefront.structured.ratings import ratings
from comptoir.channels.storefront.views import brand
from comptoir.channels.storefront.views.moved import elsewhere
from comptoir.channels.storefront.visits import shopper
from comptoir.content import facade as content
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.kit.text import Localised
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Card, ProductPage
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext
from comptoir.reviews import facade as reviews
from comptoir.search import facade as search
from comptoir.search.contracts import Asked

SHELF = 8
INSTEAD = 4  # products of the aisle, beside one that is sold out


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    written = content.page("", context)
    if written is not None and written.blocks:
        return brand.answer(request, context, written)
    categories = main_aisles(catalog.categories(market=context.market.code, now=context.now))
    shelf = offers.listing(context, sort="newest", page=1, size=SHELF)
    keeping.offer(request, context, cards=shelf.cards.items)
    pictures = catalog.aisle_pictures([node.path for node in categories], market=context.market.code, now=context.now)
    text = _("The price that you read, the stock that there is, the day on which your parcel arrives.")
    page = frame(
        request, context, title=_("What we say, we keep"), description=text, aisles=categories,
        nodes=shop.whole(request, context),
    )  # fmt: skip
    return render(
        request,
        "storefront/home.html",
        {
            "page": page,
            "welcome": {"title": _("What we say, we keep"), "text": text},
            "shelf": cards(shelf.cards.items, context.locale),
            "aisles": [
                {
                    "name": node.name.told(context.locale),
                    "href": address("category", context.locale, slug=node.slug.read(context.locale)),
                    "picture": aisle(node, pictures[node.path]),
                }
                for node in categories
            ],
        },
    )


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """`sku` is what was chosen; `like` shows a variant in another colour and leaves the size open."""
    context = shopper(request)
    sku, like = request.GET.get("sku", ""), request.GET.get("like", "")
    try:
        found = offers.product(slug, context, sku=sku or like or None)
    except NotFound:
        return elsewhere(request, "product", slug)
    known = {each.sku for each in found.variants}
    shown = shown_product(found, context.locale, context.now, asked=sku in known)
    instead = _instead(found, context) if shown["waiting"] else []
    if {sku, like} <= {"", *known} and not (sku and like):  # else anybody could invent addresses to be kept
        shows = [found.product.id, *(each.id for each in found.product.variants)]
        keeping.offer(request, context, variants=shows, cards=(*found.related, *instead))
    told = reviews.of_product(found.product.id)
    paths = _paths("product", found.product.slug)
    chosen = urlencode({name: value for name, value in (("sku", sku), ("like", like)) if value in known})
    of_another = shown["brand"] not in ("", org.storefront(context.storefront).name)
    title = f"{shown['name']}, {shown['brand']}" if of_another else shown["name"]
    page = frame(
        request,
        context,
        title=title,
        description=shortened(shown["description"] or _("Price, stock, delivery day: %(name)s") % {"name": title}),
        paths=paths,
        switch={code: f"{path}?{chosen}" if chosen else path for code, path in paths.items()},
        current=found.product.category,
        picture=next((one.source for one in found.product.pictures if one.source), ""),
        kind="product",
        nodes=[
            *structured.product(found, shown, ratings(told), request, context),
            lists.breadcrumb(request, context.locale, shown["trail"], shown["name"]),
        ],
        facts={"product": _facts(found)},
    )
    return render(
        request,
        "storefront/product.html",
        {
            "page": page,
            "product": shown,
            "related": cards(found.related, context.locale),
            "instead": cards(instead, context.locale),
            "told": of_product(told, slug, context),
            "offers": found.offers,
        },
    )


def _instead(found: ProductPage, context: ShopperContext) -> list[Card]:
    """What the same aisle has here today, where the chosen article is nowhere; the newest first."""
    category = found.product.category
    if category is None:
        return []
    asked = Asked(category=category.slug.read(context.locale), in_stock=True, size=INSTEAD + 1)
    try:
        here = search.find(asked, context).cards.items
    except Refusal:  # the index is being made
        return []
    return [card for card in here if card.product_id != found.product.id][:INSTEAD]


def _facts(found: ProductPage) -> dict[str, Any]:
    """What was looked at, in the names of the public e-commerce specification."""
    chosen, category = found.chosen, found.product.category
    facts: dict[str, Any] = {
        "product_id": str(found.product.id),
        "name": found.product.name.read(DEFAULT),
        "brand": found.product.brand,
        "category": category.path if category else "",
    }
    if chosen:
        facts |= {"variant": str(chosen.variant_id), "sku": chosen.sku}
    if chosen and chosen.price:
        facts |= {"price": float(chosen.price.decimal), "currency": chosen.price.currency}
    return facts


def _paths(name: str, slug: Localised) -> dict[str, str]:
    return {code: address(name, code, slug=slug.read(code)) for code in NAMES}
