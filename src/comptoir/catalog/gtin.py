"""Trade item numbers: GTIN-8, -12, -13 and -14 with their check digit (GS1 General Specifications, 7.9). Pure."""

from __future__ import annotations

from stdnum import ean

LENGTHS = (8, 12, 13, 14)
DIGITS = 14  # of its canonical form: filled up with zeros, so that a UPC-12 and its EAN-13 are one


def gtin_fault(written: str) -> str:
    """Why it is no trade item number: not digits, wrong length, check digit; empty when it is one."""
    digits = _digits(written)
    if not (digits.isascii() and digits.isdigit()):
        return "not digits"
    if len(digits) not in LENGTHS:
        return "wrong length"
    return "" if ean.is_valid(digits) and digits.strip("0") else "check digit"


def canonical_gtin(written: str) -> str:
    return _digits(written).zfill(DIGITS)


def printed_gtin(canonical: str) -> str:
    """As it stands below the barcode, without what fills it up: 8, 12, 13 or 14 digits."""
    bare = canonical.lstrip("0")
    return bare.zfill(next(length for length in LENGTHS if len(bare) <= length))


def _digits(written: str) -> str:
    """As it stands below a barcode, with spaces, or with hyphens."""
    return "".join(written.replace("-", "").split())
