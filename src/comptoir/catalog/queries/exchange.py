"""What an exchange with other systems asks: ids by external ids, and all products in a steady order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comptoir.kit import sql

AFTER = """
SELECT id FROM catalog_product
WHERE (%(after)s::uuid IS NULL OR id > %(after)s) AND (%(since)s::timestamptz IS NULL OR changed_at >= %(since)s)
ORDER BY id LIMIT %(limit)s
"""


def product_ids(after: UUID | None, *, limit: int, changed_since: datetime | None = None) -> list[UUID]:
    """Products by id, which is the order in which they were made, from the one after `after`."""
    return [row[0] for row in sql.rows(AFTER, {"after": after, "since": changed_since, "limit": limit})]


def products_called(external_ids: Collection[str]) -> dict[str, UUID]:
    """External id to product."""
    found = sql.rows("SELECT external_id, id FROM catalog_product WHERE external_id = ANY(%s)", [list(external_ids)])
    return dict(found)


def variants_called(external_ids: Collection[str]) -> dict[str, UUID]:
    """External id to variant."""
    found = sql.rows("SELECT external_id, id FROM catalog_variant WHERE external_id = ANY(%s)", [list(external_ids)])
    return dict(found)


def names_of_variants(ids: Collection[UUID]) -> dict[UUID, str]:
    """Variant to external id."""
    return dict(sql.rows("SELECT id, external_id FROM catalog_variant WHERE id = ANY(%s)", [list(ids)]))
