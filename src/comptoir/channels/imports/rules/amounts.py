"""Prices as merchants write them: `170.06 EUR`, `1 249,90 EUR`, `1.249,90 €`, `EUR 20`.

Decimals per currency and the currencies in use come from CLDR by Babel (ISO 4217 codes that are legal
tender somewhere today).
"""

from __future__ import annotations

import re
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from comptoir.channels.imports.rules.texts import Unusable
from comptoir.kit.money import Money

SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "Kč": "CZK"}
LARGEST_MINOR = 10**13
LONGEST = 60
GAPS = re.compile(r"[\s'’]+")
CODE = re.compile(
    r"^(?:(?P<before>[^\W\d_]{2,}|[€£$¥])\s*)?(?P<number>[^A-Za-z€£$¥]*?)\s*(?P<after>[^\W\d_]{2,}|[€£$¥])?$"
)
PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
BY_GAPS = re.compile(r"^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$")
BY_COMMAS = re.compile(r"^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$")
BY_POINTS = re.compile(r"^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:\.\d{3}){2,}$")


def price(text: str, default_currency: str = "") -> Money:
    """The amount that `text` states; refuses by Unusable with the reason.

    `default_currency` stands for a column of its own that holds the currency. Zero is refused: a price that
    was forgotten must not give goods away.
    """
    if not text.strip():
        raise Unusable("missing")
    found = CODE.match(text.strip().replace("\u2212", "-")) if len(text) <= LONGEST else None
    if found is None or not any(c in "0123456789" for c in found["number"]):
        raise Unusable("not a number")
    if found["before"] and found["after"]:
        raise Unusable("not a number")
    written = found["before"] or found["after"] or default_currency
    number = GAPS.sub(" ", found["number"]).strip()
    sign, digits = (number[0], number[1:].strip()) if number[:1] in ("-", "+") else ("", number)
    whole, fraction = _parts(digits)
    currency = _currency(written)
    precision = get_currency_precision(currency)
    if _is_grouping(digits, precision):
        whole, fraction = whole + fraction, ""
    if sign == "-":
        raise Unusable("negative")
    if len(fraction) > precision and (fraction.strip("0") or len(fraction) > 2):
        raise Unusable("too many decimals")
    minor = int(whole + fraction[:precision].ljust(precision, "0")) if len(whole) < 20 else LARGEST_MINOR
    if minor >= LARGEST_MINOR:
        raise Unusable("too large")
    if minor == 0:
        raise Unusable("zero")
    return Money(minor, currency)


def _parts(digits: str) -> tuple[str, str]:
    """Whole part and decimals, as digits."""
    if BY_COMMAS.match(digits):
        whole, _point, fraction = digits.replace(",", "").partition(".")
    elif BY_POINTS.match(digits):
        whole, _point, fraction = digits.replace(".", "").partition(",")
    elif PLAIN.match(digits) or BY_GAPS.match(digits):
        whole, _point, fraction = digits.replace(" ", "").replace(",", ".").partition(".")
    else:
        raise Unusable("not a number")
    return whole, fraction


def _is_grouping(digits: str, precision: int) -> bool:
    """`1,249 JPY`: in a currency without decimals a comma before three digits can only group."""
    return precision == 0 and re.fullmatch(r"\d{1,3},\d{3}", digits) is not None


def _currency(written: str) -> str:
    if not written:
        raise Unusable("missing currency")
    code = SIGNS.get(written, written.upper())
    if code not in in_use():
        raise Unusable("unknown currency")
    return code


@cache
def in_use() -> frozenset[str]:
    """ISO 4217 codes that are legal tender in some territory today."""
    return frozenset(
        code
        for history in get_global("territory_currencies").values()
        for code, _start, end, tender in history
        if end is None and tender
    )
