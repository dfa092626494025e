"""Details of a product: `product_detail` taken apart, and the kind of each value.

A cell is a comma-separated list of `section:name:value` or `:name:value`. Values may hold commas and colons
(`:contrast ratio typical:200:1`), so a comma parts two details only where it is followed, without a space,
by something that starts like a detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from comptoir.channels.imports.contracts import Attribute, Kind
from comptoir.channels.imports.rules.texts import Unusable, one_line

START = re.compile(r",(?=(?:[^\W\d_][^,:]{0,59})?:[^,:]{1,100}:)")
NUMBER = re.compile(r"^(?P<number>[-+]?\d{1,15}(?:[.,]\d{1,9})?)(?:\s?(?P<unit>\D.{0,14}))?$", re.ASCII)
LEADING_ZERO = re.compile(r"^[-+]?0\d")
YES_NO = {"yes": True, "oui": True, "true": True, "no": False, "non": False, "false": False}
# fmt: off
UNITS = frozenset((
    "%", "°", "°C", "°F", "K", '"', "'", "mm", "cm", "m", "km", "in", "inch", "inches", "ft", "mil",
    "mm²", "cm²", "m²", "cm³", "m³", "ml", "cl", "dl", "l", "L", "mg", "g", "kg", "t", "oz", "lb",
    "lbs", "W", "kW", "mW", "VA", "kVA", "V", "mV", "kV", "A", "mA", "Ah", "mAh", "Wh", "kWh", "J", "Ω",
    "F", "Hz", "kHz", "MHz", "GHz", "dB", "dBi", "dB(A)", "dBA", "bit", "B", "KB", "kB", "MB", "GB",
    "TB", "Kbit/s", "Mbit/s", "Gbit/s", "kbps", "Mbps", "Gbps", "MB/s", "GB/s", "MT/s", "GT/s", "dpi",
    "ppi", "px", "MP", "fps", "ppm", "cpm", "pages", "sheets", "pc", "pcs", "pc(s)", "s", "ms", "µs",
    "ns", "min", "h", "d", "y", "day", "days", "year", "years", "mois", "ans", "jours", "month",
    "months", "rpm", "lm", "lx", "cd/m²", "cd", "U", "BTU/h", "BTU", "bar", "Pa", "kPa", "N", "Nm",
    "g/m²", "kg/m²",
))
# fmt: on
LONGEST_TEXT = 2000


def details(cell: str) -> tuple[tuple[str, str, str], ...]:
    """(section, name, value) in the order of the cell; refuses a cell that does not start like a detail."""
    cell = cell.strip()
    if not cell:
        return ()
    found = []
    for part in START.split(cell):
        pieces = part.split(":", 2)
        if len(pieces) < 3 or not pieces[1].strip():
            raise Unusable("not section:name:value")
        section, name, value = (one_line(piece) for piece in pieces)
        if value:
            found.append((section, name, value))
    return tuple(found)


def attributes(stated: Iterable[tuple[str, str, str]]) -> tuple[Attribute, ...]:
    """Typed attributes; a name stated twice in a section becomes one attribute with several values."""
    values: dict[tuple[str, str], list[str]] = {}
    for section, name, value in stated:
        values.setdefault((section, name), []).append(value)
    return tuple(_typed(section, name, found) for (section, name), found in values.items())


def _typed(section: str, name: str, found: list[str]) -> Attribute:
    text = "; ".join(found)[:LONGEST_TEXT]
    if ";" in text:
        parts = (part.strip() for part in text.split(";"))
        return Attribute(section, name, Kind.SEVERAL, text, values=tuple(dict.fromkeys(filter(None, parts))))
    word = YES_NO.get(text.casefold())
    if word is not None:
        return Attribute(section, name, Kind.YES_NO, text, yes=word)
    number = _number(text)
    if number is not None:
        return Attribute(section, name, Kind.NUMBER, text, number=number[0], unit=number[1])
    return Attribute(section, name, Kind.TEXT, text)


def _number(text: str) -> tuple[Decimal, str] | None:
    """A number with a known unit or none; `007` is a code, `50 - 60` a range: both stay text."""
    found = NUMBER.match(text)
    if found is None or LEADING_ZERO.match(text):
        return None
    unit = (found["unit"] or "").strip()
    if unit and unit not in UNITS:
        return None
    return Decimal(found["number"].replace(",", ".")), unit
