"""A product is made by hand, to be filled and shown later."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.commands.upsert_products import upsert_products
from comptoir.catalog.contracts import ProductDraft
from comptoir.catalog.errors import ProductNumberTaken
from comptoir.catalog.locking import CATALOG
from comptoir.catalog.queries.exchange import products_called
from comptoir.journal.contracts import Origin
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid


def create_product(draft: ProductDraft, *, market: str, origin: Origin, now: datetime) -> UUID:
    """A new product, not shown anywhere yet. Refuses Invalid (`external_id`, `sku`: nothing to call it by),
    ProductNumberTaken, and SkuTaken."""
    if not draft.external_id:
        raise Invalid({"external_id": "missing"})
    if not all(variant.sku for variant in draft.variants):
        raise Invalid({"sku": "missing"})
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if products_called([draft.external_id]):
            raise ProductNumberTaken(number=draft.external_id)
        made = upsert_products([draft], market=market, origin=origin, now=now, shown=False)
    return made.product_ids[draft.external_id]
