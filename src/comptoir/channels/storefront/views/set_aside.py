"""Beside the basket: saved for later, shared, ordered as the last time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import basket_of, shopper
from comptoir.checkout import facade as checkout
from comptoir.kit.refusals import NotFound, Refusal


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
    """By a link to look, or one for friends; the button says which."""
    context = shopper(request)
    here = address("basket", context.locale)
    basket_id = basket_of(request)
    for_friends = "friends" in request.POST
    try:
        if basket_id is None:
            raise NotFound()
        made = checkout.share(basket_id, context, for_friends=for_friends)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    if for_friends:
        said = _("Send the link below to your friends. It says nothing of you.")
        return redirect_saying(address("basket_friends", context.locale), said)
    link = request.build_absolute_uri(address("shared", context.locale, token=made.token))
    said = _("Whoever has this link sees these goods at today’s prices, for 30 days. It says nothing of you.")
    return redirect_saying(here, said, link=link)


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


def _variant(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("line", ""))
    except ValueError:
        raise NotFound() from None
