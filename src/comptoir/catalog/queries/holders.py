"""Who has a number already."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.kit import sql

GTINS = """
SELECT g.gtin, v.external_id FROM catalog_variantgtin g JOIN catalog_variant v ON v.id = g.variant_id
WHERE g.gtin = ANY(%s) ORDER BY g.id DESC
"""
SKUS = "SELECT sku, external_id FROM catalog_variant WHERE sku = ANY(%s)"


def holders_of_gtins(gtins: Sequence[str]) -> dict[str, str]:
    """Trade item numbers (14 digits) to the external id of the variant that had each first."""
    return dict(sql.rows(GTINS, [list(gtins)])) if gtins else {}


def holders_of_skus(skus: Sequence[str]) -> dict[str, str]:
    """Article numbers to the external id of the variant that has each."""
    return dict(sql.rows(SKUS, [list(skus)])) if skus else {}
