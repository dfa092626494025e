"""Invoices and credit notes as their buyer sees them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.templatetags.shop import day
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import CREDIT_NOTE
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org.contracts import ShopperContext

ENDED = ("cancelled", "expired")
MOST = 100


def of_order(found: OrderInfo, locale: str) -> dict[str, Any]:
    """The documents; while there are none, the company that the invoice will name, and where to name it."""
    documents = [
        _shown(each.kind, each.number, datetime.combine(each.issued_on, time(12)), found.link, locale)
        | {"total": each.money(each.total)}
        for each in invoicing.of_order(found.id)
    ]
    open_to_change = not documents and found.state not in ENDED
    return {
        "documents": documents,
        "company": invoicing.company_of(found.id) if open_to_change else None,
        "company_href": address("order_company", locale, link=found.link) if open_to_change else "",
    }


def of_customer(context: ShopperContext, customer_id: UUID | None) -> list[dict[str, Any]]:
    """The latest hundred of a person who is logged in; none for an account that never bought."""
    if customer_id is None:  # which to the filter would mean: of everybody
        return []
    found = invoicing.find(invoicing.DocumentFilter(customer_id=customer_id), size=MOST)
    return [
        _shown(
            row.kind, row.number, datetime.combine(row.issued_on, time(12)), orders.link(row.order_id), context.locale
        )
        | {"total": row.total, "order": row.order_number}
        for row in found.items
    ]


def _shown(kind: str, number: str, issued: datetime, link: str, locale: str) -> dict[str, Any]:
    forms = {
        form: address("order_invoice", locale, link=link, number=number, form=form) for form in ("pdf", "xml")
    }
    name = _("Credit note") if kind == CREDIT_NOTE else _("Invoice")
    return {"name": name, "number": number, "day": day(issued), **forms}
