"""What a person gathered and never ordered is dropped with them."""

from __future__ import annotations

from uuid import UUID

from comptoir.checkout import friends
from comptoir.kit import sql

# A basket that became an order stays, as its order does; its address names nobody any more.
DROP_LINES = """
DELETE FROM {table} WHERE basket_id IN (
    SELECT id FROM checkout_basket WHERE state = 'open' AND (owner_id = %(id)s OR buyer_id = %(id)s))
"""
SHARED = """
SELECT token FROM checkout_sharedbasket WHERE basket_id IN (
    SELECT id FROM checkout_basket WHERE owner_id = %(id)s OR buyer_id = %(id)s)
"""
EMPTIED = """
UPDATE checkout_basket
SET owner_id = NULL, buyer_id = NULL, address_id = NULL, country = '', postcode = '', version = version + 1
WHERE state = 'open' AND (owner_id = %(id)s OR buyer_id = %(id)s)
"""
OTHERS = "UPDATE checkout_basket SET postcode = left(postcode, 2) WHERE buyer_id = %(id)s AND length(postcode) > 2"


def forget(customer_id: UUID) -> int:
    """In the caller's transaction. Answers how many rows went or changed; called again, none."""
    lines = [DROP_LINES.format(table=table) for table in ("checkout_basketline", "checkout_savedline")]
    links = friends.drop(SHARED, {"id": customer_id})
    return links + sum(sql.run(statement, {"id": customer_id}) for statement in (*lines, EMPTIED, OTHERS))
