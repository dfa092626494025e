"""Invoices and credit notes as the API takes and tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, MoneyOut, Request, Short, Text
from comptoir.invoicing.contracts import BuyerInfo, Company, DocumentInfo, DocumentRow, InvoiceLine, VatLine
from comptoir.kit.paging import Page
from comptoir.org.contracts import LegalIdentity


class CompanyIn(Request):
    """A professional buyer, known by its SIREN or its VAT number."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    vat_number: Short = ""
    siren: Short = ""

    def company(self) -> Company:
        return Company(name=self.name, vat_number=self.vat_number, siren=self.siren)


class CompanyOut(Answer):
    name: str
    vat_number: str
    siren: str

    @staticmethod
    def of(company: Company) -> CompanyOut:
        return CompanyOut(name=company.name, vat_number=company.vat_number, siren=company.siren)


class SellerOut(Answer):
    name: str
    legal_form: str
    siren: str
    siret: str
    vat_number: str
    street: str
    postcode: str
    city: str
    country: str

    @staticmethod
    def of(seller: LegalIdentity) -> SellerOut:
        return SellerOut(**{name: getattr(seller, name) for name in SellerOut.model_fields})


class InvoicedOut(Answer):
    """Who is invoiced; `company` is empty for a consumer."""

    name: str
    company: str
    vat_number: str
    siren: str
    email: Line
    street: str
    more: str
    postcode: str
    city: str
    country: str

    @staticmethod
    def of(buyer: BuyerInfo) -> InvoicedOut:
        return InvoicedOut(**{name: getattr(buyer, name) for name in InvoicedOut.model_fields})


class InvoiceLineOut(Answer):
    """gross = net + vat. `unit` includes VAT. `vat_category` is a code of UNTDID 5305."""

    kind: str
    sku: str
    name: str
    detail: str
    quantity: int
    unit: MoneyOut
    net: MoneyOut
    vat: MoneyOut
    gross: MoneyOut
    vat_rate_bp: int
    vat_category: str

    @staticmethod
    def of(line: InvoiceLine, document: DocumentInfo, locale: str) -> InvoiceLineOut:
        def money(minor: int) -> MoneyOut:
            return MoneyOut.of(document.money(minor))

        return InvoiceLineOut(
            kind=line.kind,
            sku=line.sku,
            name=line.name.read(locale),
            detail=line.detail.read(locale),
            quantity=line.quantity,
            unit=money(line.unit),
            net=money(line.net),
            vat=money(line.vat),
            gross=money(line.gross),
            vat_rate_bp=line.rate_bp,
            vat_category=line.category,
        )


class InvoiceVatOut(Answer):
    category: str
    rate_bp: int
    net: MoneyOut
    vat: MoneyOut

    @staticmethod
    def of(part: VatLine, document: DocumentInfo) -> InvoiceVatOut:
        return InvoiceVatOut(
            category=part.category,
            rate_bp=part.rate_bp,
            net=MoneyOut.of(document.money(part.net)),
            vat=MoneyOut.of(document.money(part.vat)),
        )


class InvoiceOut(Answer):
    """An invoice or a credit note (`kind`); nothing of it changes. Amounts of a credit note are positive too;
    `corrects` are the numbers of the invoices that it corrects."""

    id: str
    kind: str
    number: str
    order_id: str
    order_number: str
    issued_on: date
    issued_at: datetime
    supplied_on: date | None
    seller: SellerOut
    buyer: InvoicedOut
    lines: list[InvoiceLineOut]
    vat_parts: list[InvoiceVatOut]
    net: MoneyOut
    vat: MoneyOut
    total: MoneyOut
    prepaid: MoneyOut
    due: MoneyOut
    corrects: list[str]

    @staticmethod
    def of(document: DocumentInfo, locale: str) -> InvoiceOut:
        return InvoiceOut(
            id=str(document.id),
            kind=document.kind,
            number=document.number,
            order_id=str(document.order_id),
            order_number=document.order_number,
            issued_on=document.issued_on,
            issued_at=document.issued_at,
            supplied_on=document.supplied_on,
            seller=SellerOut.of(document.seller),
            buyer=InvoicedOut.of(document.buyer),
            lines=[InvoiceLineOut.of(line, document, locale) for line in document.lines],
            vat_parts=[InvoiceVatOut.of(part, document) for part in document.vat],
            net=MoneyOut.of(document.money(document.net)),
            vat=MoneyOut.of(document.money(document.vat_total)),
            total=MoneyOut.of(document.money(document.total)),
            prepaid=MoneyOut.of(document.money(document.prepaid)),
            due=MoneyOut.of(document.money(document.due)),
            corrects=[each.number for each in document.corrects],
        )


class InvoiceList(Answer):
    items: list[InvoiceOut]


class InvoiceRowOut(Answer):
    """`valid` is null until the electronic form was checked by XSD and Schematron."""

    id: str
    kind: str
    number: str
    order_id: str
    order_number: str
    issued_on: date
    buyer: str
    net: MoneyOut
    vat: MoneyOut
    total: MoneyOut
    valid: bool | None

    @staticmethod
    def of(row: DocumentRow) -> InvoiceRowOut:
        return InvoiceRowOut(
            id=str(row.id),
            kind=row.kind,
            number=row.number,
            order_id=str(row.order_id),
            order_number=row.order_number,
            issued_on=row.issued_on,
            buyer=row.buyer,
            net=MoneyOut.of(row.net),
            vat=MoneyOut.of(row.vat),
            total=MoneyOut.of(row.total),
            valid=row.valid,
        )


class InvoicePage(Answer):
    """Latest first; `page` counts from 1. The header Link leads to the other pages."""

    items: list[InvoiceRowOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(page: Page[DocumentRow]) -> InvoicePage:
        return InvoicePage(
            items=[InvoiceRowOut.of(row) for row in page.items],
            page=page.number,
            size=page.size,
            total=page.total,
            pages=page.pages,
        )
