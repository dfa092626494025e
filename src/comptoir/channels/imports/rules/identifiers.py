"""Trade item numbers: GTIN-8, -12, -13 and -14 with their check digit (GS1 General Specifications, 7.9)."""

from __future__ import annotations

import re

from stdnum import ean

from comptoir.channels.imports.rules.texts import Unusable

SEPARATORS = re.compile(r"[\s,;|/]+")
LENGTHS = (8, 12, 13, 14)


def gtins(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The good numbers of a cell, and (value, reason) for each bad one.

    Numbers come back with 14 digits, so that one number written as UPC-12 and as EAN-13 is one.
    """
    good: dict[str, None] = {}
    bad: list[tuple[str, str]] = []
    for written in filter(None, SEPARATORS.split(text.strip())):
        try:
            good[gtin(written)] = None
        except Unusable as trouble:
            bad.append((written, trouble.reason))
    return tuple(good), tuple(bad)


def gtin(written: str) -> str:
    """One number in its canonical form: 14 digits, filled up with zeros (GTIN-14)."""
    digits = written.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise Unusable("not digits")
    if len(digits) not in LENGTHS:
        raise Unusable("wrong length")
    if not ean.is_valid(digits) or not digits.strip("0"):
        raise Unusable("check digit")
    return digits.zfill(14)
