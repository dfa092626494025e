"""Several products are shown in a market, or no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.commands.steps.publications import market_id
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductPublished, ProductWithdrawn
from comptoir.kit import cache, sql

SHOW = """
INSERT INTO catalog_publication AS kept (product_id, market_id, starts_at, ends_at)
SELECT id, %(market)s, %(now)s, NULL FROM unnest(%(products)s::uuid[]) AS asked(id)
ON CONFLICT (market_id, product_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = NULL
WHERE kept.starts_at > %(now)s OR kept.ends_at <= %(now)s
RETURNING product_id
"""
# A publication that would only start later ends a microsecond after its start: it was never shown.
HIDE = """
UPDATE catalog_publication SET ends_at = greatest(%(now)s, starts_at + interval '1 microsecond')
WHERE product_id = ANY(%(products)s) AND market_id = %(market)s AND (ends_at IS NULL OR ends_at > %(now)s)
RETURNING product_id
"""


def show_products(
    product_ids: Sequence[UUID], *, shown: bool, market: str, origin: Origin, now: datetime
) -> int:
    """Show the products in `market` from `now` on without end, or stop showing them, in the caller's transaction, which
    holds `CATALOG`. What is so already keeps its dates. Answers how many changed. Refuses UnknownMarket."""
    given = {"products": list(product_ids), "market": market_id(market), "now": now}
    found = sorted(row[0] for row in sql.rows(SHOW if shown else HIDE, given))
    word = ProductPublished if shown else ProductWithdrawn
    journal.append(*(word(product_id=product, market=market) for product in found), origin=origin, occurred_at=now)
    cache.forget()
    return len(found)
