"""Trade item numbers in a cell; what is one says the catalogue."""

from __future__ import annotations

import re

from comptoir.catalog.facade import canonical_gtin, gtin_fault
from comptoir.channels.imports.rules.texts import Unusable

SEPARATORS = re.compile(r"[\s,;|/]+")


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
    if reason := gtin_fault(written):
        raise Unusable(reason)
    return canonical_gtin(written)
