"""Since when a product is shown in a market."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.errors import UnknownMarket
from comptoir.kit import sql

MISSING = """
SELECT p.id FROM unnest(%(products)s::uuid[]) AS p(id)
WHERE NOT EXISTS (SELECT FROM catalog_publication s WHERE s.market_id = %(market)s AND s.product_id = p.id)
ORDER BY p.id
"""
INSERT = """
INSERT INTO catalog_publication (product_id, market_id, starts_at)
SELECT id, %(market)s, %(now)s FROM unnest(%(products)s::uuid[]) AS p(id)
"""


def market_id(market: str) -> UUID:
    """The key that publications refer to. Refuses UnknownMarket."""
    found = sql.row("SELECT id FROM org_market WHERE code = %s", [market])
    if found is None:
        raise UnknownMarket(market=market)
    return UUID(str(found[0]))


def missing(products: Sequence[UUID], market: str) -> list[UUID]:
    """Those that were never published in the market."""
    return [row[0] for row in sql.rows(MISSING, {"products": list(products), "market": market_id(market)})]


def insert(products: Sequence[UUID], market: str, now: datetime) -> None:
    if products:
        sql.run(INSERT, {"products": list(products), "market": market_id(market), "now": now})
