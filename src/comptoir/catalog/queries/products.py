"""Whole products, as their page needs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog.contracts import AttributeValue, Picture, ProductRecord, VariantRecord
from comptoir.catalog.queries.attributes import values
from comptoir.catalog.queries.categories import nodes
from comptoir.catalog.queries.pictures import picture
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised

BY_SLUG = {
    "fr": "SELECT id FROM catalog_product WHERE slug ->> 'fr' = %s",
    "en": "SELECT id FROM catalog_product WHERE slug ->> 'en' = %s",
}
PRODUCTS = """
SELECT p.id, p.external_id, p.name, p.description, p.slug, coalesce(b.name, ''), c.path, p.tax_category,
       p.attributes, p.created_at, p.changed_at
FROM catalog_product p
LEFT JOIN catalog_brand b ON b.id = p.brand_id
LEFT JOIN catalog_category c ON c.id = p.category_id
WHERE p.id = ANY(%s)
"""
VARIANTS = """
SELECT v.id, v.product_id, v.external_id, v.sku, v.options, v.weight_g, v.active,
       array(SELECT g.gtin FROM catalog_variantgtin g WHERE g.variant_id = v.id ORDER BY g.id)
FROM catalog_variant v WHERE v.product_id = ANY(%s) ORDER BY v.product_id, v.position, v.external_id
"""
PICTURES = """
SELECT product_id, file, alt FROM catalog_media WHERE product_id = ANY(%s)
ORDER BY product_id, variant_id IS NOT NULL, position, id
"""


def product_by_slug(slug: str, locale: str) -> ProductRecord:
    """The product whose address in `locale` is `slug`, published or not. Refuses NotFound."""
    found = sql.row(BY_SLUG[locale], [slug]) if locale in BY_SLUG else None
    if found is None:
        raise NotFound()
    return products([found[0]])[found[0]]


def products(ids: Sequence[UUID]) -> dict[UUID, ProductRecord]:
    """Products by id; ids that are unknown are left out. Five queries, whatever the count."""
    wanted = list(ids)
    rows = sql.rows(PRODUCTS, [wanted])
    variants = sql.rows(VARIANTS, [wanted])
    texts = values([*(row[8] for row in rows), *(one[4] for one in variants)])
    trails = nodes([row[6] for row in rows if row[6]])
    records = _variants(variants, texts[len(rows) :])
    shown: dict[UUID, list[tuple[str, dict[str, str]]]] = {}
    for product, file, alt in sql.rows(PICTURES, [wanted]):
        shown.setdefault(product, []).append((file, alt))
    return {
        row[0]: ProductRecord(
            id=row[0],
            external_id=row[1],
            name=Localised(row[2]),
            description=Localised(row[3]),
            slug=Localised(row[4]),
            brand=row[5],
            category=trails[row[6]] if row[6] else None,
            tax_category=row[7],
            attributes=attributes,
            variants=tuple(records.get(row[0], ())),
            pictures=_pictures(shown.get(row[0], []), Localised(row[2])),
            created_at=row[9],
            changed_at=row[10],
        )
        for row, attributes in zip(rows, texts[: len(rows)], strict=True)
    }


def _variants(
    rows: Sequence[tuple[Any, ...]], texts: Sequence[tuple[AttributeValue, ...]]
) -> dict[UUID, list[VariantRecord]]:
    records: dict[UUID, list[VariantRecord]] = {}
    for row, options in zip(rows, texts, strict=True):
        record = VariantRecord(
            id=row[0],
            product_id=row[1],
            external_id=row[2],
            sku=row[3],
            gtins=tuple(row[7]),
            options=options,
            weight_g=row[5],
            active=row[6],
        )
        records.setdefault(row[1], []).append(record)
    return records


def _pictures(rows: Sequence[tuple[str, dict[str, str]]], name: Localised) -> tuple[Picture, ...]:
    return tuple(picture(file, alt, name) for file, alt in rows)
