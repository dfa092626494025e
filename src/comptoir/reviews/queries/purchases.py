"""Who may review what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.reviews.contracts import PurchaseInfo

SELECT = """
SELECT p.id, p.kind, p.order_id, p.product_id, product.name, p.options, p.customer_id, p.storefront, p.received_on,
       r.id, coalesce(r.state, '')
FROM reviews_purchase p JOIN catalog_product product ON product.id = p.product_id
LEFT JOIN reviews_review r ON r.purchase_id = p.id AND r.state <> 'withdrawn'
"""


def of_order(order_id: UUID) -> tuple[PurchaseInfo, ...]:
    """What has arrived of an order, with the review of it, if there is one."""
    return tuple(_purchase(row) for row in sql.rows(f"{SELECT} WHERE p.order_id = %s ORDER BY p.id", [order_id]))


def purchase(purchase_id: UUID) -> PurchaseInfo:
    """Refuses NotFound."""
    row = sql.row(f"{SELECT} WHERE p.id = %s", [purchase_id])
    if row is None:
        raise NotFound()
    return _purchase(row)


def _purchase(row: tuple[Any, ...]) -> PurchaseInfo:
    return PurchaseInfo(
        id=row[0], kind=row[1], order_id=row[2], product_id=row[3], product=Localised(row[4]),
        options=Localised(row[5]), customer_id=row[6], storefront=row[7], received_on=row[8], review_id=row[9],
        state=row[10],
    )  # fmt: skip
