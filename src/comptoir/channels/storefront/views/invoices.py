"""Invoices of an order behind its signed link, and the company that it is bought for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.visits import shopper
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import Company
from comptoir.kit.refusals import Invalid, Refusal
from comptoir.orders import facade as orders

KINDS = {"pdf": "application/pdf", "xml": "application/xml"}


@require_safe
def order_invoice(request: HttpRequest, link: str, number: str, form: str) -> HttpResponse:
    """The PDF in the language of the page, or the XML: of this order and no other."""
    context = shopper(request)
    found = orders.by_link(link)
    document = next((each for each in invoicing.of_order(found.id) if each.number == number), None)
    if document is None or form not in KINDS:
        raise Http404
    if form == "pdf":
        content = invoicing.print_document(document.id, locale=context.locale, now=context.now).pdf
    else:
        content = invoicing.electronic_form(document)
    response = HttpResponse(content, content_type=KINDS[form])
    response["Content-Disposition"] = f'inline; filename="{number}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def order_company(request: HttpRequest, link: str) -> HttpResponse:
    """Until the invoice is issued."""
    context = shopper(request)
    here = address("order", context.locale, link=link)
    typed = {name: request.POST.get(name, "")[:200] for name in ("name", "vat_number", "siren")}
    try:
        found = orders.by_link(link)
        invoicing.name_company(found.id, Company(**typed), actor=context.actor, now=context.now)
    except Invalid as refusal:
        return redirect_saying(here, " ".join(refusal.field_texts(context.locale).values()), kind="problem")
    except Refusal as refusal:
        return redirect_saying(here, refusal.text(context.locale), kind="problem")
    return redirect_saying(here, _("The invoice will bear the name of your company."))
