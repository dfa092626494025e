"""An order as it is stored, read whole before it is changed, and written back whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.orders.lines import Line, Reckoned
from comptoir.orders.models import OrderLine
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

READ = """
SELECT id, number, state, version, market, storefront, channel, locale, currency, customer_id, address_id,
       delivery_method, promise_id, promised_by, split_promises, total_minor, paid_minor, due_until,
       credited_minor
FROM orders_order WHERE id = %s
"""
LINES = """
SELECT position, kind, variant_id, sku, name, options, quantity, unit_minor, total_minor, vat_rate_bp, vat_minor,
       reasons, exclusion, nature
FROM orders_orderline WHERE order_id = %s ORDER BY position
"""
# Lines keep their position as long as they live: it is their name.
WRITE = """
WITH given AS (
    SELECT l.position, l.kind, l.variant_id, l.sku, l.name::jsonb AS name, l.options::jsonb AS options, l.quantity,
           l.unit, l.total, l.rate, l.vat, l.reasons::jsonb AS reasons, l.exclusion,
           l.nature
    FROM unnest(
        %(positions)s::int[], %(kinds)s::text[], %(variants)s::uuid[], %(skus)s::text[], %(names)s::text[],
        %(options)s::text[], %(quantities)s::int[], %(units)s::bigint[], %(totals)s::bigint[], %(rates)s::int[],
        %(vats)s::bigint[], %(reasons)s::text[], %(exclusions)s::text[], %(natures)s::text[]
    ) AS l(position, kind, variant_id, sku, name, options, quantity, unit, total, rate, vat, reasons, exclusion,
           nature)
), gone AS (
    DELETE FROM orders_orderline l WHERE l.order_id = %(order_id)s
    AND NOT EXISTS (SELECT FROM given WHERE given.position = l.position)
), kept AS (
    UPDATE orders_orderline l SET quantity = given.quantity, unit_minor = given.unit, total_minor = given.total,
           vat_rate_bp = given.rate, vat_minor = given.vat, reasons = given.reasons
    FROM given WHERE l.order_id = %(order_id)s AND l.position = given.position
    RETURNING l.position
), made AS (
    INSERT INTO orders_orderline (order_id, position, kind, variant_id, sku, name, options, quantity, unit_minor,
                                  total_minor, vat_rate_bp, vat_minor, reasons, exclusion, nature)
    SELECT %(order_id)s, position, kind, variant_id, sku, name, options, quantity, unit, total, rate, vat, reasons,
           exclusion, nature
    FROM given WHERE position NOT IN (SELECT position FROM kept)
)
UPDATE orders_order SET
    goods_minor = %(goods)s, delivery_minor = %(delivery)s, total_minor = %(total)s::bigint, vat_minor = %(vat)s,
    credited_minor = least(credited_minor, %(total)s::bigint),
    address_id = %(address_id)s, delivery_method = %(method)s, promise_id = %(promise_id)s,
    promised_by = %(promised_by)s, split_promises = %(split_promises)s::uuid[], due_until = %(due_until)s,
    version = version + 1, changed_at = %(now)s
WHERE id = %(order_id)s
"""


@dataclass(frozen=True, slots=True)
class Stored:
    id: UUID
    number: str
    state: str
    version: int
    market: str
    storefront: str
    channel: str
    locale: str
    currency: str
    customer_id: UUID
    address_id: UUID
    delivery_method: str
    promise_id: UUID
    promised_by: datetime
    split_promises: list[UUID]
    total_minor: int
    paid_minor: int
    due_until: datetime | None
    credited_minor: int
    lines: tuple[Line, ...]

    @property
    def next_position(self) -> int:
        return 1 + max(line.position for line in self.lines)

    @property
    def difference_waits(self) -> bool:
        return self.due_until is not None and self.paid_minor < self.total_minor - self.credited_minor

    def context(self, actor: str, now: datetime) -> ShopperContext:
        """The one in which the order was placed, now: its prices and ways are those of its own market."""
        return ShopperContext(
            market=org.market(self.market), storefront=self.storefront, locale=self.locale, channel=self.channel,
            actor=actor, correlation=uuid4(), now=now, customer_id=self.customer_id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What stands beside the lines: where it goes, how, by which promise, until when a difference may be paid."""

    address_id: UUID
    method: str
    promise_id: UUID
    promised_by: datetime
    split_promises: Sequence[UUID] = ()
    due_until: datetime | None = None


def read(order_id: UUID) -> Stored:
    """Refuses NotFound."""
    found = sql.row(READ, [order_id])
    if found is None:
        raise NotFound()
    return Stored(*(*found, tuple(_line(row) for row in sql.rows(LINES, [order_id]))))


def _line(row: tuple[Any, ...]) -> Line:
    return Line(**dict(zip((field.name for field in fields(Line)), row, strict=True)))


def of_row(row: OrderLine) -> Line:
    return Line(
        position=row.position, kind=row.kind, variant_id=row.variant_id, sku=row.sku, name=row.name,
        options=row.options, quantity=row.quantity, unit=row.unit_minor, total=row.total_minor,
        rate=row.vat_rate_bp, vat=row.vat_minor, reasons=row.reasons, exclusion=row.exclusion,
        nature=row.nature,
    )  # fmt: skip


def write(order_id: UUID, reckoned: Reckoned, terms: Terms, *, now: datetime) -> None:
    """The order is this now; its version goes up. In the caller's transaction, which holds it."""
    lines = reckoned.lines
    sql.run(
        WRITE,
        {
            "order_id": order_id, "positions": [line.position for line in lines],
            "kinds": [line.kind for line in lines], "variants": [line.variant_id for line in lines],
            "skus": [line.sku for line in lines], "names": [json.dumps(line.name) for line in lines],
            "options": [json.dumps(line.options) for line in lines],
            "quantities": [line.quantity for line in lines], "units": [line.unit for line in lines],
            "totals": [line.total for line in lines], "rates": [line.rate for line in lines],
            "vats": [line.vat for line in lines], "reasons": [json.dumps(line.reasons) for line in lines],
            "exclusions": [line.exclusion for line in lines], "natures": [line.nature for line in lines],
            "goods": reckoned.goods, "delivery": reckoned.delivery, "total": reckoned.total, "vat": reckoned.vat,
            "address_id": terms.address_id, "method": terms.method, "promise_id": terms.promise_id,
            "promised_by": terms.promised_by, "split_promises": list(terms.split_promises),
            "due_until": terms.due_until, "now": now,
        },
    )  # fmt: skip
