"""Products as a list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog.contracts import ProductSummary
from comptoir.catalog.queries.categories import nodes
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.text import Localised

STATEMENT = """
SELECT p.id, p.external_id, p.name, p.slug, coalesce(b.name, ''), c.path, first.file, first.alt,
       array(SELECT v.id FROM catalog_variant v
             WHERE v.product_id = p.id AND v.active ORDER BY v.position, v.external_id)
FROM catalog_product p
LEFT JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_category c ON c.id = p.category_id
LEFT JOIN LATERAL (
    SELECT file, alt FROM catalog_media d WHERE d.product_id = p.id
    ORDER BY d.variant_id IS NOT NULL, d.position, d.id LIMIT 1) AS first ON true
WHERE p.id = ANY(%s)
"""


def summaries(ids: Sequence[UUID]) -> dict[UUID, ProductSummary]:
    """Products by id, without what only their own page shows; unknown ids are left out. Two queries."""
    rows = sql.rows(STATEMENT, [list(ids)])
    trails = nodes([row[5] for row in rows if row[5]])
    return {
        row[0]: ProductSummary(
            id=row[0],
            external_id=row[1],
            name=Localised(row[2]),
            slug=Localised(row[3]),
            brand=row[4],
            category=trails[row[5]] if row[5] else None,
            picture=None if row[6] is None else picture(row[6], row[7] or {}, Localised(row[2])),
            variant_ids=tuple(row[8]),
        )
        for row in rows
    }
