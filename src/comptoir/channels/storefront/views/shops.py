"""Shops and their hours; one article near a postcode. The second is a page of its own, and a part of the article's."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address, asking
from comptoir.channels.storefront.shown import shops as shown
from comptoir.channels.storefront.structured import shop as structured
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.offers import facade as offers

COOKIE = "near"
LONGEST = 12


@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    postcode = _postcode(request)
    found = offers.shops_near(postcode)
    unknown = bool(postcode) and all(far is None for _place, far in found) and bool(found)
    told = {
        "postcode": postcode,
        "problem": _("We do not know this postcode. A French one has five digits.") if unknown else "",
        "shops": [shown.shop(place, far, context.locale, context.now) for place, far in found],
        "page": frame(
            request, context, title=_("Our shops"), description=_("Addresses and opening hours of our shops."),
            canonical=request.path, switch=_switch("shops", postcode),
            nodes=[structured.shop(request, context), structured.returns(request, context)]
            + [structured.store(place, request, context) for place, _far in found],
        ),
    }  # fmt: skip
    response = render(request, "storefront/shops.html", told)
    return _kept(request, response, "" if unknown else postcode)


@require_safe
def near(request: HttpRequest, variant: UUID) -> HttpResponse:
    """Without a postcode the form alone."""
    context = shopper(request)
    item = catalog.sellable([variant], market=context.market.code, now=context.now).get(variant)
    if item is None or not item.published:
        raise NotFound()
    postcode, status = _postcode(request), 200
    told = {
        "name": item.name.told(context.locale),
        "options": [value.text.told(context.locale) for value in item.options],
        "action": request.path,
        "back": address("product", context.locale, slug=item.slug.read(context.locale)) + f"?sku={item.sku}",
        "postcode": postcode,
    }
    told["wait_href"] = f"{told['back']}#waiting"
    if postcode:
        try:
            told |= shown.near(offers.nearby(variant, postcode, context), context.locale, context.now)
        except Invalid:
            told["problem"] = _("A French postcode has five digits. For another country see the order’s page.")
            status = 422
    page = frame(
        request, context, title=_("Near you"), hidden=True, switch=_switch("near", postcode, variant=variant)
    )  # fmt: skip
    response = render(request, "storefront/near.html", {"page": page, "near": told}, status=status)
    return _kept(request, response, postcode if status == 200 else "")


def _switch(name: str, postcode: str, **parts: object) -> dict[str, str]:
    """The same page in each language, near the same postcode."""
    return {code: asking(address(name, code, **parts), postcode=postcode) for code in NAMES}


def _postcode(request: HttpRequest) -> str:
    return request.GET.get("postcode", "").replace("\x00", "").strip()[:LONGEST]


def _kept(request: HttpRequest, response: HttpResponse, postcode: str) -> HttpResponse:
    """Until the browser closes; our script reads it, so that the next article is looked up without asking."""
    if postcode:
        response.set_cookie(COOKIE, postcode, samesite="Lax", secure=request.is_secure())
    return response
