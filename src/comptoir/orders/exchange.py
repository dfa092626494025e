"""Orders as another system reads them: many at once, without personal values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.kit import sql

BRIEFS = """
SELECT o.id, o.number, o.state, o.storefront, o.currency, o.total_minor, o.paid_minor, o.placed_at, o.customer_id,
       o.delivery_method,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(l.variant_id, l.sku, l.quantity, l.unit_minor, l.total_minor)
                                  ORDER BY l.position), '[]')
        FROM orders_orderline l WHERE l.order_id = o.id AND l.kind = 'goods')
FROM orders_order o WHERE o.id = ANY(%s)
"""
AFTER = """
SELECT id FROM orders_order
WHERE storefront = %(storefront)s AND (%(after)s::uuid IS NULL OR id > %(after)s)
  AND (%(state)s::text = '' OR state = %(state)s) AND (%(since)s::timestamptz IS NULL OR changed_at >= %(since)s)
ORDER BY id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBrief:
    """`lines` are (variant id, SKU, quantity, unit and total in minor units), goods only."""

    id: UUID
    number: str
    state: str
    storefront: str
    currency: str
    total_minor: int
    paid_minor: int
    placed_at: datetime
    customer_id: UUID
    delivery_method: str
    lines: tuple[tuple[UUID, str, int, int, int], ...]


def briefs(ids: Collection[UUID]) -> dict[UUID, OrderBrief]:
    """Orders by id; one statement."""
    return {
        row[0]: OrderBrief(
            id=row[0], number=row[1], state=row[2], storefront=row[3], currency=row[4], total_minor=row[5],
            paid_minor=row[6], placed_at=row[7], customer_id=row[8], delivery_method=row[9],
            lines=tuple((UUID(line[0]), line[1], line[2], line[3], line[4]) for line in row[10]),
        )
        for row in sql.rows(BRIEFS, [list(ids)])
    }  # fmt: skip


def order_ids(
    after: UUID | None, *, storefront: str, limit: int, state: str = "", changed_since: datetime | None = None
) -> list[UUID]:
    """Orders of a storefront by id, which is the order of placing, from the one after `after`."""
    given = {"after": after, "storefront": storefront, "state": state, "since": changed_since, "limit": limit}
    return [row[0] for row in sql.rows(AFTER, given)]


def numbered(numbers: Collection[str]) -> dict[str, UUID]:
    """Number to order."""
    return dict(sql.rows("SELECT number, id FROM orders_order WHERE number = ANY(%s)", [list(numbers)]))
