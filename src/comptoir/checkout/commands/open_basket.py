"""Start a basket."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import ShopperContext

# A known person has one open basket: whoever comes second gets the first one's.
INSERT = """
INSERT INTO checkout_basket (
    id, market, storefront, currency, state, version, owner_id, country, postcode, delivery_method, collect_at,
    created_at, changed_at
) VALUES (%s, %s, %s, %s, 'open', 1, %s, '', '', '', '', %s, %s)
ON CONFLICT (owner_id, storefront) WHERE state = 'open' AND owner_id IS NOT NULL
DO UPDATE SET changed_at = excluded.changed_at
RETURNING id
"""


def open_basket(context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None) -> UUID:
    """A new basket, or the open one of the person that the context knows. Refuses IdempotencyConflict."""
    return idempotency.settled(lambda: _open(context, idempotency_key))


def _open(context: ShopperContext, key: IdempotencyKey | None) -> UUID:
    with transaction.atomic(durable=True):
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["basket_id"])
        found = sql.row(
            INSERT,
            [
                uuid7(), context.market.code, context.storefront, context.currency, context.customer_id,
                context.now, context.now,
            ],
        )  # fmt: skip
        assert found
        basket_id: UUID = found[0]
        idempotency.remember(key, {"basket_id": str(basket_id)}, context.now)
    return basket_id
