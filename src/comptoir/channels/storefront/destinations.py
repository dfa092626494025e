"""Where it probably goes, before anybody was asked: the postcode typed beside an article, the browser's country."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import BasketView
from comptoir.kit.refusals import Refusal
from comptoir.org.contracts import ShopperContext

NEAR = "near"  # the cookie of a postcode, until the browser closes
NEAR_COUNTRY = "FR"


def guess(request: HttpRequest, context: ShopperContext) -> tuple[str, str]:
    """Country and postcode, each empty when nothing tells it. Only a beginning: the buyer sees and changes both."""
    postcode = request.COOKIES.get(NEAR, "")
    if len(postcode) == 5 and postcode.isascii() and postcode.isdigit():
        return NEAR_COUNTRY, postcode
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))[:4]:
        country = tag.rpartition("-")[2].upper()
        if "-" in tag and country in context.market.countries:
            return country, ""
    return "", ""


def correct(request: HttpRequest, response: HttpResponse, country: str, postcode: str) -> None:
    """What the buyer writes into the order is later than what they wrote beside an article: that guess is no more."""
    known = request.COOKIES.get(NEAR, "")
    if known and (country, postcode) != (NEAR_COUNTRY, known):
        response.delete_cookie(NEAR, samesite="Lax")


def _there(view: BasketView) -> tuple[str, str]:
    return view.country, view.postcode


def carry(request: HttpRequest, view: BasketView, context: ShopperContext) -> BasketView:
    """The basket with the guess, where the buyer has not said where it goes; a postcode that was typed beside an
    article since takes the place of an earlier one."""
    country, postcode = guess(request, context)
    if view.contact is not None or (country or view.country, postcode) in ((view.country, ""), _there(view)):
        return view
    if view.postcode and not postcode:  # a language tells less than a postcode
        return view
    try:
        checkout.prepare(view.id, context, country=country, postcode=postcode)
    except Refusal:  # a guess is not worth a sentence
        return view
    return checkout.view(view.id, context)
