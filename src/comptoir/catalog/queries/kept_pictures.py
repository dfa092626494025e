"""The pictures of a product with their owners and texts, and whose a file is by its name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.files.storage import default_storage

from comptoir.catalog import picture_names
from comptoir.catalog.contracts import KeptPicture, PictureMatch
from comptoir.catalog.queries.exchange import products_called
from comptoir.catalog.queries.variants import find_variants, products_of
from comptoir.kit import sql
from comptoir.kit.text import Localised

KEPT = """
SELECT id, variant_id, file, alt, address <> '', status FROM catalog_media
WHERE product_id = %s ORDER BY variant_id IS NOT NULL, variant_id, position, id
"""


def kept_pictures(product_id: UUID) -> list[KeptPicture]:
    """Those of the product as such first, then those of its variants, each in their order."""
    return [
        KeptPicture(
            id=row[0], variant_id=row[1], source=default_storage.url(row[2]) if row[2] else "",
            alt=Localised(row[3]), own=not row[4], state=row[5],
        )
        for row in sql.rows(KEPT, [product_id])
    ]  # fmt: skip


def match_pictures(names: Sequence[str]) -> list[PictureMatch]:
    """Whose each file is, by its name: the number of a product, else the external id, article number or bar code of a
    variant; the whole name before the name without the number behind it. Three queries."""
    read = {name: picture_names.readings(name) for name in names}
    codes = {
        spelling for found in read.values() for code, _place in found for spelling in picture_names.spellings(code)
    }
    products = products_called(sorted(codes))
    variants = find_variants(sorted(codes))
    owners = products_of(variants.values())
    return [_match(name, read[name], products, variants, owners) for name in names]


def _match(
    name: str,
    read: Sequence[tuple[str, int | None]],
    products: dict[str, UUID],
    variants: dict[str, UUID],
    owners: dict[UUID, UUID],
) -> PictureMatch:
    for code, place in read:
        for spelling in picture_names.spellings(code):
            if spelling in products:
                return PictureMatch(name=name, product_id=products[spelling], variant_id=None, place=place)
            if spelling in variants:
                variant = variants[spelling]
                return PictureMatch(name=name, product_id=owners[variant], variant_id=variant, place=place)
    return PictureMatch(name=name, product_id=None, variant_id=None, place=read[-1][1] if read else None)
