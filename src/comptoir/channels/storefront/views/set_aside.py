"""Beside the basket: saved for later, shared by link, ordered as the last time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.set_aside import shared as shown_shared
from comptoir.channels.storefront.visits import basket_of, keep_basket, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import BasketClosed
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.org.contracts import ShopperContext


@require_POST
def basket_saved(request: HttpRequest) -> HttpResponse:
    """Save a line for later, put it back, or take it off the list; the button says which."""
    context = shopper(request)
    here = address("basket", context.locale)
    basket_id = basket_of(request)
    if basket_id is None:
        return redirect_saying(here, _("This basket is no longer there."), kind="problem")
    try:
        variant_id = _variant(request)
        if "back" in request.POST:
            checkout.put_back(basket_id, variant_id, context)
            return redirect_saying(here, _("It is in your basket again."))
        if "forget" in request.POST:
            checkout.forget_saved(basket_id, variant_id, context)
            return redirect_saying(here, _("It is off your list."))
        checkout.save_for_later(basket_id, variant_id, context)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return redirect_saying(here, _("It is saved for later, below your basket."))


@require_POST
def basket_share(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    here = address("basket", context.locale)
    basket_id = basket_of(request)
    try:
        if basket_id is None:
            raise NotFound()
        made = checkout.share(basket_id, context)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    link = request.build_absolute_uri(address("shared", context.locale, token=made.token))
    said = _("Whoever has this link sees these goods at today’s prices, for 30 days. It says nothing of you.")
    return redirect_saying(here, said, link=link)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    context = shopper(request)
    try:
        found = checkout.read_shared(token, context)
    except NotFound:
        found = None
    title = _("A shared basket")
    paths = {code: address("shared", code, token=token) for code in NAMES}
    page = frame(request, context, title=title, hidden=True, paths=paths)
    shown = shown_shared(found, context.locale) if found else None
    status = 200 if found else 404
    return render(request, "storefront/shared.html", {"page": page, "shared": shown, "token": token}, status=status)


@require_POST
def shared_take(request: HttpRequest, token: str) -> HttpResponse:
    """Put what was shared into one's own basket."""
    context = shopper(request)
    try:
        basket_id, lines = _take(token, basket_of(request), context)
    except Refusal as refusal:
        there = address("shared", context.locale, token=token)
        return redirect_saying(there, refusal.text(context.locale), kind="problem")
    said = ngettext("%(count)s product is in your basket.", "%(count)s products are in your basket.", lines)
    response = redirect_saying(address("basket", context.locale), said % {"count": lines})
    keep_basket(request, response, basket_id)
    return response


@require_POST
def checkout_express(request: HttpRequest) -> HttpResponse:
    """Fill the order's page as the last time; nothing is ordered by this."""
    context = shopper(request)
    there = address("checkout", context.locale)
    basket_id = basket_of(request)
    if basket_id is None:
        return HttpResponseRedirect(address("basket", context.locale))
    try:
        tender = checkout.express(basket_id, context)
    except Refusal as refusal:
        return redirect_saying(there, refusal.text(context.locale), kind="problem")
    means = f"{tender.kind}:{tender.token}" if tender and tender.token else tender.kind if tender else ""
    said = _("Filled in as the last time. Look at it once more, then order.")
    return redirect_saying(there, said, tender=means)


def _take(token: str, basket_id: UUID | None, context: ShopperContext) -> tuple[UUID, int]:
    if basket_id is not None:
        try:
            return basket_id, checkout.take_shared(token, basket_id, context)
        except BasketClosed:
            pass
    fresh = checkout.open_basket(context)
    return fresh, checkout.take_shared(token, fresh, context)


def _variant(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("line", ""))
    except ValueError:
        raise NotFound() from None
