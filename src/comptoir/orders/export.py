"""Orders as rows of a table for spreadsheets and programs: one row per line, streamed, in bounded memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from comptoir.customers import facade as customers
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.sheets import harmless
from comptoir.orders import listing
from comptoir.orders.finding import OrderFilter, filtered
from comptoir.orders.models import Order

# Stable: a column is added at the end, never moved or renamed.
COLUMNS = (
    "number", "placed_at", "state", "channel", "storefront", "market", "currency", "goods", "delivery", "total", "vat",
    "paid", "delivery_method", "promised_by", "email", "name", "postcode", "city", "country", "tags", "line", "kind",
    "sku", "article", "quantity", "unit", "line_total", "vat_rate_percent", "line_vat",
    "logged_in",
)  # fmt: skip
PERSONAL = ("email", "name", "postcode", "city")
ORDERS = 500
LINES = """
SELECT order_id, position, kind, sku, name, quantity, unit_minor, total_minor, vat_rate_bp, vat_minor
FROM orders_orderline WHERE order_id = ANY(%s) ORDER BY order_id, position
"""
Row = dict[str, Any]


def export_csv(wanted: OrderFilter, *, locale: str, personal: bool, until: datetime) -> Iterator[str]:
    """`export_rows` of the orders that match."""
    return export_rows(filtered(wanted), locale=locale, personal=personal, until=until)


def export_rows(found: QuerySet[Order], *, locale: str, personal: bool, until: datetime) -> Iterator[str]:
    """Pieces of a CSV file (RFC 4180, UTF-8 with its mark, so that spreadsheets read accents): the orders that were
    placed until `until`, latest first. Without `personal` the buyer's columns are empty. A text that a
    spreadsheet would take for a formula begins with an apostrophe; a day that is not promised is empty."""
    yield "\ufeff" + _text([COLUMNS])
    for orders in _chunks(found.filter(placed_at__lte=until)):
        yield _text([[str(harmless(row[column])) for column in COLUMNS] for row in _rows(orders, locale, personal)])


def _chunks(found: QuerySet[Order]) -> Iterator[list[Order]]:
    """By the last order of the chunk before, so that the thousandth costs what the first one does."""
    last: Order | None = None
    ordered = found.order_by("-placed_at", "-id")
    while True:
        rows = ordered
        if last is not None:
            rows = ordered.filter(placed_at__lte=last.placed_at).exclude(placed_at=last.placed_at, id__gte=last.id)
        chunk = list(rows[:ORDERS])
        if not chunk:
            return
        yield chunk
        last = chunk[-1]


def _rows(orders: Sequence[Order], locale: str, personal: bool) -> Iterator[Row]:
    ids = [order.id for order in orders]
    lines: dict[UUID, list[tuple[Any, ...]]] = {}
    for line in sql.rows(LINES, [ids]):
        lines.setdefault(line[0], []).append(line)
    contacts = customers.contacts([order.address_id for order in orders])
    tags = listing.tags_of(ids)
    for order in orders:
        to = contacts[order.address_id]
        head: Row = {
            "number": order.number, "placed_at": order.placed_at.isoformat(timespec="seconds"), "state": order.state,
            "channel": order.channel, "storefront": order.storefront, "market": order.market,
            "currency": order.currency, "delivery_method": order.delivery_method,
            "promised_by": order.promised.isoformat(timespec="seconds") if order.promised else "",
            "email": to.email, "name": to.name,
            "postcode": to.postcode, "city": to.city, "country": to.country,
            "tags": ", ".join(tags.get(order.id, ())), "logged_in": "yes" if order.logged_in else "no",
        }  # fmt: skip
        for column in ("goods", "delivery", "total", "vat", "paid"):
            head[column] = Money(getattr(order, f"{column}_minor"), order.currency).decimal
        if not personal:
            head |= dict.fromkeys(PERSONAL, "")
        for line in lines.get(order.id, ()):
            yield head | _line(line, order.currency, locale)


def _line(line: tuple[Any, ...], currency: str, locale: str) -> Row:
    _order, position, kind, sku, name, quantity, unit, total, rate, vat = line
    texts: Mapping[str, str] = name
    return {
        "line": position, "kind": kind, "sku": sku, "article": texts.get(locale) or next(iter(texts.values()), ""),
        "quantity": quantity, "unit": Money(unit, currency).decimal, "line_total": Money(total, currency).decimal,
        "vat_rate_percent": f"{rate / 100:g}", "line_vat": Money(vat, currency).decimal,
    }  # fmt: skip


def _text(rows: Sequence[Sequence[str]]) -> str:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue()
