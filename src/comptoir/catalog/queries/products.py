"""Whole products, as their page needs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import AttributeValue, ProductRecord, VariantRecord
from comptoir.catalog.queries.attributes import values
from comptoir.catalog.queries.categories import TRAIL, from_trail
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

BY_ID = "ANY(%s)"
BY_SLUG = {
    "fr": "(SELECT id FROM catalog_product WHERE slug ->> 'fr' = %s)",
    "en": "(SELECT id FROM catalog_product WHERE slug ->> 'en' = %s)",
}
PRODUCTS = f"""
SELECT p.id, p.external_id, p.name, p.description, p.slug, coalesce(b.name, ''), ({TRAIL}), p.tax_category,
       p.attributes, p.created_at, p.changed_at, variants.found, pictures.found, p.nature
FROM catalog_product p
LEFT JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_category c ON c.id = p.category_id
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_array(
        v.id, v.external_id, v.sku, v.options, v.weight_g, v.active,
        array(SELECT g.gtin FROM catalog_variantgtin g WHERE g.variant_id = v.id ORDER BY g.id)
    ) ORDER BY v.position, v.external_id), '[]') AS found
    FROM catalog_variant v WHERE v.product_id = p.id) AS variants
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_array(d.file, d.alt, d.variant_id)
                              ORDER BY d.variant_id IS NOT NULL, d.position, d.id), '[]') AS found
    FROM catalog_media d WHERE d.product_id = p.id) AS pictures
WHERE p.id = {{those}}
"""


def product_by_slug(slug: str, locale: str) -> ProductRecord:
    """The product whose address in `locale` is `slug`, published or not. Refuses NotFound."""
    found = _read(BY_SLUG[locale], slug) if locale in BY_SLUG else {}
    if not found:
        raise NotFound()
    return next(iter(found.values()))


def products(ids: Sequence[UUID]) -> dict[UUID, ProductRecord]:
    """Products by id; ids that are unknown are left out. Two queries at most, whatever the count."""
    return _read(BY_ID, list(ids))


def _read(those: str, given: Any) -> dict[UUID, ProductRecord]:
    rows = sql.rows(PRODUCTS.format(those=those), [given])
    texts = iter(values([given for row in rows for given in (row[8], *(variant[3] for variant in row[11]))]))
    return {
        row[0]: ProductRecord(
            id=row[0],
            external_id=row[1],
            name=Localised(row[2]),
            description=Localised(row[3]),
            slug=Localised(row[4]),
            brand=row[5],
            category=from_trail(row[6]),
            tax_category=row[7],
            attributes=next(texts),
            variants=tuple(_variant(row[0], variant, next(texts)) for variant in row[11]),
            pictures=tuple(
                picture(file, alt, Localised(row[2]), UUID(variant) if variant else None)
                for file, alt, variant in row[12]
            ),
            created_at=row[9],
            changed_at=row[10],
            nature=row[13],
        )
        for row in rows
    }


def _variant(product_id: UUID, row: Sequence[Any], options: tuple[AttributeValue, ...]) -> VariantRecord:
    return VariantRecord(
        id=UUID(row[0]),
        product_id=product_id,
        external_id=row[1],
        sku=row[2],
        gtins=tuple(row[6]),
        options=options,
        weight_g=row[4],
        active=row[5],
    )
