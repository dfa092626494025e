"""What was written about a person beside their orders."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql

NOTES = "DELETE FROM orders_note WHERE order_id IN (SELECT id FROM orders_order WHERE customer_id = %s)"


def forget(customer_id: UUID) -> int:
    """The notes that staff wrote on their orders, in the caller's transaction. Orders themselves are accounts: they
    stay, and name nobody once `customers` has forgotten."""
    return sql.run(NOTES, [customer_id])
