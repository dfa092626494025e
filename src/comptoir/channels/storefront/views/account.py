"""The account: log in by password, see one's orders, leave. What was gathered as a guest comes along."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts import facade as accounts
from comptoir.channels.storefront.entering import entered, needs_second, origin_of, second
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.paths import own_path
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.invoices import of_customer
from comptoir.channels.storefront.templatetags.shop import day
from comptoir.channels.storefront.visits import basket_of, drop_basket, drop_order, shopper
from comptoir.checkout import facade as checkout
from comptoir.kit.refusals import NotFound, Refusal
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext

UNDER_WAY = ("confirmed", "partly_shipped", "shipped", "partly_delivered")
MOST_ADDRESSES = 5


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The orders of who is logged in, else the ways to log in."""
    context = shopper(request)
    if request.method == "POST":
        return _log_in(request, context)
    session = accounts.session_of(request)
    if session is None:
        return log_in_page(request, context)
    onward = own_path(request.GET.get("next", ""), "")
    if onward and session.staff:
        way = second(onward, context.locale) if needs_second(session, onward) else onward
        return HttpResponseRedirect(way)
    page = frame(request, context, title=_("Your account"), hidden=True)
    shown = {
        "page": page, "orders": _orders(context), "invoices": of_customer(context, context.customer_id),
        "basket": _basket(request, context), "addresses": _addresses(context), "name": request.user,
        "staff": session.staff,
    }  # fmt: skip
    return render(request, "storefront/account.html", shown)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave: the basket stays with its person, this browser forgets it."""
    context, session = shopper(request), accounts.session_of(request)
    if session is not None:
        with suppress(NotFound):  # it was ended from afar a moment ago
            accounts.end_session(
                session.account_id, session.id, reason="left", origin=origin_of(context, session), now=context.now
            )
    accounts.leave(request)
    response = redirect_saying(address("home", context.locale), _("You are logged out."))
    drop_basket(response)
    drop_order(response)
    return response


def log_in_page(
    request: HttpRequest, context: ShopperContext, *, email: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """Every way in, on one page."""
    onward = own_path(request.POST.get("next", "") or request.GET.get("next", ""), "")
    for_staff = onward.startswith(reverse("wagtailadmin_home"))
    title = _("Log in to work") if for_staff else _("Log in")
    page = frame(request, context, title=title, hidden=True, aisles=None if for_staff else ())
    values = {"page": page, "email": email, "problem": problem, "next": onward, "for_staff": for_staff}
    return render(request, "storefront/log_in.html", values, status=status)


def _log_in(request: HttpRequest, context: ShopperContext) -> HttpResponse:
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    if not password:  # most have none: they get a code, by the same form sent on
        return HttpResponseRedirect(address("account_code", context.locale), preserve_request=True)
    try:
        who = accounts.enter_by_password(
            email=email,
            password=password,
            visitor=accounts.visitor(request),
            origin=context.origin(),
            now=context.now,
        )
    except Refusal as refusal:
        problem = refusal.text(context.locale)
        return log_in_page(request, context, email=email[:254], problem=problem, status=refusal.status)
    return entered(request, who, request.POST.get("next", ""))


def _orders(context: ShopperContext) -> list[dict[str, Any]]:
    if context.customer_id is None:
        return []
    found = orders.find(orders.OrderFilter(customer_id=context.customer_id), size=50)
    return [
        {
            "number": order.number,
            "href": address("order", context.locale, link=link),
            "again_href": "" if order.state == "pending" else address("order_again", context.locale, link=link),
            "day": day(order.placed_at.astimezone(context.market.zone)),
            "promised": day(order.promised_by.astimezone(context.market.zone)) if order.headline in UNDER_WAY else "",
            "state": order.state_name.read(context.locale),
            "total": order.total,
        }
        for order, link in ((order, orders.link(order.id)) for order in found.items)
    ]


def _basket(request: HttpRequest, context: ShopperContext) -> tuple[int, int]:
    """Pieces in the basket, the same on every device, and articles that are saved for later."""
    basket_id = basket_of(request)
    try:
        return (checkout.count(basket_id, context), len(checkout.saved(basket_id, context))) if basket_id else (0, 0)
    except NotFound:
        return 0, 0


def _addresses(context: ShopperContext) -> list[list[str]]:
    """Where orders went, the latest first."""
    kept = (to for to in checkout.addresses(context) if to.street)
    places = dict.fromkeys((to.name, to.street, to.more, f"{to.postcode} {to.city}") for to in kept)
    return [[part for part in place if part] for place in places][:MOST_ADDRESSES]
