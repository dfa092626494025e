"""Somebody received something: they may say what they think of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.reviews.commands.invite import plan_invitations
from comptoir.reviews.contracts import PurchaseDraft

GRANT = """
INSERT INTO reviews_purchase (
    id, kind, order_id, product_id, variant_id, options, customer_id, storefront, locale, received_on, granted_at
)
SELECT id, kind, order_id, product_id, variant_id, options, customer_id, storefront, locale, received_on, granted_at
FROM jsonb_to_recordset(%s::jsonb) AS given(
    id uuid, kind text, order_id uuid, product_id uuid, variant_id uuid, options jsonb, customer_id uuid,
    storefront text, locale text, received_on date, granted_at timestamptz)
ON CONFLICT DO NOTHING
"""


def grant(purchases: Sequence[PurchaseDraft], *, now: datetime) -> int:
    """Write down rights to review, in the caller's transaction; an order's product that has one already keeps it. Its
    buyer is asked once, some days later. Answers how many are new."""
    given = [
        {
            "id": each.id or uuid7(), "kind": each.kind, "order_id": each.order_id, "product_id": each.product_id,
            "variant_id": each.variant_id, "options": each.options, "customer_id": each.customer_id,
            "storefront": each.storefront, "locale": each.locale, "received_on": each.received_on, "granted_at": now,
        }
        for each in purchases
    ]  # fmt: skip
    if not given:
        return 0
    new = sql.run(GRANT, [json.dumps(given, default=str)])
    if new:
        plan_invitations(purchases)
    return new
