"""The one page between basket and order."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from comptoir.channels.storefront import checkout_form, destinations, gifts, lawful, similar
from comptoir.channels.storefront.checkout_form import Typed
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying, said
from comptoir.channels.storefront.shown.basket import basket as shown_basket
from comptoir.channels.storefront.shown.law import before_ordering
from comptoir.channels.storefront.templatetags.shop import money
from comptoir.channels.storefront.visits import basket_of, drop_basket, keep_basket, keep_order, shopper
from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import BasketView, PlaceOrder
from comptoir.checkout.errors import BasketClosed, SupplyNotAgreed
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.orders.contracts import OpenedOrder
from comptoir.org.contracts import ShopperContext


@require_http_methods(["GET", "HEAD", "POST"])
def checkout_page(request: HttpRequest) -> HttpResponse:
    context = shopper(request)
    basket_id = basket_of(request)
    try:
        view = checkout.view(basket_id, context) if basket_id else None
    except NotFound:  # of a person who is no longer logged in: the basket's page says so
        view = None
    if view is not None and request.method == "POST":
        response = _submitted(request, view, context)
        destinations.correct(request, response, request.POST.get("country", ""), request.POST.get("postcode", ""))
        return response
    if view is None or view.state != "open" or not view.lines:
        return HttpResponseRedirect(address("basket", context.locale))
    view = destinations.carry(request, view, context)
    checkout.viewed(view.id, "checkout", context)
    tender = str((said(request) or {}).get("tender", ""))
    typed = checkout_form.from_basket(view, context, tender=tender, account=_account(request))
    return _page(request, typed, view, context)


def _account(request: HttpRequest) -> dict[str, str]:
    user = request.user
    return {"email": user.get_username(), "name": user.name} if user.is_authenticated else {}


def _submitted(request: HttpRequest, view: BasketView, context: ShopperContext) -> HttpResponse:
    """A page that was sent before, because its answer was lost or the button tapped twice, ends at its order."""
    typed = checkout_form.from_request(request)
    if view.state != "open":
        return _ordered_before(request, typed, view, context)
    if "language" in request.POST:
        return _in_other_language(request, typed, view, context)
    try:
        _choose(typed, view, context)
        _change_codes(request, typed, view, context)
        view = checkout.view(view.id, context)
        if not view.lines:
            return HttpResponseRedirect(address("basket", context.locale))
        _count_gifts(request, typed, view, context)
        if not {"update", "town", "meant_email", "promo_remove"}.isdisjoint(request.POST):
            if typed.shown_method and typed.method and typed.method != typed.shown_method:
                checkout.hesitated(view.id, "delivery", context)
            return _page(request, typed, view, context, status=422 if typed.errors else 200)
        _check(typed, view, context)
        if typed.errors or typed.problem or typed.news or typed.suggested or typed.meant_email:
            _note_what_stopped(typed, view.id, context)
            return _page(request, typed, checkout.view(view.id, context), context, status=422)
        opened = _place(typed, view, context)
        similar.note(request.POST, view.country, typed.contact.email, context)
        checkout.completed(view.id, "order", context)
    except Refusal as refusal:
        checkout.refused(view.id, "order", refusal.code, context)
        view = checkout.view(view.id, context)
        if view.state != "open":  # another tap was quicker
            return _ordered_before(request, typed, view, context)
        typed.problem = refusal.text(context.locale)
        return _page(request, typed, view, context, status=refusal.status)
    return _to_order(request, opened, view.id, context)


def _in_other_language(request: HttpRequest, typed: Typed, view: BasketView, context: ShopperContext) -> HttpResponse:
    """The same page with all that was typed; what is missing is not complained of yet."""
    if typed.method:
        _choose(typed, view, context)
        typed.errors.clear()
    return _page(request, typed, checkout.view(view.id, context), context)


def _ordered_before(request: HttpRequest, typed: Typed, view: BasketView, context: ShopperContext) -> HttpResponse:
    """Without the page's key: whatever the second sending says, the basket has become one order."""
    try:
        opened = _place(replace(typed, key=""), view, context)
    except Refusal as refusal:
        return redirect_saying(address("basket", context.locale), refusal.text(context.locale), kind="problem")
    return _to_order(request, opened, view.id, context)


def _to_order(
    request: HttpRequest, opened: OpenedOrder, basket_id: UUID, context: ShopperContext
) -> HttpResponse:
    response = HttpResponseRedirect(address("order", context.locale, link=opened.link) + "?paying=1")
    going_on = checkout.carry_saved(basket_id, context)  # what was saved for later outlives the order
    if going_on:
        keep_basket(request, response, going_on)
    else:
        drop_basket(response)
    keep_order(request, response, opened.link)
    return response


