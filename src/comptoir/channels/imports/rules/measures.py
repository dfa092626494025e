"""Quantities, weights and words of availability."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from comptoir.channels.imports.contracts import Availability
from comptoir.channels.imports.rules.texts import Unusable

LARGEST_QUANTITY = 100_000_000
HEAVIEST_GRAMS = 100_000_000
GRAMS = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "gr": Decimal(1),
    "gram": Decimal(1),
    "grams": Decimal(1),
    "gramme": Decimal(1),
    "grammes": Decimal(1),
    "kg": Decimal(1000),
    "kilogram": Decimal(1000),
    "kilograms": Decimal(1000),
    "kilogramme": Decimal(1000),
    "kilogrammes": Decimal(1000),
    "oz": Decimal("28.349523125"),
    "ounce": Decimal("28.349523125"),
    "ounces": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "pound": Decimal("453.59237"),
    "pounds": Decimal("453.59237"),
}
WEIGHT = re.compile(
    r"^(?P<sign>[-+]?)\s*(?P<number>(?:\d{1,3}(?: \d{3})+|\d{1,12})(?:[.,]\d{1,12})?)\s*(?P<unit>.*)$",
    re.ASCII,
)
WHOLE = re.compile(r"^(?P<sign>[-+]?)\s*(?P<digits>\d+|\d{1,3}(?: \d{3})+)$", re.ASCII)
GAPS = re.compile(r"\s+")
AVAILABILITY = {
    "in_stock": Availability.IN_STOCK,
    "available": Availability.IN_STOCK,
    "out_of_stock": Availability.OUT_OF_STOCK,
    "preorder": Availability.PREORDER,
    "pre_order": Availability.PREORDER,
    "backorder": Availability.BACKORDER,
    "back_order": Availability.BACKORDER,
}


def quantity(text: str) -> int:
    """Whole units on hand; refuses what is negative, broken or beyond 100 million."""
    found = WHOLE.match(GAPS.sub(" ", text.replace("\u2212", "-")).strip())
    if found is None:
        raise Unusable("not an integer")
    digits = found["digits"].replace(" ", "")
    if found["sign"] == "-" and digits.strip("0"):
        raise Unusable("negative")
    if len(digits) > 12 or int(digits) > LARGEST_QUANTITY:
        raise Unusable("too large")
    return int(digits)


def weight_grams(text: str) -> int:
    """Whole grams, at least one (international avoirdupois pound: 453.59237 g); refuses an unknown unit."""
    found = WEIGHT.match(GAPS.sub(" ", text.replace("\u2212", "-")).strip())
    if found is None:
        raise Unusable("not a number")
    factor = GRAMS.get(found["unit"].rstrip(".").casefold())
    if factor is None:
        raise Unusable("unknown unit")
    amount = Decimal(found["number"].replace(" ", "").replace(",", "."))
    if amount == 0:
        raise Unusable("zero")
    if found["sign"] == "-":
        raise Unusable("negative")
    grams = (amount * factor).quantize(Decimal(1), ROUND_HALF_UP)
    if grams > HEAVIEST_GRAMS:
        raise Unusable("too large")
    return max(1, int(grams))


def availability(text: str) -> Availability:
    """One of the four words of the feed, written with underscores, spaces or hyphens, in any case."""
    word = re.sub(r"[\s_-]+", "_", text.strip().casefold())
    if word not in AVAILABILITY:
        raise Unusable("unknown value")
    return AVAILABILITY[word]
