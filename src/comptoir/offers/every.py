"""Everything that is sold in a market, a batch at a time: for feeds and the like, which name each variant."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord, VariantRecord
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.offers import rules
from comptoir.offers.cards import Terms, terms_of
from comptoir.offers.contracts import ProductPage, VariantOffer
from comptoir.org.contracts import ShopperContext

SHOWN = """
SELECT product_id FROM catalog_listed
WHERE market = %(market)s AND starts_at <= %(now)s AND (ends_at IS NULL OR ends_at > %(now)s)
  AND (%(after)s::uuid IS NULL OR product_id > %(after)s)
ORDER BY product_id LIMIT %(size)s
"""


def every(context: ShopperContext, *, size: int = 200) -> Iterator[tuple[ProductPage, ...]]:
    """All products that are shown in the market now, in the order of their ids, `size` at a time with five statements,
    each with its active variants; no place and no delivery. What changes meanwhile is seen or not."""
    after: UUID | None = None
    given = {"market": context.market.code, "now": context.now, "size": size}
    while ids := [row[0] for row in sql.rows(SHOWN, given | {"after": after})]:
        after = ids[-1]
        records = catalog.products(ids)
        wanted = [
            (variant.id, record.id) for record in records.values() for variant in record.variants if variant.active
        ]
        known = terms_of(wanted, context)
        yield tuple(_page(records[identity], known, context.currency) for identity in ids if identity in records)


def _page(record: ProductRecord, known: dict[UUID, Terms], currency: str) -> ProductPage:
    sold = tuple(
        _offer(variant, known[variant.id], currency)
        for variant in record.variants
        if variant.active and variant.id in known
    )
    return ProductPage(product=record, variants=sold, chosen=None, delivery=())


def _offer(variant: VariantRecord, terms: Terms, currency: str) -> VariantOffer:
    return VariantOffer(
        variant_id=variant.id, external_id=variant.external_id, sku=variant.sku, gtins=variant.gtins,
        options=variant.options, price=None if terms.price is None else Money(terms.price, currency),
        availability=rules.availability(terms.pieces, terms.ahead), places=(),
    )  # fmt: skip
