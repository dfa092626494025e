"""Lists of what is shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import sql
from comptoir.kit.paging import Page

STATEMENT = """
SELECT p.id, count(*) OVER ()
FROM catalog_product p
JOIN catalog_publication s ON s.product_id = p.id
JOIN org_market m ON m.id = s.market_id AND m.code = %(market)s
{category}
WHERE s.starts_at <= %(now)s AND (s.ends_at IS NULL OR s.ends_at > %(now)s)
  AND EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active)
ORDER BY {order}
LIMIT %(size)s OFFSET %(offset)s
"""
CATEGORY = (
    "JOIN catalog_category c ON c.id = p.category_id AND (c.path = %(path)s OR c.path LIKE %(path)s || '/%%')"
)
LARGEST_PAGE = 1_000
ORDERS = {"newest": "p.created_at DESC, p.id", "name": "p.name_fr_folded, p.id"}


def find(
    *, market: str, now: datetime, category: CategoryNode | None, sort: str, page: int, size: int
) -> Page[UUID]:
    """Ids of products shown in `market` now, in `category` or below it; one query. `sort` is newest or name (French
    names). A page beyond the end is empty and still says how many there are. `size` is at most 1,000. Words are looked
    for by the room `search`."""
    size, number = max(1, min(size, LARGEST_PAGE)), max(1, min(page, 1_000_000))
    statement = STATEMENT.format(category=CATEGORY if category else "", order=ORDERS[sort])
    given = {
        "market": market,
        "now": now,
        "path": category.path if category else "",
        "size": size,
        "offset": (number - 1) * size,
    }
    rows = sql.rows(statement, given)
    first = rows or sql.rows(statement, given | {"size": 1, "offset": 0}) if number > 1 else rows
    return Page(items=[row[0] for row in rows], number=number, size=size, total=first[0][1] if first else 0)
