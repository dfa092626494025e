"""How complete products are, by channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from comptoir.catalog.completeness import CHANNELS
from comptoir.catalog.contracts import Completeness, CompletenessSum
from comptoir.kit import sql
from comptoir.kit.paging import Page

# Nobody is asked to mend what is not shown: worst first are those that somebody can see now, in any market.
SHOWN = """
FROM catalog_completeness c
WHERE EXISTS (SELECT FROM catalog_publication s WHERE s.product_id = c.product_id
              AND s.starts_at <= %(now)s AND (s.ends_at IS NULL OR s.ends_at > %(now)s))
"""
OF = "SELECT product_id, channel, score, missing FROM catalog_completeness WHERE product_id = ANY(%s)"
WORST = f"""
SELECT c.product_id, c.channel, c.score, c.missing, count(*) OVER () {SHOWN}
  AND c.channel = %(channel)s AND c.score <= %(most)s AND (%(missing)s = '' OR c.missing ? %(missing)s)
ORDER BY c.score, c.product_id LIMIT %(size)s OFFSET %(offset)s
"""
SUMS = f"""
SELECT c.channel, count(*), count(*) FILTER (WHERE c.score < %(poor)s), floor(avg(c.score))::int
{SHOWN} GROUP BY c.channel
"""
POOR = 70
LARGEST_PAGE = 100


def completeness(product_ids: Sequence[UUID]) -> dict[UUID, tuple[Completeness, ...]]:
    """By product, a score for each channel in their order; nothing for products that were not judged yet."""
    found: dict[UUID, list[Completeness]] = {}
    for row in sql.rows(OF, [list(product_ids)]):
        found.setdefault(row[0], []).append(_score(row))
    order = list(CHANNELS)
    return {product: tuple(sorted(each, key=lambda one: order.index(one.channel))) for product, each in found.items()}


def least_complete(
    channel: str, *, now: datetime, most: int = 100, missing: str = "", page: int = 1, size: int = 50
) -> Page[Completeness]:
    """Products shown somewhere now, the worst first, with `most` points at most and, if given, lacking `missing`."""
    size, number = max(1, min(size, LARGEST_PAGE)), max(1, min(page, 1_000_000))
    given = {
        "now": now, "channel": channel, "most": most, "missing": missing, "size": size, "offset": (number - 1) * size,
    }  # fmt: skip
    rows = sql.rows(WORST, given)
    first = rows or (sql.rows(WORST, given | {"size": 1, "offset": 0}) if number > 1 else [])
    return Page(items=[_score(row) for row in rows], number=number, size=size, total=first[0][4] if first else 0)


def completeness_sums(now: datetime) -> dict[str, CompletenessSum]:
    """By channel: products shown, those under 70 points, the average. One query."""
    return {
        row[0]: CompletenessSum(channel=row[0], products=row[1], poor=row[2], average=row[3])
        for row in sql.rows(SUMS, {"now": now, "poor": POOR})
    }


def _score(row: Sequence[object]) -> Completeness:
    return Completeness(product_id=row[0], channel=row[1], score=row[2], missing=tuple(row[3]))  # type: ignore[arg-type]
