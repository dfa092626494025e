"""Lists and search, with PostgreSQL's own means."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import sql
from comptoir.kit.paging import Page
from comptoir.kit.text import fold

# Asked in French and in English; the last word also as a beginning, because people are still typing.
STATEMENT = """
WITH asked AS (
    SELECT websearch_to_tsquery('pg_catalog.french', %(search)s)
           || (websearch_to_tsquery('pg_catalog.french', %(head)s) && begun) || exactly AS fr,
           websearch_to_tsquery('pg_catalog.english', %(search)s)
           || (websearch_to_tsquery('pg_catalog.english', %(head)s) && begun) || exactly AS en
    FROM to_tsquery('pg_catalog.simple', %(last)s) AS begun,
         websearch_to_tsquery('pg_catalog.simple', %(search)s) AS exactly
)
SELECT p.id, count(*) OVER ()
FROM asked, catalog_product p
JOIN catalog_publication s ON s.product_id = p.id
JOIN org_market m ON m.id = s.market_id AND m.code = %(market)s
{category}
WHERE s.starts_at <= %(now)s AND (s.ends_at IS NULL OR s.ends_at > %(now)s)
  AND EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active)
  {matching}
ORDER BY {order}
LIMIT %(size)s OFFSET %(offset)s
"""
CATEGORY = (
    "JOIN catalog_category c ON c.id = p.category_id AND (c.path = %(path)s OR c.path LIKE %(path)s || '/%%')"
)
LAST_WORD = re.compile(r"[^\W_]+$")
LARGEST_PAGE = 1_000
MATCHING = "AND (p.search_fr @@ asked.fr OR p.search_en @@ asked.en)"
ORDERS = {
    "relevance": "greatest(ts_rank(p.search_fr, asked.fr), ts_rank(p.search_en, asked.en)) DESC, p.id",
    "newest": "p.created_at DESC, p.id",
    "name": "p.name_fr_folded, p.id",
}


def find(
    *,
    market: str,
    now: datetime,
    category: CategoryNode | None,
    search: str,
    sort: str,
    page: int,
    size: int,
) -> Page[UUID]:
    """Ids of products shown in `market` now, in `category` or below it, that fit `search`; one query.

    `sort` is relevance, newest or name (French names); relevance without a search is newest. Every word must
    be found; names weigh more than brands and numbers, these more than descriptions; accents and case do not
    count. A page beyond the end is empty and still says how many there are. `size` is at most 1,000.
    """
    words = fold(search.replace("\x00", ""))[:200]
    ending = LAST_WORD.search(words)
    size, number = max(1, min(size, LARGEST_PAGE)), max(1, min(page, 1_000_000))
    order = ORDERS.get(sort, ORDERS["relevance"])
    statement = STATEMENT.format(
        category=CATEGORY if category else "",
        matching=MATCHING if words else "",
        order=order if words or order is not ORDERS["relevance"] else ORDERS["newest"],
    )
    given = {
        "search": words,
        "head": words[: ending.start()] if ending else words,
        "last": f"{ending[0]}:*" if ending else "",
        "market": market,
        "now": now,
        "path": category.path if category else "",
        "size": size,
        "offset": (number - 1) * size,
    }
    rows = sql.rows(statement, given)
    first = rows or sql.rows(statement, given | {"size": 1, "offset": 0}) if number > 1 else rows
    return Page(items=[row[0] for row in rows], number=number, size=size, total=first[0][1] if first else 0)
