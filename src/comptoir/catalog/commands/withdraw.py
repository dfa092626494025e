"""A product is no longer shown in a market."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.commands.steps.publications import market_id
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductWithdrawn
from comptoir.kit import cache, locks, sql
from comptoir.kit.refusals import NotFound

# A publication that would only start later ends a microsecond after its start: it was never shown.
STATEMENT = """
UPDATE catalog_publication SET ends_at = greatest(%(now)s, starts_at + interval '1 microsecond')
WHERE product_id = %(product)s AND market_id = %(market)s AND (ends_at IS NULL OR ends_at > %(now)s)
"""


def withdraw(product_id: UUID, *, market: str, origin: Origin, now: datetime) -> None:
    """Stop showing the product in `market` from `now` on; again is no change.

    Refuses NotFound, UnknownMarket.
    """
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if sql.row("SELECT 1 FROM catalog_product WHERE id = %s", [product_id]) is None:
            raise NotFound()
        if sql.run(STATEMENT, {"product": product_id, "market": market_id(market), "now": now}):
            journal.append(
                ProductWithdrawn(product_id=product_id, market=market), origin=origin, occurred_at=now
            )
    cache.forget()
