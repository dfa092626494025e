"""What the merchant set beside a product."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog.contracts import Related
from comptoir.kit import sql
from comptoir.kit.text import Localised

STATEMENT = """
SELECT relation.kind, other.id, other.external_id, other.name
FROM catalog_relation relation JOIN catalog_product other ON other.id = relation.other_id
WHERE relation.product_id = %s ORDER BY relation.kind, relation.position
"""


def relations(product_id: UUID) -> tuple[Related, ...]:
    """As the merchant set them, by kind and in their order."""
    return tuple(
        Related(kind=kind, product_id=identity, external_id=external_id, name=Localised(name))
        for kind, identity, external_id, name in sql.rows(STATEMENT, [product_id])
    )
