"""An order behind its signed link: confirmation, payment again, cancelling."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.channels.storefront import checkout_form
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.invoices import of_order as shown_invoices
from comptoir.channels.storefront.shown.order import collects
from comptoir.channels.storefront.shown.order import order as shown_order
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Refusal
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender


@require_safe
def order(request: HttpRequest, link: str) -> HttpResponse:
    """Straight after paying (`paying=1`) a bank that wants to be asked is visited without another tap."""
    context = shopper(request)
    found = orders.by_link(link)
    shown = shown_order(found, context.locale, context.market, context.now)
    if shown["action"] and "paying" in request.GET:
        return HttpResponseRedirect(shown["action"])
    if shown["unpaid"]:
        offered = payments.tenders(collects=collects(found))
        shown["tenders"] = checkout_form.tenders(offered, "", context.locale)
    shown |= shown_invoices(found, context.locale)
    title = pgettext("page", "Order %(number)s") % {"number": found.number}
    page = frame(request, context, title=title, hidden=True)
    return render(request, "storefront/order.html", {"page": page, "order": shown})


@require_POST
def order_pay(request: HttpRequest, link: str) -> HttpResponse:
    """Another means of payment for the same order."""
    context = shopper(request)
    here = address("order", context.locale, link=link)
    kind, _colon, token = request.POST.get("tender", "")[:200].partition(":")
    if not kind:
        return redirect_saying(here, _("Choose a means of payment."), kind="problem")
    try:
        found = orders.by_link(link)
        orders.pay_again(found.id, tender=Tender(kind=kind, token=token), actor=context.actor, now=context.now)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return HttpResponseRedirect(f"{here}?paying=1")


@require_POST
def order_cancel(request: HttpRequest, link: str) -> HttpResponse:
    context = shopper(request)
    here = address("order", context.locale, link=link)
    try:
        found = orders.by_link(link)
        orders.cancel(found.id, reason="changed_mind", actor=context.actor, now=context.now)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return HttpResponseRedirect(here)
