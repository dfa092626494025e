"""Products as a list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import ProductSummary, VariantSummary
from comptoir.catalog.queries.attributes import values
from comptoir.catalog.queries.categories import TRAIL, from_trail
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.text import Localised

COLOUR = "colour"
STATEMENT = f"""
SELECT p.id, p.external_id, p.name, p.slug, coalesce(b.name, ''), ({TRAIL}), first.file, first.alt, variants.found,
       p.nature
FROM catalog_product p
LEFT JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_category c ON c.id = p.category_id
LEFT JOIN LATERAL (
    SELECT file, alt FROM catalog_media d WHERE d.product_id = p.id
    ORDER BY d.variant_id IS NOT NULL, d.position, d.id LIMIT 1) AS first ON true
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_array(v.id, v.sku, v.options -> '{COLOUR}', own.file, own.alt)
                              ORDER BY v.position, v.external_id), '[]') AS found
    FROM catalog_variant v
    LEFT JOIN LATERAL (
        SELECT file, alt FROM catalog_media d WHERE d.product_id = p.id AND d.variant_id = v.id
        ORDER BY d.position, d.id LIMIT 1) AS own ON true
    WHERE v.product_id = p.id AND v.active) AS variants
WHERE p.id = ANY(%s)
"""


def summaries(ids: Sequence[UUID]) -> dict[UUID, ProductSummary]:
    """Products by id, without what only their own page shows; unknown ids are left out. One query; what the option
    `colour` is called is in memory."""
    rows = sql.rows(STATEMENT, [list(ids)])
    trails = {row[5][-1][0]: from_trail(row[5]) for row in rows if row[5]}  # a page has few categories
    coloured = iter(values([_options(variant) for row in rows for variant in row[8]]))
    return {
        row[0]: ProductSummary(
            id=row[0],
            external_id=row[1],
            name=Localised(row[2]),
            slug=Localised(row[3]),
            brand=row[4],
            category=trails[row[5][-1][0]] if row[5] else None,
            picture=None if row[6] is None else picture(row[6], row[7] or {}, Localised(row[2])),
            variants=tuple(_variant(variant, next(coloured), Localised(row[2])) for variant in row[8]),
            nature=row[9],
        )
        for row in rows
    }


def _options(variant: Sequence[Any]) -> dict[str, Any]:
    return {} if variant[2] is None else {COLOUR: variant[2]}


def _variant(row: Sequence[Any], options: Sequence[Any], name: Localised) -> VariantSummary:
    identity = UUID(row[0])
    return VariantSummary(
        id=identity,
        sku=row[1],
        colour=options[0] if options else None,
        picture=picture(row[3], row[4] or {}, name, identity) if row[3] else None,
    )
