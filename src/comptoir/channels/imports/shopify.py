"""Shopify's product file, row by row in the columns that the rest of the importer knows.

There the rows of one product share a handle, only the first has the texts, and further pictures have rows of their
own. Prices have no currency: they are of the market.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from comptoir.channels.imports.contracts import RawRow
from comptoir.kit.text import fold

NEEDED = frozenset({"handle", "title", "option1 value", "variant price"})
COLUMNS = (
    "id", "item_group_id", "sku", "title", "description", "brand", "product_type", "price", "currency", "quantity",
    "gtin", "color", "size", "material", "pattern", "options", "shipping_weight", "image_link",
    "additional_image_link",
)  # fmt: skip
AXES = {
    "color": "color", "colour": "color", "couleur": "color", "size": "size", "taille": "size", "pointure": "size",
    "material": "material", "matiere": "material", "pattern": "pattern", "motif": "pattern",
}  # fmt: skip
NO_OPTION = "default title"
BREAK = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


def is_shopify(header: Sequence[str]) -> bool:
    return {fold(name) for name in header} >= NEEDED


def translated(header: Sequence[str], rows: Iterable[RawRow], currency: str) -> Iterator[RawRow]:
    """Rows in COLUMNS; a row that could not be read passes as it is."""
    names = [fold(name) for name in header]

    def handle(row: RawRow) -> tuple[str, int]:
        given = _cells(names, row).get("handle", "")
        return given, row.number if row.trouble or len(row.cells) != len(names) or not given else 0

    for (_handle, alone), group in groupby(rows, handle):
        if alone:
            yield from (RawRow(row.number, row.cells, row.trouble or "wrong number of columns") for row in group)
        else:
            yield from _product([(row.number, _cells(names, row)) for row in group], currency)


def _cells(names: Sequence[str], row: RawRow) -> dict[str, str]:
    return dict(zip(names, row.cells, strict=False))


def _product(rows: Sequence[tuple[int, dict[str, str]]], currency: str) -> Iterator[RawRow]:
    first = rows[0][1]
    sold = [(number, row) for number, row in rows if row.get("variant price", "").strip()]
    pictures = [address for _number, row in rows if (address := row.get("image src", "").strip())]
    for number, row in sold or rows[:1]:
        yield RawRow(number, tuple(_translated(first, row, pictures, len(sold), currency)))


def _translated(
    first: dict[str, str], row: dict[str, str], pictures: Sequence[str], variants: int, currency: str
) -> Iterator[str]:
    handle, options = row["handle"].strip(), _options(first, row)
    sku = row.get("variant sku", "").strip().removeprefix("'")
    grouped = variants > 1 or bool(options)
    known = {AXES[fold(name)]: value for name, value in options if fold(name) in AXES}
    others = [(name, value) for name, value in options if fold(name) not in AXES]
    own = row.get("variant image", "").strip()
    grams = row.get("variant grams", "").strip()
    path = row.get("product category", "") or first.get("product category", "") or first.get("type", "")
    told = {
        "id": sku or "-".join([handle, *(value for _name, value in options)])[:100],
        "item_group_id": handle if grouped else "", "sku": sku, "title": first.get("title", ""),
        "description": _text(first.get("body (html)", "")), "brand": first.get("vendor", ""), "product_type": path,
        "price": row.get("variant price", ""), "currency": currency,
        "quantity": _pieces(row.get("variant inventory qty", "")),
        "gtin": row.get("variant barcode", "").strip().removeprefix("'"),
        "options": ",".join(f":{name.replace(':', ' ')}:{value}" for name, value in others),
        "shipping_weight": f"{grams} g" if grams not in ("", "0", "0.0") else "",
        "image_link": own or (pictures[0] if pictures else ""),
        "additional_image_link": "" if own else ",".join(pictures[1:]),
        **known,
    }  # fmt: skip
    return (told.get(column, "") for column in COLUMNS)


def _options(first: dict[str, str], row: dict[str, str]) -> list[tuple[str, str]]:
    """Names stand in the first row alone."""
    found = []
    for number in (1, 2, 3):
        value = row.get(f"option{number} value", "").strip()
        name = (row.get(f"option{number} name") or first.get(f"option{number} name") or "").strip()
        if value and fold(value) != NO_OPTION:
            found.append((name or f"Option {number}", value))
    return found


def _pieces(text: str) -> str:
    """Shopify counts below zero what it sold and did not have."""
    return "0" if text.strip().startswith("-") else text


def _text(body: str) -> str:
    plain = html.unescape(TAG.sub("", BREAK.sub("\n", body)))
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip())
