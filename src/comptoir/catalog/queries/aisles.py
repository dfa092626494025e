"""A picture for each aisle: of one of the newest things in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from comptoir.catalog.contracts import Picture
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import cache, sql
from comptoir.kit.text import Localised

# A short look into each category, whatever its size. Of a product its last picture: there it is in use.
STATEMENT = """
SELECT wanted.path, one.file, one.alt, one.name
FROM unnest(%(paths)s::text[]) AS wanted(path)
CROSS JOIN LATERAL (
    SELECT shown.file, shown.alt, p.name
    FROM catalog_category c
    CROSS JOIN LATERAL (
        SELECT id, name, created_at FROM catalog_product
        WHERE category_id = c.id ORDER BY created_at DESC, id LIMIT 12) AS p
    CROSS JOIN LATERAL (
        SELECT file, alt FROM catalog_media d
        WHERE d.product_id = p.id AND d.variant_id IS NULL AND d.file <> ''
        ORDER BY d.position DESC LIMIT 1) AS shown
    WHERE (c.path = wanted.path OR starts_with(c.path, wanted.path || '/'))
      AND EXISTS (
        SELECT FROM catalog_publication s JOIN org_market m ON m.id = s.market_id
        WHERE s.product_id = p.id AND m.code = %(market)s AND s.starts_at <= %(now)s
          AND (s.ends_at IS NULL OR s.ends_at > %(now)s))
    ORDER BY p.created_at DESC, p.id LIMIT 1) AS one
"""


def aisle_pictures(paths: Collection[str], *, market: str, now: datetime) -> Mapping[str, Picture | None]:
    """By the path of a category: a picture of something shown in `market`, in or below it; None without one. One
    query at most, and none while the answer is in memory."""

    def read(missing: list[str]) -> dict[str, Picture]:
        rows = sql.rows(STATEMENT, {"paths": missing, "market": market, "now": now})
        return {path: picture(file, alt, Localised(name)) for path, file, alt, name in rows}

    return cache.keep_each(f"aisle pictures {market}", paths, read)
