"""What a merchant's file says, once read: frozen values without Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from comptoir.kit.money import Money
from comptoir.kit.refusals import Refusal


class Verdict(StrEnum):
    """`ok` is imported, `warning` is imported and flagged, `refused` is left out."""

    OK = "ok"
    WARNING = "warning"
    REFUSED = "refused"


class Availability(StrEnum):
    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"


class Kind(StrEnum):
    """How the value of an attribute is understood."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about one field; `reason` is a stable English code, `value` what stood there."""

    verdict: Verdict
    field: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of the file. `number` is the line on which it starts (the header is line 1).

    `trouble` is a reason why the row as a whole cannot be read; `cells` is then what could be made out.
    """

    number: int
    cells: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One detail of a product; `text` is always what the merchant wrote.

    `number` and `unit` are set for numbers, `yes` for yes/no, `values` for several.
    """

    section: str
    name: str
    kind: Kind
    text: str
    number: Decimal | None = None
    unit: str = ""
    yes: bool | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """A reduced price, from `starts` (included) to `ends` (excluded); no bound means open."""

    price: Money
    starts: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What only a file of our own says: attributes and options with their codes and labels, the category in both
    languages, measures, and pictures of the product as such. Values are plain, as JSON has them."""

    attributes: tuple[Mapping[str, Any], ...] = ()
    options: tuple[Mapping[str, Any], ...] = ()
    category: tuple[Mapping[str, str], ...] = ()
    size_mm: tuple[int, int, int] | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One sellable thing as the merchant states it: a variant, with the texts of its product.

    `titles` and `descriptions` are (language, text) where the file names the language. `options` are (axis, value)
    pairs such as ("color", "ocre"); `weight_grams` is at least 1; `quantity`
    and `availability` are None when the file says nothing;
    `category_path` goes from the root down and is empty when the file has none.
    """

    row: int
    external_id: str
    sku: str
    group_id: str
    title: str
    description: str
    link: str
    image_links: tuple[str, ...]
    availability: Availability | None
    available_from: date | None
    quantity: int | None
    price: Money
    sale: Sale | None
    brand: str
    gtins: tuple[str, ...]
    mpn: str
    condition: str
    category_path: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    weight_grams: int | None
    tax_category: str
    attributes: tuple[Attribute, ...]
    titles: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()
    facts: Facts | None = None
    nature: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome for one row: `item` is None exactly when the row is refused."""

    row: int
    external_id: str
    item: FeedItem | None
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Finding | None:
        """The finding that the report shows: the first refusal, else the first warning."""
        refusals = [f for f in self.findings if f.verdict is Verdict.REFUSED]
        return next(iter(refusals or self.findings), None)

    @property
    def verdict(self) -> Verdict:
        return self.worst.verdict if self.worst else Verdict.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first rows of a file: `header` as written (empty where the columns are known), the cells, and each row as it
    is understood; or the refusal of the whole file, with no rows."""

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[Assessment, ...]
    refusal: Refusal | None
