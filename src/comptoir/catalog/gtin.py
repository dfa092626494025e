"""Trade item numbers: GTIN-8, -12, -13 and -14 with their check digit (GS1 General Specifications, 7.9). Pure."""

from __future__ import annotations

from stdnum import ean

LENGTHS = (8, 12, 13, 14)
DIGITS = 14  # of its canonical form: filled up with zeros, so that a UPC-12 and its EAN-13 are one


def gtin_fault(digits: str) -> str:
    """Why these are no trade item number: not digits, wrong length, check digit; empty when they are one."""
    if not (digits.isascii() and digits.isdigit()):
        return "not digits"
    if len(digits) not in LENGTHS:
        return "wrong length"
    return "" if ean.is_valid(digits) and digits.strip("0") else "check digit"


def canonical_gtin(digits: str) -> str:
    return digits.zfill(DIGITS)
