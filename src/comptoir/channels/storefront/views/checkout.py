"""The one page between basket and order."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from comptoir.channels.storefront import checkout_form
from comptoir.channels.storefront.checkout_form import Typed
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown.basket import basket as shown_basket
from comptoir.channels.storefront.templatetags.shop import money
from comptoir.channels.storefront.visits import basket_of, drop_basket, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import BasketView, PlaceOrder
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders.contracts import OpenedOrder
from comptoir.org.contracts import ShopperContext


@require_http_methods(["GET", "HEAD", "POST"])
def checkout_page(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    basket_id = basket_of(request)
    if basket_id is None:
        return HttpResponseRedirect(address("basket", context.locale))
    if request.method == "POST":
        return _submitted(request, basket_id, context)
    view = checkout.view(basket_id, context)
    if not view.lines or view.state != "open":
        return HttpResponseRedirect(address("basket", context.locale))
    return _page(request, checkout_form.from_basket(view, context), view, context)


def _submitted(request: HttpRequest, basket_id: UUID, context: ShopperContext) -> HttpResponse:
    typed = checkout_form.from_request(request)
    _choose(typed, basket_id, context)
    view = checkout.view(basket_id, context)
    if view.state == "open" and not view.lines:
        return HttpResponseRedirect(address("basket", context.locale))
    if "update" in request.POST:
        return _page(request, typed, view, context)
    if view.state == "open":
        _check(typed, view, basket_id, context)
    if typed.errors or typed.problem or typed.news:
        return _page(request, typed, checkout.view(basket_id, context), context, status=422)
    try:
        opened = _place(typed, view, context)
    except Refusal as refusal:
        typed.problem = refusal.text(context.locale)
        return _page(request, typed, checkout.view(basket_id, context), context, status=refusal.status)
    response = HttpResponseRedirect(address("order", context.locale, link=opened.link) + "?paying=1")
    drop_basket(response)
    return response


def _choose(typed: Typed, basket_id: UUID, context: ShopperContext) -> None:
    """Write the way of delivery into the basket, so that total and date are those of the choice."""
    if not typed.method:
        typed.errors["method"] = _("Choose how you want to receive your order.")
        return
    try:
        checkout.prepare(
            basket_id,
            context,
            delivery=typed.method,
            country=typed.values["country"],
            postcode=typed.values["postcode"],
        )
    except Invalid as invalid:
        typed.errors.update(invalid.field_texts(context.locale))
    except Refusal as refusal:
        typed.errors["method"] = refusal.text(context.locale)


def _check(typed: Typed, view: BasketView, basket_id: UUID, context: ShopperContext) -> None:
    """Who buys, what is missing, and whether the page had shown what is now agreed to."""
    try:
        checkout.prepare(basket_id, context, contact=typed.contact)
    except Invalid as invalid:
        typed.errors.update(invalid.field_texts(context.locale))
    if not typed.tender:
        typed.errors["tender"] = _("Choose a means of payment.")
    total, way = view.quote.total, view.chosen
    if not typed.errors and way is not None and typed.shown_method and typed.shown_method != way.code:
        typed.news = _("The total now includes your choice: %(total)s. Please check it, then order.") % {
            "total": money(total)
        }


def _place(typed: Typed, view: BasketView, context: ShopperContext) -> OpenedOrder:
    shown = int(typed.shown_total) if typed.shown_total.isascii() and typed.shown_total.isdigit() else -1
    asked = {"basket": str(view.id), "total": shown, "promise": typed.shown_promise, "tender": typed.tender}
    return checkout.place_order(
        PlaceOrder(
            basket_id=view.id,
            shown_total=Money(shown, context.currency),
            shown_promise=typed.shown_promise,
            tender=typed.means,
            context=context,
            idempotency_key=IdempotencyKey.of(
                actor=context.actor, endpoint="storefront.checkout", key=typed.key, request=asked
            ),
        )
    )


def _page(
    request: HttpRequest, typed: Typed, view: BasketView, context: ShopperContext, *, status: int = 200
) -> HttpResponse:
    page = frame(
        request,
        context,
        title=pgettext("page", "Order"),
        hidden=True,
        aisles=None,
        count=view.count,
    )
    shown = {
        "page": page,
        "form": checkout_form.form(typed, view, context),
        "basket": shown_basket(view, context.locale, context.now),
    }
    return render(request, "storefront/checkout.html", shown, status=status)
