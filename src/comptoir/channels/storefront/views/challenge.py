"""The test bank's page, where a customer confirms a payment or does not."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Refusal
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """In the order's language. The answer is told to the bank, then the customer goes back to the order."""
    asked = payments.request_info(request_id)
    found = orders.get(asked.order_id)
    translation.activate(found.locale)
    request.current_app = found.locale  # type: ignore[attr-defined]
    here = address("order", found.locale, link=found.link)
    context = shopper(request)
    if request.method == "POST":
        try:
            payments.authenticate(request_id, approve=request.POST.get("answer") == "yes")
            orders.refresh_payment(request_id, actor=context.actor, now=context.now)
        except Refusal as refusal:
            return redirect_saying(here, refusal.text(found.locale), kind="problem")
        return HttpResponseRedirect(here)
    if asked.state != "action_required":
        return HttpResponseRedirect(here)
    page = frame(
        request,
        context,
        title=_("Confirm the payment with your bank"),
        hidden=True,
        aisles=None,
        paths={},
        count=0,
    )
    shown = {"number": found.number, "amount": asked.amount, "href": request.path}
    return render(request, "storefront/challenge.html", {"page": page, "challenge": shown})
