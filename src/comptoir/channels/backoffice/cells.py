"""A value as it stands in a cell of a sheet: written for the person's language, read as people and spreadsheets write
it. Pure."""

from __future__ import annotations

import re
from typing import Any

AMOUNT = re.compile(r"\d{1,12}(?:[.,]\d{1,3})?|\d{1,3}(?:,\d{3})+\.\d{1,3}|\d{1,3}(?:\.\d{3})+,\d{1,3}")
SPACES = re.compile(r"[\s\u00a0\u202f]+")
YES, NO = "yes", "no"


class Unreadable(ValueError):
    """What stands in the cell is no value of its kind; the argument is a code."""


def write(field: str, value: Any, *, locale: str, precision: int) -> str:
    """`precision` is the number of decimals of the market's currency."""
    if value is None:
        return ""
    if field == "shown":
        return YES if value else NO
    if field == "price":
        whole = f"{value:0{precision + 1}d}"
        amount = f"{whole[:-precision]}.{whole[-precision:]}" if precision else whole
        return amount.replace(".", ",") if locale == "fr" else amount
    return str(value)


def read(field: str, text: str, *, precision: int) -> Any:
    """Raises Unreadable. Of `1,249` nobody knows whether it is one or a thousand: with two decimals it is refused."""
    text = text.strip()
    if field in ("name_fr", "name_en", "tax_category"):
        return text
    if field == "shown":
        if text not in (YES, NO):
            raise Unreadable("not_a_choice")
        return text == YES
    bare = SPACES.sub("", text)
    if not bare:
        return None
    return _amount(bare.strip("€$£"), precision) if field == "price" else _whole(bare)


def _amount(text: str, precision: int) -> int:
    if not AMOUNT.fullmatch(text):
        raise Unreadable("not_an_amount")
    parts = re.split(r"[.,]", text)
    whole, decimals = ("".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "")
    if len(decimals) > precision:
        raise Unreadable("not_an_amount")
    return int(whole + decimals.ljust(precision, "0"))


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,12}", text):
        raise Unreadable("not_a_number")
    return int(text)
