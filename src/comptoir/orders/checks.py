"""Do orders, receipts and the ledger say the same? One statement a question, whatever the size."""

from __future__ import annotations

from comptoir.kit import sql
from comptoir.payments import facade as payments

# An order's paid amount = its receipts = its ledger. Three sums by order, compared where any of them stands.
ORDERS = """
SELECT count(*) FROM (
    SELECT coalesce(r.order_id, l.order_id) AS order_id, coalesce(r.currency, l.currency) AS currency,
           coalesce(r.minor, 0) AS received, coalesce(l.minor, 0) AS booked
    FROM payments_received r FULL JOIN ledger_of_order l ON (l.order_id, l.currency) = (r.order_id, r.currency)
) AS said
FULL JOIN (SELECT id, currency, paid_minor FROM orders_order) AS o
       ON (o.id, o.currency) = (said.order_id, said.currency)
WHERE coalesce(said.received, 0) <> coalesce(said.booked, 0)
   OR (o.id IS NOT NULL AND o.paid_minor <> coalesce(said.received, 0))
"""
# Closed orders that still have money of which nothing is on its way back.
OWED = """
SELECT count(*) FROM orders_order o
WHERE o.state IN ('cancelled', 'expired') AND o.paid_minor > 0
  AND NOT EXISTS (SELECT 1 FROM payments_going_back r WHERE r.order_id = o.id)
"""


def check_money() -> dict[str, int]:
    """How many orders and stored values, and by how many minor units clearing accounts, disagree with the ledger; how
    many closed orders owe money of which nothing is on its way back. All 0 when all is well."""
    return {"money_orders": _number(ORDERS), **payments.discrepancies(), "money_owed": _number(OWED)}


def _number(statement: str) -> int:
    found = sql.row(statement)
    return int(found[0]) if found else 0
