"""Variants by whatever people and programs call them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from comptoir.catalog.contracts import VariantName
from comptoir.kit import sql
from comptoir.kit.text import Localised

NAMED = """
SELECT v.id, v.external_id, v.sku, p.name FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.id = ANY(%s::uuid[])
"""
# The merchant's own number counts before an article number, and that before a bar code.
CALLED = """
SELECT DISTINCT ON (code) code, variant_id FROM (
    SELECT external_id AS code, id AS variant_id, 1 AS rank FROM catalog_variant WHERE external_id = ANY(%(codes)s)
    UNION ALL SELECT sku, id, 2 FROM catalog_variant WHERE sku = ANY(%(codes)s)
    UNION ALL SELECT gtin, variant_id, 3 FROM catalog_variantgtin WHERE gtin = ANY(%(gtins)s)
) called ORDER BY code, rank, variant_id
"""
OF = "SELECT id, product_id FROM catalog_variant WHERE id = ANY(%s::uuid[])"
GTIN_DIGITS = range(8, 15)


def variant_names(variant_ids: Collection[UUID]) -> dict[UUID, VariantName]:
    """How each variant is called; what does not exist is left out."""
    return {
        row[0]: VariantName(id=row[0], external_id=row[1], sku=row[2], name=Localised(row[3]))
        for row in sql.rows(NAMED, [list(variant_ids)])
    }


def products_of(variant_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The product of each variant; what does not exist is left out."""
    return dict(sql.rows(OF, [list(variant_ids)]))


def find_variants(codes: Sequence[str]) -> dict[str, UUID]:
    """External ids, article numbers or bar codes (8 to 14 digits) to the variants that have them; an unknown code is
    left out."""
    given = {code: code.strip() for code in codes}
    gtins = {text: text.zfill(14) for text in given.values() if text.isdecimal() and len(text) in GTIN_DIGITS}
    called = dict(sql.rows(CALLED, {"codes": list(given.values()), "gtins": list(gtins.values())}))
    found = {code: called.get(text) or called.get(gtins.get(text, "")) for code, text in given.items()}
    return {code: variant for code, variant in found.items() if variant}
