"""What is shown in a market, all of it and little of each: for maps of the site."""

from __future__ import annotations

from datetime import datetime

from comptoir.catalog.contracts import Listed
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.text import Localised

SHOWN = "market = %(market)s AND starts_at <= %(now)s AND (ends_at IS NULL OR ends_at > %(now)s)"
PICTURES = 3
# By id, which is the order of coming: what is new comes last, and the parts before stay as they are.
LISTED = f"""
SELECT p.slug, greatest(p.changed_at, shown.starts_at),
       array(SELECT d.file FROM catalog_media d WHERE d.product_id = p.id AND d.file <> ''
             ORDER BY d.variant_id IS NOT NULL, d.position, d.id LIMIT {PICTURES})
FROM (SELECT product_id, starts_at FROM catalog_listed WHERE {SHOWN}
      ORDER BY product_id LIMIT %(size)s OFFSET %(start)s) shown
JOIN catalog_product p ON p.id = shown.product_id
ORDER BY p.id
"""
COUNT = f"SELECT count(*) FROM catalog_listed WHERE {SHOWN}"
AISLES = f"""
SELECT shown.category_path, max(greatest(p.changed_at, shown.starts_at))
FROM catalog_listed shown JOIN catalog_product p ON p.id = shown.product_id
WHERE {SHOWN} AND shown.category_path IS NOT NULL
GROUP BY shown.category_path
"""


def listed(*, market: str, now: datetime, start: int, size: int) -> list[Listed]:
    """One statement for any number."""
    given = {"market": market, "now": now, "start": start, "size": size}
    return [
        Listed(
            slug=Localised(slug), changed_at=changed,
            pictures=tuple(picture(file, {}, Localised()).source for file in files),
        )
        for slug, changed, files in sql.rows(LISTED, given)
    ]  # fmt: skip


def count_listed(*, market: str, now: datetime) -> int:
    found = sql.row(COUNT, {"market": market, "now": now})
    return int(found[0]) if found else 0


def aisles_changed(*, market: str, now: datetime) -> dict[str, datetime]:
    """By the path of each category that shows something in or below it: when a product there changed or came."""
    latest: dict[str, datetime] = {}
    for path, changed in sql.rows(AISLES, {"market": market, "now": now}):
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            above = "/".join(steps[:depth])
            latest[above] = max(changed, latest.get(above, changed))
    return latest
