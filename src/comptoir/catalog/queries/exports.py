"""Whole products as their merchant gave them: for files that leave, and come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import (
    AttributeDraft,
    CategoryDraft,
    ExportedProduct,
    ProductDraft,
    VariantDraft,
)
from comptoir.kit import sql
from comptoir.kit.text import Localised

AFTER = "SELECT id, external_id FROM catalog_product WHERE external_id > %s ORDER BY external_id LIMIT %s"
PRODUCTS = """
SELECT p.id, p.external_id, p.name, p.description, coalesce(b.name, ''),
       (SELECT jsonb_agg(c.name ORDER BY length(c.path)) FROM catalog_category c, catalog_category own
        WHERE own.id = p.category_id AND (own.path = c.path OR own.path LIKE c.path || '/%%')),
       p.tax_category, p.attributes, variants.found,
       array(SELECT d.address FROM catalog_media d
             WHERE d.product_id = p.id AND d.variant_id IS NULL AND d.address <> '' ORDER BY d.position, d.id),
       array(SELECT d.file FROM catalog_media d WHERE d.product_id = p.id AND d.file <> ''
             ORDER BY d.variant_id IS NOT NULL, d.position, d.id), p.nature
FROM catalog_product p
LEFT JOIN catalog_brand b ON b.id = p.brand_id
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_array(
        v.id, v.external_id, v.sku, v.options, v.weight_g, v.length_mm, v.width_mm, v.height_mm,
        array(SELECT g.gtin FROM catalog_variantgtin g WHERE g.variant_id = v.id ORDER BY g.id),
        array(SELECT d.address FROM catalog_media d
              WHERE d.variant_id = v.id AND d.address <> '' ORDER BY d.position, d.id)
    ) ORDER BY v.position, v.external_id), '[]') AS found
    FROM catalog_variant v WHERE v.product_id = p.id AND v.active) AS variants
WHERE p.id = ANY(%s)
ORDER BY p.external_id
"""
ATTRIBUTES = "SELECT code, label, kind, unit FROM catalog_attribute WHERE code = ANY(%s)"
Known = dict[str, tuple[Localised, str, str]]


def products_after(external_id: str, limit: int) -> list[UUID]:
    """Ids of the products behind this external id, in their order: the next chunk of a walk over all of them."""
    return [row[0] for row in sql.rows(AFTER, [external_id, limit])]


def exported(ids: Sequence[UUID]) -> list[ExportedProduct]:
    """Each product as a draft that `upsert_products` would take, with the ids of its active variants; three
    queries."""
    rows = sql.rows(PRODUCTS, [list(ids)])
    codes = {code for row in rows for given in (row[7], *(variant[3] for variant in row[8])) for code in given}
    known: Known = {
        code: (Localised(label), kind, unit) for code, label, kind, unit in sql.rows(ATTRIBUTES, [list(codes)])
    }
    return [_product(row, known) for row in rows]


def _product(row: Sequence[Any], known: Known) -> ExportedProduct:
    draft = ProductDraft(
        external_id=row[1], name=Localised(row[2]), description=Localised(row[3]), brand=row[4],
        category=CategoryDraft(names=tuple(map(Localised, row[5]))) if row[5] else None, tax_category=row[6],
        attributes=_drafts(row[7], known), pictures=tuple(row[9]), nature=row[11],
        variants=tuple(
            VariantDraft(
                external_id=one[1], sku=one[2], options=_drafts(one[3], known), weight_g=one[4],
                size_mm=(one[5], one[6], one[7]) if None not in one[5:8] else None,
                gtins=tuple(one[8]), pictures=tuple(one[9]),
            )
            for one in row[8]
        ),
    )  # fmt: skip
    return ExportedProduct(
        id=row[0], draft=draft, variant_ids={one[1]: UUID(one[0]) for one in row[8]}, files=tuple(row[10])
    )


def _drafts(given: dict[str, Any], known: Known) -> tuple[AttributeDraft, ...]:
    return tuple(
        AttributeDraft(code=code, label=known[code][0], kind=known[code][1], unit=known[code][2], value=value)
        for code, value in given.items()
        if code in known
    )
