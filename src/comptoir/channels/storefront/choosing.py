"""What the address of a list says: words, aisle, filters, order, page; and the addresses of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict

from comptoir.kit.money import Money
from comptoir.search.contracts import PRICE_LIMIT, SORTS, Asked, PriceSaid

SIZE = 24
LAST_PAGE = 10_000
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # those that break no number stay: a price may be pasted into the words
THOUSANDS = re.compile(r"(?<=\d)[\s.,](?=\d{3}(?!\d))")
MOST_FACTS, MOST_VALUES, LONGEST = 12, 40, 100
FACT = "f."
FILTERS = ("in", "brand", "stock", "from", "to")


@dataclass(frozen=True, slots=True)
class Choice:
    """`low` and `high` are as typed, in whole or decimal units of the currency."""

    path: str
    text: str = ""
    aisle: str = ""
    brands: tuple[str, ...] = ()
    in_stock: bool = False
    low: str = ""
    high: str = ""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1

    @property
    def has_filters(self) -> bool:
        return bool(self.brands or self.in_stock or self.low or self.high or self.facts)

    def asked(self, category: str) -> Asked:
        return Asked(
            text=self.text, category=category or self.aisle, brands=self.brands, in_stock=self.in_stock,
            prices=(minor(self.low), minor(self.high)), facts=dict(self.facts), sort=self.sort, page=self.page,
            size=SIZE, facets=True,
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address, the page left out."""
        pairs = [("q", self.text), ("in", self.aisle), *(("brand", brand) for brand in self.brands)]
        pairs += [("stock", "1" if self.in_stock else ""), ("from", self.low), ("to", self.high)]
        pairs += [(FACT + code, value) for code, values in self.facts for value in values]
        return [(name, value) for name, value in [*pairs, ("sort", self.sort)] if value]

    def address(self, page: int = 1) -> str:
        pairs = [*self.pairs(), *([("page", str(page))] if page > 1 else [])]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def without_filters(self) -> Choice:
        return Choice(path=self.path, text=self.text, aisle=self.aisle, sort=self.sort)

    def with_price(self, price: PriceSaid, locale: str) -> Choice:
        """With a price that the words named as a filter, and without these words."""
        low, high = price.bounds
        return replace(self, text=price.rest, low=_typed(low, locale), high=_typed(high, locale))

    def without(self, name: str, value: str = "") -> Choice:
        """With one filter, or one value of it, taken off; an attribute is named as in the address."""
        if name == "brand":
            return replace(self, brands=_less(self.brands, value), page=1)
        if name == "price":
            return replace(self, low="", high="", page=1)
        if name == "stock":
            return replace(self, in_stock=False, page=1)
        facts = [(code, _less(values, value) if FACT + code == name else values) for code, values in self.facts]
        return replace(self, facts=tuple((code, values) for code, values in facts if values), page=1)


def read(path: str, given: QueryDict) -> Choice:
    """An address is never refused for what stands behind its question mark: what is no choice is left out."""
    facts = [(_line(name[len(FACT) :]), name) for name in given if name.startswith(FACT)][:MOST_FACTS]
    page = given.get("page", "1")
    return Choice(
        path=path,
        text=_line(given.get("q", "")),
        aisle=_line(given.get("in", "")),
        brands=_lines(given.getlist("brand")),
        in_stock=given.get("stock") == "1",
        low=_amount(given.get("from", "")),
        high=_amount(given.get("to", "")),
        facts=tuple((code, values) for code, name in facts if code and (values := _lines(given.getlist(name)))),
        sort=given.get("sort", "") if given.get("sort", "") in SORTS else "",
        page=min(LAST_PAGE, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def minor(typed: str) -> int | None:
    """Euros and cents as typed in minor units."""
    return int(Decimal(typed.replace(",", ".")) * 100) if typed else None


def _typed(amount: Money | None, locale: str) -> str:
    """As somebody types it: `20`, `19,99`."""
    written = "" if amount is None else f"{amount.minor / 100:.2f}".removesuffix(".00")
    return written.replace(".", ",") if locale == "fr" else written


def _amount(typed: str) -> str:
    """As a person types it or brings it from elsewhere: `1 200`, `1.249,90 €`, `€1,249.90`."""
    written = THOUSANDS.sub("", typed.replace("€", "").strip())
    try:
        value = Decimal(written.replace(",", "."))
    except InvalidOperation:
        return ""
    return written if len(written) <= 12 and value.is_finite() and 0 <= value * 100 < PRICE_LIMIT else ""


def _line(text: str) -> str:
    return BLANKS.sub(" ", text.replace("\x00", "")).strip()[:LONGEST]


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    cleaned = (text.replace("\x00", "").strip()[:LONGEST] for text in texts[:MOST_VALUES])
    return tuple(dict.fromkeys(filter(None, cleaned)))


def _less(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)
