"""When what is shown changes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.kit import cache, sql

NEXT = """
SELECT least(
    (SELECT min(s.starts_at) FROM catalog_publication s WHERE s.market_id = m.id AND s.starts_at > %(now)s),
    (SELECT min(s.ends_at) FROM catalog_publication s WHERE s.market_id = m.id AND s.ends_at > %(now)s)
) FROM org_market m WHERE m.code = %(market)s
"""
SHOWN = """
SELECT s.product_id FROM catalog_publication s JOIN org_market m ON m.id = s.market_id AND m.code = %(market)s
WHERE s.product_id = ANY(%(products)s) AND s.starts_at <= %(now)s AND (s.ends_at IS NULL OR s.ends_at > %(now)s)
"""


def next_publication(*, market: str, now: datetime) -> datetime | None:
    """The first moment after `now` at which a product begins or ceases to be shown in `market`, as far as it is known
    already; None when no such moment is. Kept in memory for a moment."""
    kept: tuple[datetime | None] = cache.keep(f"next publication {market}", lambda: (_read(market, now),))
    return kept[0] if kept[0] is None or kept[0] > now else _read(market, now)


def _read(market: str, now: datetime) -> datetime | None:
    found = sql.row(NEXT, {"market": market, "now": now})
    return found[0] if found else None


def shown_in(product_ids: Sequence[UUID], *, market: str, now: datetime) -> set[UUID]:
    """Those of the products that `market` shows now; one query."""
    return {row[0] for row in sql.rows(SHOWN, {"products": list(product_ids), "market": market, "now": now})}
