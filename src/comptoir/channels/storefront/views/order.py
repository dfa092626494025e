"""An order behind its signed link: confirmation, payment again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.aftersales import facade as aftersales
from comptoir.channels.storefront import checkout_form, gifts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown.invoices import of_order as shown_invoices
from comptoir.channels.storefront.shown.order import collects
from comptoir.channels.storefront.shown.order import order as shown_order
from comptoir.channels.storefront.shown.refunds import refunds as shown_refunds
from comptoir.channels.storefront.shown.reviews import of_order as of_purchases
from comptoir.channels.storefront.shown.withdrawal import of_order
from comptoir.channels.storefront.visits import shopper
from comptoir.downloads import facade as downloads
from comptoir.invoicing import facade as invoicing
from comptoir.kit.refusals import Refusal
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender
from comptoir.reviews import facade as reviews


@require_safe
def order(request: HttpRequest, link: str) -> HttpResponse:
    """Straight after paying (`paying=1`) a bank that wants to be asked is visited without another tap."""
    context = shopper(request)
    found = orders.by_link(link)
    shown = shown_order(found, context.locale, context.market, context.now)
    if shown["action"] and "paying" in request.GET:
        if shown["action"].startswith("/"):
            return HttpResponseRedirect(shown["action"])
        # Straight after a form the policy lets no redirect leave this host: the page itself sends the browser on.
        shown["leaves"] = True
    if shown["unpaid"] or shown["transfer"]:
        offered = payments.tenders(collects=collects(found), legal_entity=context.market.legal_entity)
        others = tuple(each for each in offered if not (shown["transfer"] and each.kind == payments.TRANSFER))
        shown["tenders"] = checkout_form.tenders(others, "", context.locale)
    shown["credits"] = payments.credits_of(found.id, now=context.now)
    shown |= shown_invoices(found, context.locale)
    withdrawn = aftersales.of_order(found.id)
    shown |= of_order(aftersales.right(found, context.now), withdrawn, link, context.locale)
    if found.state == "delivered" and shown["withdraw_until"] and shown["withdraw_href"]:
        shown["next"] = shown["next"] or _("Until when you may change your mind stands below.")
    paid_back = orders.refunds_of(found)
    notes = invoicing.credit_notes_of(found.id, paid_back)
    shown |= shown_refunds(found, paid_back, notes, withdrawn, context.market, context.locale)
    shown["reviews"] = [] if shown["waiting"] else of_purchases(reviews.of_order(found.id), link, context.locale)
    shown["downloads"] = [
        {
            "name": each.name, "size": each.size,
            "href": address("order_file", context.locale, link=link, file=each.file_id),
        }
        for each in downloads.downloads_of(found.id)
    ]  # fmt: skip
    title = pgettext("page", "Order %(number)s") % {"number": found.number}
    page = frame(request, context, title=title, hidden=True)
    return render(request, "storefront/order.html", {"page": page, "order": shown})


@require_POST
def order_pay(request: HttpRequest, link: str) -> HttpResponse:
    """Another means of payment for the same order; a card pays what it has, the rest is asked for again."""
    context = shopper(request)
    here = address("order", context.locale, link=link)
    kind, _colon, token = request.POST.get("tender", "")[:200].partition(":")
    code = request.POST.get("gift", "")[:100].strip()
    if not kind and not code:
        return redirect_saying(here, _("Choose a means of payment."), kind="problem")
    try:
        found = orders.by_link(link)
        tender = Tender(kind=kind, token=token)
        if code:
            card = payments.find_code(code, asker=gifts.asker(request), now=context.now)
            tender = Tender(kind=card.kind, token=code)
        orders.pay_again(found.id, tender=tender, actor=context.actor, now=context.now)
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return HttpResponseRedirect(f"{here}?paying=1")


@require_safe
def payment_return(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The customer comes back from a provider's page: it is asked what became of the payment, then the order is shown,
    in its own language. When its event came before, nothing is left to say."""
    context = shopper(request)
    found = orders.get(payments.request_info(request_id).order_id)
    orders.refresh_payment(request_id, actor=context.actor, now=context.now)
    return HttpResponseRedirect(address("order", found.locale, link=found.link))
