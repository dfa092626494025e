"""Invoices and credit notes: for their buyers by the token of the order's link, for programs by keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.schemas.invoices import CompanyIn, CompanyOut, InvoiceList, InvoiceOut, InvoicePage
from comptoir.channels.api.schemas.parts import Line, PageNumber, PageSize
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing.contracts import Company, DocumentInfo
from comptoir.orders import facade as orders
from comptoir.orders.errors import LinkInvalid

router = Router(tags=["invoices"])
SCOPE = "invoices:read"
READ = Bearer(SCOPE)
PDF, XML = "application/pdf", "application/xml"


@router.get("/invoices", response=InvoicePage, auth=READ, summary="List invoices and credit notes")
def list_invoices(
    request: ApiRequest,
    response: HttpResponse,
    search: Annotated[Line, Query("", description="start of a number, or part of a buyer's name")],
    since: Annotated[date | None, Query(None, description="issued on this day or later")],
    until: Annotated[date | None, Query(None, description="issued on this day or before")],
    kind: Literal["invoice", "credit_note"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> InvoicePage:
    """Those of the key's storefront."""
    assert request.caller  # READ lets nobody in without a key
    wanted = invoicing.DocumentFilter(
        text=search, kind=kind or "", storefront=request.caller.storefront, since=since, until=until
    )
    found = invoicing.find(wanted, page=page, size=size)
    asked = {"search": search, "kind": kind, "since": since, "until": until}
    given = {name: str(value) for name, value in asked.items() if value}
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), given)
    return InvoicePage.of(found)


@router.get("/orders/{order_id}/invoices", response=InvoiceList, summary="Invoices and credit notes of an order")
def list_order_invoices(request: ApiRequest, order_id: UUID, token: Line = "") -> InvoiceList:
    """In the order in which they were issued, with the token of the order's link, or a key with invoices:read."""
    order_for(request, order_id, token, SCOPE)
    locale = request.context.locale
    return InvoiceList(items=[InvoiceOut.of(each, locale) for each in invoicing.of_order(order_id)])


@router.put("/orders/{order_id}/company", response=CompanyOut, summary="Buy for a company")
def name_company(request: ApiRequest, order_id: UUID, body: CompanyIn, key: Key, token: Line = "") -> CompanyOut:
    """The invoice will bear its name; until the invoice is issued. Said twice, the last one holds."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    call = once(request, key, body)
    invoicing.name_company(order_id, body.company(), actor=context.actor, now=context.now, idempotency_key=call)
    return CompanyOut.of(invoicing.company_of(order_id) or Company(name=""))


@router.get("/invoices/{invoice_id}", response=InvoiceOut, summary="Read an invoice or credit note")
def read_invoice(request: ApiRequest, invoice_id: UUID, token: Line = "") -> InvoiceOut:
    """With the token of its order's link, or a key with invoices:read."""
    return InvoiceOut.of(_document_for(request, invoice_id, token), request.context.locale)


@router.get(
    "/invoices/{invoice_id}/pdf",
    summary="Its PDF",
    openapi_extra={"responses": {200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}},
)
def read_pdf(
    request: ApiRequest, invoice_id: UUID, token: Line = "", language: Literal["fr", "en"] | None = None
) -> HttpResponse:
    """PDF/A-3 with the XML inside (Factur-X), in the language of the order unless another is asked for."""
    document = _document_for(request, invoice_id, token)
    printed = invoicing.print_document(document.id, locale=language or document.locale, now=request.context.now)
    return _file(printed.pdf, printed.name, PDF)


@router.get(
    "/invoices/{invoice_id}/xml",
    summary="Its XML",
    openapi_extra={"responses": {200: {"content": {XML: {"schema": {"type": "string"}}}}}},
)
def read_xml(request: ApiRequest, invoice_id: UUID, token: Line = "") -> HttpResponse:
    """Cross Industry Invoice, Factur-X profile EN 16931."""
    document = _document_for(request, invoice_id, token)
    return _file(invoicing.electronic_form(document), f"{document.number}.xml", XML)


def _document_for(request: ApiRequest, invoice_id: UUID, token: str) -> DocumentInfo:
    """Nobody learns whether an invoice exists who may not read it. Refuses KeyMissing, ScopeMissing, LinkInvalid,
    NotFound."""
    if token:
        own = invoicing.of_order(orders.order_of_link(token))
        found = next((each for each in own if each.id == invoice_id), None)
        if found is None:
            raise LinkInvalid()
        return found
    READ(request)
    document = invoicing.get(invoice_id)
    order_for(request, document.order_id, "", SCOPE)
    return document


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
