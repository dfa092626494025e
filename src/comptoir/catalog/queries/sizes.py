"""The table of sizes that holds for a product: of its brand first, then of the nearest category above it."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog.contracts import ProductRecord, SizeTable
from comptoir.kit import cache, sql
from comptoir.kit.text import Localised

STATEMENT = """
SELECT t.category_id, coalesce(b.name, ''), t.columns, t.rows, t.note
FROM catalog_sizetable t LEFT JOIN catalog_brand b ON b.id = t.brand_id
"""


def size_table(product: ProductRecord) -> SizeTable | None:
    """From memory of at most three seconds ago: there are few tables."""
    if product.category is None:
        return None
    depth = {step.id: place for place, step in enumerate(product.category.trail)}
    fits = [one for one in _tables() if one.category_id in depth and one.brand in ("", product.brand)]
    return max(fits, key=lambda one: (bool(one.brand), depth[one.category_id]), default=None)


def has_size_table(category_id: UUID) -> bool:
    return any(one.category_id == category_id for one in _tables())


def _tables() -> tuple[SizeTable, ...]:
    def read() -> tuple[SizeTable, ...]:
        return tuple(
            SizeTable(
                category_id=category, brand=brand, columns=tuple(Localised(name) for name in columns),
                rows=tuple(tuple(row) for row in rows), note=Localised(note),
            )
            for category, brand, columns, rows, note in sql.rows(STATEMENT)
        )  # fmt: skip

    found: tuple[SizeTable, ...] = cache.keep("size tables", read)
    return found