def _choose(typed: Typed, view: BasketView, context: ShopperContext) -> None:
    """Write the way of delivery into the basket, so that total and date are those of the choice; where nothing travels
    the country alone, whose VAT counts."""
    if not typed.method and view.travels:
        typed.errors["method"] = _("Choose how you want to receive your order.")
        return
    try:
        checkout.prepare(
            view.id,
            context,
            delivery=typed.method if view.travels else None,
            country=typed.values["country"],
            postcode=typed.values["postcode"],
        )
    except Invalid as invalid:
        typed.refused(invalid, context.locale)


def _change_codes(request: HttpRequest, typed: Typed, view: BasketView, context: ShopperContext) -> None:
    """A promotion's code that was typed joins the basket, one whose button was tapped leaves it."""
    if "promo_remove" in request.POST:
        checkout.remove_code(view.id, request.POST["promo_remove"], context)
    if not typed.promo:
        return
    try:
        checkout.enter_code(view.id, typed.promo, context, asker=gifts.asker(request))
        typed.promo = ""
    except BasketClosed:
        raise
    except Refusal as refusal:
        typed.errors["promo"] = refusal.text(context.locale)


def _count_gifts(request: HttpRequest, typed: Typed, view: BasketView, context: ShopperContext) -> None:
    """What the typed codes pay of the total as it is now."""
    typed.gifts = gifts.read(
        typed.gift, view.quote.total, asker=gifts.asker(request), locale=context.locale, now=context.now
    )
    if typed.gifts.error:
        typed.errors["gift"] = typed.gifts.error


def _check(typed: Typed, view: BasketView, context: ShopperContext) -> None:
    """Who buys, what is missing, and whether the page had shown what is now agreed to."""
    try:
        checkout.prepare(view.id, context, contact=typed.contact)
    except Invalid as invalid:
        typed.refused(invalid, context.locale)
    if not typed.tender and typed.gifts and typed.gifts.left:
        typed.errors["tender"] = _("Choose a means of payment.")
    if view.at_request and not typed.supply_agreed:
        typed.errors["supply"] = str(SupplyNotAgreed.sentence)
    if typed.errors.keys() <= {"postcode"}:  # beside a wrong one stands what may have been meant
        typed.suggested = typed.doubts
    if not typed.errors:
        typed.meant_email = typed.email_doubt
    total, way = view.quote.total, view.chosen
    if not typed.errors and typed.gifts and str(typed.gifts.pay.minor) != (typed.shown_gift or "0"):
        typed.news = _("Your card pays %(pays)s, %(left)s is left to pay. Please check it, then order.") % {
            "pays": money(typed.gifts.pay),
            "left": money(typed.gifts.left),
        }
    if not typed.errors and way is not None and typed.shown_method and typed.shown_method != way.code:
        typed.news = _("The total now includes your choice: %(total)s. Please check it, then order.") % {
            "total": money(total)
        }


def _note_what_stopped(typed: Typed, basket_id: UUID, context: ShopperContext) -> None:
    """One event a submission: the first field that was wrong, else the doubt that was shown."""
    if typed.errors:
        checkout.refused(basket_id, "buyer", f"invalid_{next(iter(typed.errors))}", context)
    elif typed.meant_email:
        checkout.hesitated(basket_id, "buyer", context)
    elif typed.suggested:
        checkout.hesitated(basket_id, "address", context)
    else:
        checkout.hesitated(basket_id, "delivery", context)


def _place(typed: Typed, view: BasketView, context: ShopperContext) -> OpenedOrder:
    shown = int(typed.shown_total) if typed.shown_total.isascii() and typed.shown_total.isdigit() else -1
    asked = {"basket": str(view.id), "total": shown, "promise": typed.shown_promise, "tender": typed.tender}
    if typed.gift:
        asked["gift"] = typed.gift
    if typed.supply_agreed:
        asked["supply"] = "agreed"
    return checkout.place_order(
        PlaceOrder(
            basket_id=view.id,
            shown_total=Money(shown, context.currency),
            shown_promise=typed.shown_promise,
            tenders=typed.means,
            context=context,
            supply_agreed=typed.supply_agreed,
            idempotency_key=IdempotencyKey.of(
                actor=context.actor, endpoint="storefront.checkout", key=typed.key, request=asked
            )
            if typed.key
            else None,
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
    page["carry"] = "checkout-form"  # the language changes with what was typed
    shown = {
        "page": page,
        "form": checkout_form.form(typed, view, context),
        "express": request.method == "GET" and view.contact is None and checkout.knows_before(context),
        "basket": shown_basket(view, context),
        "law": before_ordering(view, context),
        "similar": similar.wording(context, view.country, typed.contact.email),
        "similar_refused": similar.REFUSED in request.POST,
    }
    answer = render(request, "storefront/checkout.html", shown, status=status)
    lawful.require_order_button(answer.content.decode(), page["language"])
    return answer
