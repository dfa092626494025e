"""The table of sizes that holds for a product: of its brand first, then of the nearest category above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import KeptSizeTable, ProductRecord, SizeTable
from comptoir.catalog.queries.categories import nodes
from comptoir.kit import cache, sql
from comptoir.kit.text import Localised

STATEMENT = """
SELECT t.category_id, coalesce(b.name, ''), t.columns, t.rows, t.note
FROM catalog_sizetable t LEFT JOIN catalog_brand b ON b.id = t.brand_id
"""

EVERY = f"{STATEMENT.replace('SELECT ', 'SELECT t.id, c.path, ', 1)} JOIN catalog_category c ON c.id = t.category_id"


def size_table(product: ProductRecord) -> SizeTable | None:
    """From memory of at most three seconds ago: there are few tables."""
    if product.category is None:
        return None
    depth = {step.id: place for place, step in enumerate(product.category.trail)}
    fits = [one for one in _tables() if one.category_id in depth and one.brand in ("", product.brand)]
    return max(fits, key=lambda one: (bool(one.brand), depth[one.category_id]), default=None)


def has_size_table(category_id: UUID) -> bool:
    return any(one.category_id == category_id for one in _tables())


def size_tables() -> list[KeptSizeTable]:
    """All tables, in the order of the categories' keys; two queries."""
    found = sql.rows(f"{EVERY} ORDER BY c.key, b.name NULLS FIRST")
    known = nodes([row[1] for row in found])
    return [KeptSizeTable(id=row[0], category=known[row[1]], table=_table(row[2:])) for row in found]


def _tables() -> tuple[SizeTable, ...]:
    def read() -> tuple[SizeTable, ...]:
        return tuple(_table(row) for row in sql.rows(STATEMENT))

    found: tuple[SizeTable, ...] = cache.keep("size tables", read)
    return found


def _table(row: Sequence[Any]) -> SizeTable:
    category, brand, columns, rows, note = row
    return SizeTable(
        category_id=category, brand=brand, columns=tuple(Localised(name) for name in columns),
        rows=tuple(tuple(cells) for cells in rows), note=Localised(note),
    )  # fmt: skip
