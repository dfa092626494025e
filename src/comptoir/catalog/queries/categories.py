"""The tree of categories."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import CategoryNode
from comptoir.kit import cache, sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

# One look for one product in each category, not one through all products: OFFSET keeps the planner from
# making a join of it.
LISTED = """
WITH used AS (
    SELECT c.path FROM catalog_category c
    CROSS JOIN LATERAL (
        SELECT FROM catalog_product p
        WHERE p.category_id = c.id
          AND EXISTS (
              SELECT FROM catalog_publication s JOIN org_market m ON m.id = s.market_id
              WHERE s.product_id = p.id AND m.code = %(market)s AND s.starts_at <= %(now)s
                AND (s.ends_at IS NULL OR s.ends_at > %(now)s)
              OFFSET 0
          )
          AND EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.active OFFSET 0)
        LIMIT 1
    ) AS one
)
SELECT c.id, c.name, c.slug, c.parent_id, c.path
FROM catalog_category c
WHERE EXISTS (SELECT FROM used WHERE used.path = c.path OR starts_with(used.path, c.path || '/'))
ORDER BY c.position, c.key
"""
EVERY = "SELECT id, name, slug, parent_id, path FROM catalog_category ORDER BY position, key"
BY_SLUG = {
    "fr": "SELECT path FROM catalog_category WHERE slug ->> 'fr' = %s",
    "en": "SELECT path FROM catalog_category WHERE slug ->> 'en' = %s",
}
TRAILS = """
SELECT id, name, slug, parent_id, path FROM catalog_category
WHERE id = ANY(%s::uuid[]) ORDER BY length(path)
"""


# The ancestors of a category `c`, itself last, as one value of a row.
TRAIL = """
SELECT jsonb_agg(jsonb_build_array(a.id, a.name, a.slug, a.parent_id, a.path) ORDER BY length(a.path))
FROM catalog_category a WHERE a.id = ANY(string_to_array(c.path, '/')::uuid[])
"""

PLACED = """
SELECT p.id, string_to_array(c.path, '/')::uuid[]
FROM catalog_product p JOIN catalog_category c ON c.id = p.category_id WHERE p.id = ANY(%s::uuid[])
"""


def categories_of(product_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of each product its category and those above it; a product without one is left out. What was asked a moment ago
    is in memory."""
    known = cache.keep_each(
        "categories of products", list(dict.fromkeys(product_ids)),
        lambda missing: {row[0]: frozenset(row[1]) for row in sql.rows(PLACED, [missing])},
    )  # fmt: skip
    return {product: found for product, found in known.items() if found}


def categories(*, market: str, now: datetime) -> tuple[CategoryNode, ...]:
    """Those with products shown in `market` in or below them, in the order of the tree, as they were at most three
    seconds ago: the menu of every page."""
    return cache.keep(f"categories {market}", lambda: _tree(sql.rows(LISTED, {"market": market, "now": now})))


def every_category() -> tuple[CategoryNode, ...]:
    """Those without products too, in the order of the tree."""
    return _tree(sql.rows(EVERY))


def _tree(rows: Sequence[tuple[Any, ...]]) -> tuple[CategoryNode, ...]:
    children: dict[UUID | None, list[tuple[Any, ...]]] = {}
    for row in rows:
        children.setdefault(row[3], []).append(row)
    ordered: list[CategoryNode] = []

    def walk(parent: UUID | None, trail: tuple[CategoryNode, ...]) -> None:
        for row in children.get(parent, ()):
            node = _node(row, trail)
            ordered.append(node)
            walk(node.id, node.trail)

    walk(None, ())
    return tuple(ordered)


def category_by_slug(slug: str, locale: str) -> CategoryNode:
    """The category whose address in `locale` is `slug`. Refuses NotFound."""
    found = sql.row(BY_SLUG[locale], [slug]) if locale in BY_SLUG else None
    if found is None:
        raise NotFound()
    return nodes([found[0]])[found[0]]


def category_by_id(category_id: UUID) -> CategoryNode:
    """Refuses NotFound."""
    found = sql.row("SELECT path FROM catalog_category WHERE id = %s", [category_id])
    if found is None:
        raise NotFound()
    return nodes([found[0]])[found[0]]


def nodes(paths: Sequence[str]) -> dict[str, CategoryNode]:
    """Categories with their trails, by path; one query."""
    ids = sorted({part for path in paths for part in path.split("/")})
    found: dict[str, CategoryNode] = {}
    for row in sql.rows(TRAILS, [ids]) if ids else ():
        parent = row[4].rpartition("/")[0]
        found[row[4]] = _node(row, found[parent].trail if parent else ())
    return found


def from_trail(trail: Sequence[Sequence[Any]] | None) -> CategoryNode | None:
    """The category that a column `TRAIL` tells; None without one."""
    found: CategoryNode | None = None
    for identity, name, slug, parent, path in trail or ():
        row = (UUID(identity), name, slug, UUID(parent) if parent else None, path)
        found = _node(row, found.trail if found else ())
    return found


def _node(row: tuple[Any, ...], above: tuple[CategoryNode, ...]) -> CategoryNode:
    name, slug = Localised(row[1]), Localised(row[2])
    bare = CategoryNode(id=row[0], name=name, slug=slug, parent_id=row[3], path=row[4], trail=above)
    return replace(bare, trail=(*above, bare))
