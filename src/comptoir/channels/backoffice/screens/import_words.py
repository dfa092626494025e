"""What an import says of a row, in words: its reasons are stable English codes (`imports.contracts.Finding`)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, str] = {
    "missing": gettext_noop("missing"),
    "duplicate": gettext_noop("stands on an earlier row too"),
    "control character": gettext_noop("holds a character that cannot be shown"),
    "too long": gettext_noop("too long"),
    "too large": gettext_noop("too large"),
    "too deep or too long": gettext_noop("too many levels, or a name too long"),
    "too many decimals": gettext_noop("too many decimals"),
    "over 150 characters": gettext_noop("more than 150 characters"),
    "over 5000 characters": gettext_noop("more than 5,000 characters"),
    "more than 20 pictures": gettext_noop("more than 20 pictures"),
    "not a number": gettext_noop("not a number"),
    "not an integer": gettext_noop("not a whole number"),
    "not a date": gettext_noop("not a date"),
    "not an interval": gettext_noop("not a start and an end"),
    "ends before it starts": gettext_noop("ends before it starts"),
    "not an address": gettext_noop("not an address of the web"),
    "not readable": gettext_noop("not readable"),
    "not section:name:value": gettext_noop("not written as section:name:value"),
    "not UTF-8": gettext_noop("not written in UTF-8"),
    "quote not closed": gettext_noop("a quotation mark is not closed"),
    "wrong number of columns": gettext_noop("not as many columns as the first line"),
    "negative": gettext_noop("negative"),
    "zero": gettext_noop("zero"),
    "unknown unit": gettext_noop("unknown unit"),
    "unknown value": gettext_noop("unknown value"),
    "missing currency": gettext_noop("without a currency"),
    "unknown currency": gettext_noop("unknown currency"),
    "other currency than price": gettext_noop("in another currency than the price"),
    "not the currency of the market": gettext_noop("not in the currency of the market"),
    "not below price": gettext_noop("not below the price"),
    "no, but gtin given": gettext_noop("says no, but a GTIN is given"),
    "used by another product": gettext_noop("another product has it"),
    "not digits": gettext_noop("not made of digits"),
    "wrong length": gettext_noop("not 8, 12, 13 or 14 digits"),
    "check digit": gettext_noop("wrong check digit"),
}
# Names of the fields that people choose from, in the order of the list.
NAMES = {
    "id": _("number (needed)"), "title": _("name (needed)"), "price": _("price (needed)"), "title_fr": _("French name"),
    "title_en": _("English name"), "description": _("description"), "description_fr": _("French description"),
    "description_en": _("English description"), "sku": _("SKU"), "item_group_id": _("product of the variant"),
    "brand": _("brand"), "product_type": _("category, parts with >"), "quantity": _("pieces in stock"),
    "availability": _("availability"), "gtin": _("GTIN"), "mpn": _("manufacturer’s number"),
    "shipping_weight": _("weight"), "tax_category": _("VAT"), "nature": _("what it is"), "currency": _("currency"),
    "color": _("colour"),
    "size": _("size"), "material": _("material"), "pattern": _("pattern"), "image_link": _("picture"),
    "additional_image_link": _("more pictures"), "link": _("address of its page"), "options": _("options"),
    "product_detail": _("properties"), "condition": _("new or used"), "availability_date": _("available from"),
    "sale_price": _("reduced price"), "sale_price_effective_date": _("days of the reduced price"),
    "google_product_category": _("Google’s category"), "identifier_exists": _("whether it has a GTIN"),
}  # fmt: skip
VERDICTS = {
    "refused": pgettext_lazy("row", "refused"), "warning": _("imported, flagged"), "ok": _("good"),
}  # fmt: skip


def reason(code: str) -> str:
    return gettext(REASONS[code]) if code in REASONS else code


def field(code: str) -> str:
    """As people choose it, without what stands in brackets; `row` is the row as a whole."""
    if code == "row":
        return gettext("the whole row")
    return str(NAMES[code]).partition(" (")[0] if code in NAMES else code
