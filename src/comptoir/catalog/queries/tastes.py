"""What buying a variant says of a taste: its category, brand and size."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.kit import sql

SIZES = ("size", "taille", "pointure")
OF_VARIANTS = """
SELECT v.id, c.slug->>'fr', b.name, v.options
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
LEFT JOIN catalog_category c ON c.id = p.category_id LEFT JOIN catalog_brand b ON b.id = p.brand_id
WHERE v.id = ANY(%s::uuid[])
"""
OF_PRODUCT = "SELECT EXISTS (SELECT FROM catalog_variant WHERE product_id = %s AND options ?| %s::text[])"


def comes_in_sizes(product_id: UUID) -> bool:
    """Whether any of its variants has a size."""
    found = sql.row(OF_PRODUCT, [product_id, list(SIZES)])
    return bool(found and found[0])


def tastes_of(variant_ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """For each variant `category` (its address in French), `brand` and `size`, as far as it has them; what does not
    exist is left out."""
    found = {}
    for variant, category, brand, options in sql.rows(OF_VARIANTS, [list(variant_ids)]) if variant_ids else []:
        size = next((options[name] for name in SIZES if isinstance(options.get(name), str)), None)
        told = {"category": category, "brand": brand, "size": size}
        found[variant] = {name: value for name, value in told.items() if value}
    return found
