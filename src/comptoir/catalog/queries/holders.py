"""Who has a number already."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.kit import sql

GTINS = """
SELECT g.gtin, v.external_id FROM catalog_variantgtin g JOIN catalog_variant v ON v.id = g.variant_id
WHERE g.gtin = ANY(%s) ORDER BY g.id DESC
"""
OF_SKU = "SELECT id, sku FROM catalog_variant WHERE sku = ANY(%s)"
SKUS = "SELECT sku, external_id FROM catalog_variant WHERE sku = ANY(%s)"


def holders_of_gtins(gtins: Sequence[str]) -> dict[str, str]:
    """Trade item numbers (14 digits) to the external id of the variant that had each first."""
    return dict(sql.rows(GTINS, [list(gtins)])) if gtins else {}


def holders_of_skus(skus: Sequence[str]) -> dict[str, str]:
    """Article numbers to the external id of the variant that has each."""
    return dict(sql.rows(SKUS, [list(skus)])) if skus else {}


def variants_of_sku(sku: str) -> list[tuple[UUID, str]]:
    """The variant of an article number, with the number as it is written; in capitals or small letters too."""
    wanted = sku.strip()
    return sql.rows(OF_SKU, [list({wanted, wanted.upper(), wanted.lower()})]) if wanted else []
