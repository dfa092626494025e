"""The account: log in, see one's orders, leave. What was gathered as a guest comes along."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.invoices import of_customer
from comptoir.channels.storefront.templatetags.shop import day
from comptoir.channels.storefront.visits import basket_of, drop_basket, keep_basket, shopper
from comptoir.checkout import facade as checkout
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.recognition import facade as recognition


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The orders of who is logged in, else the form to log in."""
    if request.method == "POST":
        return _log_in(request)
    context = shopper(request)
    if context.customer_id is None:
        return _form(request, context)
    page = frame(request, context, title=_("Your account"), hidden=True)
    found = orders.find(orders.OrderFilter(customer_id=context.customer_id), size=50)
    rows: list[dict[str, Any]] = [
        {
            "number": order.number,
            "href": address("order", context.locale, link=orders.link(order.id)),
            "day": day(order.placed_at.astimezone(context.market.zone)),
            "state": order.state_name.read(context.locale),
            "total": order.total,
        }
        for order in found.items
    ]
    invoices = of_customer(context, context.customer_id)
    values = {"page": page, "orders": rows, "invoices": invoices, "name": request.user}
    return render(request, "storefront/account.html", values)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave: the basket stays with its person, this browser forgets it."""
    logout(request)
    response = redirect_saying(address("home", shopper(request).locale), _("You are logged out."))
    drop_basket(response)
    return response


def _log_in(request: HttpRequest) -> HttpResponse:
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    # Django answers as slowly for an e-mail that has no account as for a wrong password.
    person = authenticate(request, username=email, password=password) if "\x00" not in email + password else None
    if person is None:
        return _form(request, shopper(request), email=email, wrong=True)
    guest_basket, before = basket_of(request), shopper(request)
    recognition.know_account(person.pk, email=person.get_username(), locale=before.locale, now=before.now)
    login(request, person)
    del request.shopper  # type: ignore[attr-defined]
    context = shopper(request)
    basket_id = checkout.open_basket(context)
    if guest_basket is not None:
        with suppress(NotFound):  # somebody else's, or gone: the person's own goes on
            basket_id = checkout.claim(guest_basket, context)
    response = redirect_saying(address("account", context.locale), _("You are logged in."))
    keep_basket(request, response, basket_id)
    return response


def _form(request: HttpRequest, context: ShopperContext, *, email: str = "", wrong: bool = False) -> HttpResponse:
    page = frame(request, context, title=_("Log in"), hidden=True)
    values = {"page": page, "email": email, "wrong": wrong}
    return render(request, "storefront/log_in.html", values, status=422 if wrong else 200)
