"""The basket: what is in it, putting in, changing, taking out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront import destinations, gifts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.basket import MOST
from comptoir.channels.storefront.shown.basket import basket as shown_basket
from comptoir.channels.storefront.shown.set_aside import saved as shown_saved
from comptoir.channels.storefront.visits import basket_of, drop_basket, keep_basket, last_order, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import BasketClosed
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.org.contracts import ShopperContext


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """With `?code=` a link brings a promotion's code along: it stands in its field, for a look changes nothing."""
    return _page(request, shopper(request), code=request.GET.get("code", "")[:40])


@require_POST
def basket_code(request: HttpRequest) -> HttpResponse:
    """A promotion's code is typed in, or taken out."""
    context = shopper(request)
    basket_id = basket_of(request)
    if basket_id is not None and "remove" in request.POST:
        try:
            checkout.remove_code(basket_id, request.POST["remove"], context)
        except Refusal as refusal:
            return redirect_saying(address("basket", context.locale), refusal.text(context.locale), kind="problem")
        return HttpResponseRedirect(address("basket", context.locale))
    return _enter_code(request, request.POST.get("code", ""), context)


def _enter_code(request: HttpRequest, code: str, context: ShopperContext) -> HttpResponse:
    here = address("basket", context.locale)
    basket_id = basket_of(request) or checkout.open_basket(context)
    try:
        checkout.enter_code(basket_id, code, context, asker=gifts.asker(request))
    except (NotFound, BasketClosed):
        return redirect_saying(here, _("This basket is no longer there."), kind="problem")
    except Invalid as invalid:
        return _page(request, context, code=code, wrong=invalid.field_texts(context.locale)["code"], status=422)
    except Refusal as refusal:
        return _page(request, context, code=code, wrong=refusal.text(context.locale), status=refusal.status)
    response = HttpResponseRedirect(here)
    keep_basket(request, response, basket_id)
    return response


def _page(
    request: HttpRequest, context: ShopperContext, *, code: str = "", wrong: str = "", status: int = 200
) -> HttpResponse:
    """`code` is what was typed, `wrong` why it was refused."""
    basket_id = basket_of(request)
    try:
        view, refused = checkout.view(basket_id, context) if basket_id else None, False
    except NotFound:  # it belongs to a person who is no longer logged in here
        view, refused = None, True
    is_open = view is not None and view.state == "open"
    if view and is_open and view.lines:
        view = destinations.carry(request, view, context)  # the day is that of the postcode typed beside an article
    page = frame(request, context, title=_("Your basket"), hidden=True, count=view.count if view and is_open else 0)
    shown = shown_basket(view, context) if view and is_open else {}
    kept = checkout.saved(view.id, context) if view and is_open else ()
    everything = {
        "page": page,
        "basket": shown,
        "saved": shown_saved(kept, context.locale),
        "friends": _friends(view.id, context) if view and is_open else "",
        "refused": refused,
        "ordered": "" if shown else last_order(request),
        "code": {"typed": code, "wrong": wrong},
    }
    response = render(request, "storefront/basket.html", everything, status=status)
    if view and is_open:
        checkout.viewed(view.id, "basket", context)
    if basket_id and not is_open:
        drop_basket(response)
    return response


@require_POST
def basket_add(request: HttpRequest) -> HttpResponse:
    """Put pieces of a variant in; opens a basket for who has none."""
    context = shopper(request)
    back = own_path(request.POST.get("back", ""), address("basket", context.locale))
    basket_id = basket_of(request)
    try:
        variant_id, quantity = _identity(request, "variant"), _number(request, "quantity", 1)
        basket_id = put(basket_id, variant_id, quantity, context)
    except Refusal as refusal:
        return redirect_saying(back, refusal.text(context.locale), kind="problem")
    response = redirect_saying(back, _("It is in your basket."))
    keep_basket(request, response, basket_id)
    return response


@require_POST
def basket_change(request: HttpRequest) -> HttpResponse:
    """Set a line's quantity, step it by one, or take it out; taking out can be undone."""
    context = shopper(request)
    here = address("basket", context.locale)
    basket_id = basket_of(request)
    if basket_id is None:
        return redirect_saying(here, _("This basket is no longer there."), kind="problem")
    try:
        variant_id, before = _identity(request, "line"), _number(request, "quantity", 1)
        quantity = 0 if "remove" in request.POST else before + _number(request, "step", 0)
        checkout.set_quantity(basket_id, variant_id, max(0, quantity), context)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    if quantity > 0:
        return HttpResponseRedirect(here)
    item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
    name = item.name.read(context.locale) if item else ""
    return redirect_saying(
        here,
        _("“%(name)s” was taken out of the basket.") % {"name": name},
        undo={"variant": str(variant_id), "quantity": max(1, before)},
    )


def put(basket_id: UUID | None, variant_id: UUID, quantity: int, context: ShopperContext) -> UUID:
    """Into the basket of the cookie, or a new one when that was ordered meanwhile or is gone."""
    if basket_id is not None:
        try:
            checkout.add(basket_id, variant_id, quantity, context)
            return basket_id
        except (BasketClosed, NotFound):
            pass
    opened = checkout.open_basket(context)
    checkout.add(opened, variant_id, quantity, context)
    return opened


def _friends(basket_id: UUID, context: ShopperContext) -> str:
    """What waits of friends, in words; empty where the basket is not shared with any."""
    shared = checkout.waiting(basket_id, context)
    if shared is None:
        return ""
    _token, count = shared
    if not count:
        return _("Shared with friends")
    said = ngettext("%(count)s proposal of friends waits", "%(count)s proposals of friends wait", count)
    return said % {"count": count}


def _identity(request: HttpRequest, field: str) -> UUID:
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        raise NotFound() from None


def _number(request: HttpRequest, field: str, default: int) -> int:
    """Refuses Invalid."""
    text = request.POST.get(field, "") or str(default)
    try:
        number = int(text) if len(text) < 6 else MOST + 1
    except ValueError:
        raise Invalid({field: "not_a_number"}) from None
    if number > MOST:
        raise Invalid({field: "too_large"})
    return number
