"""A product is shown in a market."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog.commands.steps.publications import market_id
from comptoir.catalog.locking import CATALOG
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.catalog import ProductPublished
from comptoir.kit import cache, locks, sql
from comptoir.kit.refusals import Invalid, NotFound

STATEMENT = """
INSERT INTO catalog_publication AS kept (product_id, market_id, starts_at, ends_at)
VALUES (%(product)s, %(market)s, %(starts_at)s, %(ends_at)s)
ON CONFLICT (market_id, product_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at
WHERE (kept.starts_at, kept.ends_at) IS DISTINCT FROM (excluded.starts_at, excluded.ends_at)
"""


def publish(
    product_id: UUID,
    *,
    market: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    origin: Origin,
    now: datetime,
) -> None:
    """Show the product in `market` from `starts_at` until `ends_at`, or without end.

    Refuses NotFound, UnknownMarket, and Invalid when the end is not after the start.
    """
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid({"ends_at": "ends before it starts"})
    with transaction.atomic(durable=True):
        locks.hold(CATALOG)
        if sql.row("SELECT 1 FROM catalog_product WHERE id = %s", [product_id]) is None:
            raise NotFound()
        terms = {
            "product": product_id,
            "market": market_id(market),
            "starts_at": starts_at,
            "ends_at": ends_at,
        }
        if sql.run(STATEMENT, terms):
            journal.append(
                ProductPublished(product_id=product_id, market=market), origin=origin, occurred_at=now
            )
    cache.forget()
