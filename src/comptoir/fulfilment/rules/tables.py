"""Price tables as people write them: in the rows of a form, or pasted from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from babel.numbers import get_currency_precision

from comptoir.fulfilment.contracts import Rate, ReadTable, TableFault
from comptoir.fulfilment.errors import TABLE_FAULTS
from comptoir.fulfilment.rules.methods import MOST_RATES, clean_rate, errors_of, key_of
from comptoir.kit.money import Money

FIELDS = ("country", "postcode_prefix", "max_weight_g", "amount", "extra_days")
BETWEEN = re.compile(r"[;\t]")
FIGURE = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,6})?")
WHOLE = re.compile(r"[0-9]{1,6}")
Lines = Iterable[tuple[int, Sequence[str]]]


def read_table(text: str, currency: str) -> ReadTable:
    """Lines of `country;prefix;kg;price;days`, parted by semicolons or tabs; what is left out at the end of a line is
    empty. A first line of headings is passed over, and so are empty ones."""
    split = [(number, BETWEEN.split(line)) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)]
    lines = [(number, cells) for number, cells in split if any(map(str.strip, cells))]
    return _read(lines[1:] if lines and _is_head(lines[0][1]) else lines, currency)


def read_rows(rows: Iterable[Sequence[str]], currency: str) -> ReadTable:
    """Rows of five texts in the order of FIELDS; empty ones are passed over, and counted."""
    return _read(
        [(number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row))], currency
    )


def cells(rate: Rate, locale: str) -> tuple[str, str, str, str, str]:
    """One line as its reader writes it, which `read_rows` reads back."""
    kilograms = f"{Decimal(rate.max_weight_g) / 1000:f}"
    figures = (kilograms, str(rate.amount.decimal))
    weight, price = (figure.replace(".", ",") if locale == "fr" else figure for figure in figures)
    return (rate.country, rate.postcode_prefix, weight, price, str(rate.extra_days) if rate.extra_days else "")


def _read(lines: Lines, currency: str) -> ReadTable:
    rates: list[Rate] = []
    faults: list[TableFault] = []
    seen = set()
    for number, row in lines:
        rate, wrong = _line(row, currency)
        if not wrong and key_of(rate) in seen:
            wrong = ["rates"]
        if not wrong and len(rates) == MOST_RATES:
            faults.append(_fault(number, "too_many"))
            break
        faults += [_fault(number, field) for field in wrong]
        if not wrong:
            seen.add(key_of(rate))
            rates.append(rate)
    return ReadTable(rates=tuple(rates), faults=tuple(faults))


def _line(row: Sequence[str], currency: str) -> tuple[Rate, list[str]]:
    """The rate of a line, and the fields that are wrong; what could not be read is a figure that cannot be."""
    country, prefix, weight, price, days = (*(cell.strip() for cell in row[:5]), *[""] * (5 - len(row[:5])))
    rate = clean_rate(
        Rate(
            country=country, postcode_prefix=prefix, max_weight_g=_scaled(weight, 3),
            amount=Money(_scaled(price, get_currency_precision(currency)), currency),
            extra_days=int(days) if WHOLE.fullmatch(days) else -1 if days else 0,
        )
    )  # fmt: skip
    if len(row) < 4 or any(cell.strip() for cell in row[5:]):
        return rate, ["line"]
    return rate, [field for field in FIELDS if field in errors_of(rate)]


def _scaled(text: str, places: int) -> int:
    """A figure with a comma or a point, in units of so many decimals; -1 when it is none or is finer than they."""
    figure = "".join(text.split())
    if not FIGURE.fullmatch(figure):
        return -1
    scaled = Decimal(figure.replace(",", ".")).scaleb(places)
    return int(scaled) if scaled == int(scaled) else -1


def _is_head(row: Sequence[str]) -> bool:
    return len(row) > 3 and not any(character.isdigit() for cell in row for character in cell) and len(row[0]) > 2


def _fault(line: int, field: str) -> TableFault:
    return TableFault(line=line, field=field, sentence=str(TABLE_FAULTS[field]))
