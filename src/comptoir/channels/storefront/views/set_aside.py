"""Beside the basket: saved for later, shared, ordered as the last time or again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import basket_of, keep_basket, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import Again
from comptoir.checkout.errors import BasketClosed
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.orders import facade as orders
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


@require_POST
def order_again(request: HttpRequest, link: str) -> HttpResponse:
    """Whoever has the link of an order may buy the same."""
    context = shopper(request)
    found = orders.by_link(link)
    here = address("order", context.locale, link=link)
    try:
        basket_id, again = _again(found.id, basket_of(request), context)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    if not again.lines:
        return redirect_saying(here, _("Nothing of this order is sold any more."), kind="problem")
    said = ngettext("%(count)s product is in your basket.", "%(count)s products are in your basket.", again.lines)
    words = [said % {"count": again.lines}]
    if again.left_out:
        gone = ngettext("%(count)s is no longer sold.", "%(count)s are no longer sold.", again.left_out)
        words.append(gone % {"count": again.left_out})
    response = redirect_saying(address("basket", context.locale), " ".join(words))
    keep_basket(request, response, basket_id)
    return response


def _again(order_id: UUID, basket_id: UUID | None, context: ShopperContext) -> tuple[UUID, Again]:
    if basket_id is not None:
        try:
            return basket_id, checkout.order_again(order_id, basket_id, context)
        except (BasketClosed, NotFound):  # it was ordered, or it is gone, or somebody's who left
            pass
    fresh = checkout.open_basket(context)
    return fresh, checkout.order_again(order_id, fresh, context)


def _variant(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("line", ""))
    except ValueError:
        raise NotFound() from None
