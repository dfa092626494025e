"""What may stand in a cell, and which cells really change. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from comptoir.assortment.contracts import Cell

OF_PRODUCT = ("name_fr", "name_en", "tax_category", "shown")
OF_VARIANT = ("price", "weight_g")
SAFETY = "safety:"
LONGEST_NAME = 500
MOST_MINOR = 10**11
MOST_GRAMS = 10**7
MOST_PIECES = 1_000_000
MOST_CELLS = 2_000


def safety(place: UUID) -> str:
    return f"{SAFETY}{place}"


def place_of(field: str) -> UUID:
    return UUID(field.removeprefix(SAFETY))


def fault(cell: Cell, tax_categories: Sequence[str]) -> str:
    """The code of what is wrong with a cell's new value, empty when nothing is."""
    value = cell.value
    if cell.field in ("name_fr", "name_en"):
        return "too_long" if len(value) > LONGEST_NAME else "not_text" if "\x00" in value else ""
    if cell.field == "tax_category":
        return "" if value in tax_categories else "not_a_choice"
    if cell.field == "shown":
        return "" if isinstance(value, bool) else "not_a_choice"
    if cell.field == "price":
        return "price_stays" if value is None else _within(value, 0, MOST_MINOR)
    if cell.field == "weight_g":
        return "" if value is None else _within(value, 1, MOST_GRAMS)
    return "missing" if value is None else _within(value, 0, MOST_PIECES)


def _within(value: int, least: int, most: int) -> str:
    return "too_small" if value < least else "too_large" if value > most else ""


def compare(cells: Sequence[Cell], now: Mapping[tuple[UUID, str], Any]) -> tuple[list[Cell], dict[str, str]]:
    """The cells that change something, and what stands against it, by key: a value that is neither what was read nor
    what is wanted was changed by somebody else. A name in neither language is refused at its cell."""
    changes: list[Cell] = []
    wrong: dict[str, str] = {}
    for cell in cells:
        key = (cell.subject, cell.field)
        if key not in now:
            wrong[cell.key] = "moved"
        elif now[key] != cell.value:
            if now[key] != cell.was:
                wrong[cell.key] = "moved"
            changes.append(cell)
    after = dict(now) | {(cell.subject, cell.field): cell.value for cell in changes}
    for cell in changes:
        if cell.field in ("name_fr", "name_en") and not (
            after.get((cell.subject, "name_fr")) or after.get((cell.subject, "name_en"))
        ):
            wrong[cell.key] = "missing"
    return changes, wrong
