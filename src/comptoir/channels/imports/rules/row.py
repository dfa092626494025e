"""One row of the file becomes a `FeedItem`, or a refusal with its reason.

What would make a wrong sale (no name, no price, no stock figure, no weight for the parcel) refuses the row;
what only makes a poorer page is left out and flagged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, tzinfo
from typing import TypeVar

from comptoir.channels.imports.contracts import (
    Assessment,
    Attribute,
    FeedItem,
    Finding,
    RawRow,
    Sale,
    Verdict,
)
from comptoir.channels.imports.rules.addresses import address, addresses
from comptoir.channels.imports.rules.amounts import price
from comptoir.channels.imports.rules.columns import Columns
from comptoir.channels.imports.rules.details import attributes, details
from comptoir.channels.imports.rules.facts import facts
from comptoir.channels.imports.rules.identifiers import gtins
from comptoir.channels.imports.rules.measures import availability, quantity, weight_grams
from comptoir.channels.imports.rules.moments import day, interval
from comptoir.channels.imports.rules.texts import Unusable, has_controls, one_line, paragraphs
from comptoir.kit.money import Money
from comptoir.kit.sheets import bare
from comptoir.kit.text import LOCALES

T = TypeVar("T")
LONGEST_ID = 100
LONGEST_TITLE = 500
ADVISED_TITLE = 150
ADVISED_DESCRIPTION = 5000
LONGEST_WORD = 100
LONGEST_MPN = 255
MOST_PICTURES = 20
CATEGORY_DEPTH = 5
LONGEST_CATEGORY = 55
NATURES = ("goods", "service", "digital", "gift_card")
TAX_CATEGORIES = ("standard", "intermediate", "reduced", "super_reduced", "zero")
AXES = ("color", "size", "material", "pattern")
CONDITIONS = {
    "": "new",
    "new": "new",
    "neuf": "new",
    "refurbished": "refurbished",
    "reconditionné": "refurbished",
    "used": "used",
    "occasion": "used",
}


class Cells:
    """The cells of one row by field, and what was found wrong with them."""

    def __init__(self, row: RawRow, columns: Columns) -> None:
        self.columns = columns
        self.cells = row.cells
        ours = columns.has("facts")
        self.by_field = {
            field: bare(cell) if ours else cell
            for field, cell in zip(columns.fields, row.cells, strict=True)
            if field
        }
        self.findings: list[Finding] = []

    def text(self, field: str) -> str:
        return one_line(self.by_field.get(field, ""))

    def refuse(self, field: str, reason: str) -> None:
        self._note(Verdict.REFUSED, field, reason)

    def warn(self, field: str, reason: str) -> None:
        self._note(Verdict.WARNING, field, reason)

    def _note(self, verdict: Verdict, field: str, reason: str) -> None:
        self.findings.append(Finding(verdict, field, reason, one_line(self.by_field.get(field, "")[:200])))

    def read(self, field: str, parse: Callable[[str], T], note: Callable[[str, str], None]) -> T | None:
        """What `parse` makes of a cell that is not empty; its objection goes to `note`."""
        text = self.text(field)
        if not text:
            return None
        try:
            return parse(text)
        except Unusable as trouble:
            note(field, trouble.reason)
            return None


def assess(row: RawRow, columns: Columns, zone: tzinfo, currency: str = "") -> Assessment:
    """The item that `row` describes and every finding; moments without offset are read in `zone`, prices without
    currency in `currency`."""
    if row.trouble or len(row.cells) != len(columns.fields):
        reason = row.trouble or "wrong number of columns"
        return Assessment(row.number, _id_at(row, columns), None, (Finding(Verdict.REFUSED, "row", reason),))
    cells = Cells(row, columns)
    external_id = _identity(cells)
    title = _title(cells)
    amount = _price(cells, currency)
    item = FeedItem(
        row=row.number,
        external_id=external_id,
        sku=_short(cells, "sku") or external_id,
        group_id=_short(cells, "item_group_id"),
        title=title,
        description=_description(cells),
        link=cells.read("link", address, cells.warn) or "",
        image_links=_pictures(cells),
        availability=cells.read("availability", availability, cells.refuse),
        available_from=_available_from(cells, zone),
        quantity=cells.read("quantity", quantity, cells.refuse),
        price=amount or Money(0, "EUR"),
        sale=_sale(cells, amount, zone),
        brand=_short(cells, "brand"),
        gtins=_gtins(cells),
        mpn=_short(cells, "mpn", LONGEST_MPN),
        condition=_condition(cells),
        category_path=_category_path(cells),
        options=_options(cells),
        weight_grams=cells.read("shipping_weight", weight_grams, cells.refuse),
        tax_category=_tax_category(cells),
        attributes=_attributes(cells),
        titles=_named(cells, "title", one_line),
        descriptions=_named(cells, "description", paragraphs),
        facts=cells.read("facts", facts, cells.refuse),
        nature=_nature(cells),
    )
    refused = any(finding.verdict is Verdict.REFUSED for finding in cells.findings)
    return Assessment(row.number, external_id, None if refused else item, tuple(cells.findings))


def _id_at(row: RawRow, columns: Columns) -> str:
    place = columns.fields.index("id")
    return one_line(row.cells[place])[:LONGEST_ID] if place < len(row.cells) else ""


def _identity(cells: Cells) -> str:
    written = cells.by_field["id"]
    external_id = one_line(written)
    if not external_id:
        cells.refuse("id", "missing")
    elif has_controls(written):
        cells.refuse("id", "control character")
    elif len(external_id) > LONGEST_ID:
        cells.refuse("id", "too long")
    return external_id[:LONGEST_ID]


def _title(cells: Cells) -> str:
    title = cells.text("title")
    if not title:
        cells.refuse("title", "missing")
    elif len(title) > LONGEST_TITLE:
        cells.refuse("title", "too long")
    elif len(title) > ADVISED_TITLE:
        cells.warn("title", "over 150 characters")
    if has_controls(cells.by_field["title"]):
        cells.warn("title", "control character")
    return title


def _description(cells: Cells) -> str:
    written = cells.by_field.get("description", "")
    description = paragraphs(written)
    if not description and cells.columns.has("description"):
        cells.warn("description", "missing")
    elif len(description) > ADVISED_DESCRIPTION:
        cells.warn("description", "over 5000 characters")
    if has_controls(written):
        cells.warn("description", "control character")
    return description


def _price(cells: Cells, default: str) -> Money | None:
    currency = cells.text("currency") or default
    try:
        return price(cells.text("price"), currency)
    except Unusable as trouble:
        cells.refuse("price", trouble.reason)
        return None


def _sale(cells: Cells, amount: Money | None, zone: tzinfo) -> Sale | None:
    """The reduced price with its interval. A bad interval drops the reduction: it might never end."""
    currency = cells.text("currency") or (amount.currency if amount else "")
    reduced = cells.read("sale_price", lambda text: price(text, currency), cells.warn)
    before = len(cells.findings)
    bounds = cells.read("sale_price_effective_date", lambda text: interval(text, zone), cells.warn)
    if reduced is None or amount is None or len(cells.findings) > before:
        return None
    if reduced.currency != amount.currency:
        cells.warn("sale_price", "other currency than price")
        return None
    if amount <= reduced:
        cells.warn("sale_price", "not below price")
        return None
    starts, ends = bounds or (None, None)
    return Sale(reduced, starts, ends)


def _pictures(cells: Cells) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    if cells.columns.has("image_link") and not cells.text("image_link"):
        cells.warn("image_link", "missing")
    for field in ("image_link", "additional_image_link"):
        for written in addresses(cells.by_field.get(field, "")):
            try:
                kept[address(written)] = None
            except Unusable as trouble:
                cells.warn(field, trouble.reason)
    if len(kept) > MOST_PICTURES:
        cells.warn("additional_image_link", "more than 20 pictures")
    return tuple(kept)[:MOST_PICTURES]


def _available_from(cells: Cells, zone: tzinfo) -> date | None:
    return cells.read("availability_date", lambda text: day(text, zone), cells.warn)


def _gtins(cells: Cells) -> tuple[str, ...]:
    good, bad = gtins(cells.text("gtin"))
    for reason in dict.fromkeys(reason for _value, reason in bad):
        cells.warn("gtin", reason)
    exists = cells.text("identifier_exists").casefold()
    if exists not in ("", "yes", "true", "oui", "no", "false", "non"):
        cells.warn("identifier_exists", "unknown value")
    elif exists in ("no", "false", "non") and good:
        cells.warn("identifier_exists", "no, but gtin given")
    return good


def _condition(cells: Cells) -> str:
    word = cells.text("condition").casefold()
    if word not in CONDITIONS:
        cells.warn("condition", "unknown value")
    return CONDITIONS.get(word, "new")


def _category_path(cells: Cells) -> tuple[str, ...]:
    """The merchant's own tree first (`Maison > Table`), else Google's unless it is only a number."""
    for field in ("product_type", "google_product_category"):
        path = tuple(part for piece in cells.text(field).split(">") if (part := piece.strip()))
        if path and not (len(path) == 1 and path[0].isdecimal()):
            if len(path) > CATEGORY_DEPTH or any(len(part) > LONGEST_CATEGORY for part in path):
                cells.warn(field, "too deep or too long")
            return tuple(part[:LONGEST_CATEGORY] for part in path[:CATEGORY_DEPTH])
    return ()


def _tax_category(cells: Cells) -> str:
    word = cells.text("tax_category").casefold().replace("-", "_").replace(" ", "_") or "standard"
    if word not in TAX_CATEGORIES:
        cells.warn("tax_category", "unknown value")
        return "standard"
    return word


def _nature(cells: Cells) -> str | None:
    """What it is; None where the file does not say it, and then it stays what it was."""
    word = cells.text("nature").casefold().replace("-", "_").replace(" ", "_")
    if word and word not in NATURES:
        cells.warn("nature", "unknown value")
    return word if word in NATURES else None


def _options(cells: Cells) -> tuple[tuple[str, str], ...]:
    """The axes that have a column of their own, then `:name:value,:name:value`."""
    found = [(axis, value) for axis in AXES if (value := _short(cells, axis))]
    try:
        found += [(name, value[:LONGEST_WORD]) for _section, name, value in details(cells.text("options"))]
    except Unusable as trouble:
        cells.warn("options", trouble.reason)
    return tuple(found)


def _named(cells: Cells, field: str, clean: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """The texts whose column names the language; a plain column beside them is then French."""
    if not any(cells.columns.has(f"{field}_{locale}") for locale in LOCALES):
        return ()
    texts = {locale: clean(cells.by_field.get(f"{field}_{locale}", "")) for locale in LOCALES}
    if not cells.columns.has(f"{field}_fr"):
        texts["fr"] = clean(cells.by_field.get(field, ""))
    if any(len(text) > LONGEST_TITLE for text in texts.values()) and field == "title":
        cells.refuse("title", "too long")
    return tuple((locale, text) for locale, text in texts.items() if text)


def _short(cells: Cells, field: str, longest: int = LONGEST_WORD) -> str:
    text = cells.text(field)
    if len(text) > longest:
        cells.warn(field, "too long")
    return text[:longest]


def _attributes(cells: Cells) -> tuple[Attribute, ...]:
    stated: list[tuple[str, str, str]] = []
    try:
        stated.extend(details(cells.by_field.get("product_detail", "")))
    except Unusable as trouble:
        cells.warn("product_detail", trouble.reason)
    for field, name, cell in zip(cells.columns.fields, cells.columns.names, cells.cells, strict=True):
        value = "" if field else one_line(cell)
        if value:
            stated.append(("", name, value))
    return attributes((section[:LONGEST_WORD], name[:LONGEST_WORD], value) for section, name, value in stated)
