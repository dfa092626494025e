"""Everything that stands on the printed invoice, as text in one language: what `invoice.typ` sets."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.invoicing.contracts import BuyerInfo, DocumentInfo, InvoiceLine
from comptoir.invoicing.documents import words
from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.org.contracts import LegalIdentity

REGIONS = {"fr": "FR", "en": "GB"}
STEP = Decimal("0.0001")


def data(document: DocumentInfo, *, locale: str, brand: str) -> dict[str, Any]:
    """Plain JSON, all of it shown as text."""
    with translation.override(locale):
        kind = title_of(document)
        sums = _sums(document, locale)
        return {
            "lang": locale,
            "region": REGIONS[locale],
            "day": [document.issued_on.year, document.issued_on.month, document.issued_on.day],
            "title": f"{kind} {document.number}",
            "kind": kind,
            "number": document.number,
            "brand": brand,
            "page": _("page"),
            "attached": _("The same invoice for programs (Factur-X, EN 16931)"),
            "facts": _facts(document, locale),
            "seller_label": _("Seller"),
            "seller": _seller(document.seller, locale),
            "buyer_label": _("Invoiced to"),
            "buyer": _buyer(document.buyer, document.seller, locale),
            "corrects": _corrects(document, locale),
            "columns": [
                _("Description"), _("Quantity"), _("Unit price excl. VAT"), pgettext("column", "VAT"),
                _("Total excl. VAT"), _("Total incl. VAT"),
            ],
            "lines": [_line(line, document, locale) for line in document.lines],
            "vat_columns": [_("VAT rate"), _("Excl. VAT"), pgettext("column", "VAT"), _("Incl. VAT")],
            "vat": [
                [
                    _percent(part.rate_bp, locale), _amount(part.net, document, locale),
                    _amount(part.vat, document, locale), _amount(part.net + part.vat, document, locale),
                ]
                for part in document.vat
            ],
            "sums": sums,
            "strong": 2,
            "payment": _payment(document, locale),
            "notes": words.legal_notes(document, locale),
            "footer": _footer(document.seller),
        }  # fmt: skip


def replaced(value: Any, pattern: re.Pattern[str], by: str) -> Any:
    """The same data with the signs of `pattern` replaced; the XML stays whole."""
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, list):
        return [replaced(each, pattern, by) for each in value]
    if isinstance(value, dict):
        return {name: each if name == "xml" else replaced(each, pattern, by) for name, each in value.items()}
    return value


def title_of(document: DocumentInfo) -> str:
    """"Invoice" or "Credit note", in the active language."""
    return _("Credit note") if document.is_credit_note else _("Invoice")


def _facts(document: DocumentInfo, locale: str) -> list[list[str]]:
    facts = [
        [_("Number"), document.number],
        [_("Date of issue"), _day(document.issued_on, locale)],
        [_("Order"), document.order_number],
    ]
    if document.supplied_on:
        facts.insert(2, [_("Date of supply"), _day(document.supplied_on, locale)])
    return facts


def _seller(seller: LegalIdentity, locale: str) -> list[str]:
    lines = [
        f"{seller.name} {seller.legal_form}".strip(), seller.street, f"{seller.postcode} {seller.city}",
        _country(seller.country, locale), "",
        _("VAT number %(number)s") % {"number": seller.vat_number} if seller.vat_number else "",
        f"SIREN {words.grouped(seller.siren)}" if seller.siren else "",
        seller.email, seller.phone,
    ]  # fmt: skip
    return [line for line in lines if line]


def _buyer(buyer: BuyerInfo, seller: LegalIdentity, locale: str) -> list[str]:
    lines = [
        buyer.title, buyer.name if buyer.company else "", buyer.street, buyer.more,
        f"{buyer.postcode} {buyer.city}".strip(), _country(buyer.country, locale),
        _("VAT number %(number)s") % {"number": buyer.vat_number} if buyer.vat_number else "",
        f"SIREN {words.grouped(buyer.siren)}" if buyer.siren else "",
    ]  # fmt: skip
    return [line for line in lines if line]


def _corrects(document: DocumentInfo, locale: str) -> list[str]:
    return [
        _("Corrects invoice %(number)s of %(day)s.")
        % {"number": each.number, "day": _day(each.issued_on, locale)}
        for each in document.corrects
    ]


def _line(line: InvoiceLine, document: DocumentInfo, locale: str) -> dict[str, str]:
    reference = _("Ref. %(sku)s") % {"sku": line.sku} if line.sku else ""
    parts = (line.detail.read(locale), reference, _promotion(line, document, locale))
    detail = " · ".join(part for part in parts if part)
    return {
        "name": line.name.read(locale) or line.sku,
        "detail": detail,
        "quantity": format_decimal(line.quantity, locale=locale),
        "unit": _unit(line, document, locale),
        "rate": _percent(line.rate_bp, locale),
        "net": _amount(line.net, document, locale),
        "gross": _amount(line.gross, document, locale),
    }


def _promotion(line: InvoiceLine, document: DocumentInfo, locale: str) -> str:
    if not line.before:
        return ""
    before = _amount(line.before, document, locale)
    return _("%(why)s (unit price before: %(before)s incl. VAT)") % {"why": line.why.read(locale), "before": before}


def _unit(line: InvoiceLine, document: DocumentInfo, locale: str) -> str:
    """The net price of one piece; four decimals where two would not multiply to the line's net."""
    pieces, net = abs(line.quantity), abs(line.net)
    if net % pieces == 0:
        return _amount(net // pieces, document, locale)
    exact = (Money(net, document.currency).decimal / pieces).quantize(STEP)
    return format_currency(exact, document.currency, locale=locale, decimal_quantization=False)


def _sums(document: DocumentInfo, locale: str) -> list[list[str]]:
    owed = _("To be paid back") if document.is_credit_note else _("To be paid")
    sums = [
        [_("Total excl. VAT"), _amount(document.net, document, locale)],
        [pgettext("column", "VAT"), _amount(document.vat_total, document, locale)],
        [_("Total incl. VAT"), _amount(document.total, document, locale)],
    ]
    if document.prepaid:
        sums.append([_("Already paid"), _amount(-document.prepaid, document, locale)])
    return [*sums, [owed, _amount(document.due, document, locale)]]


def _payment(document: DocumentInfo, locale: str) -> list[str]:
    if document.is_credit_note:
        return []
    if not document.due:
        return [_("This invoice is paid. Thank you.")]
    lines = [_("Due on receipt.")]
    if document.seller.iban:
        iban = words.grouped(document.seller.iban, (4,) * 8)
        lines.append(_("By bank transfer to IBAN %(iban)s, with the number of this invoice.") % {"iban": iban})
    return lines


def _footer(seller: LegalIdentity) -> list[str]:
    place = f"{seller.street}, {seller.postcode} {seller.city}"
    lines = [f"{seller.name} · {words.about(seller)}".strip(" ·"), f"{place} · {seller.email}"]
    return [line for line in lines if line]


def _amount(minor: int, document: DocumentInfo, locale: str) -> str:
    return document.money(minor).format(locale)


def _percent(rate_bp: int, locale: str) -> str:
    number = format_decimal(Decimal(rate_bp) / 100, locale=locale)
    return f"{number}{words.THIN}%" if locale == "fr" else f"{number}%"


def _day(day: date, locale: str) -> str:
    return written(day, "d MMMM y", locale=locale)


def _country(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))
