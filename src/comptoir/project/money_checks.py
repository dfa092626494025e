"""Do orders, receipts, stored values and the ledger say the same? One statement a question, whatever the size."""

from __future__ import annotations

from comptoir.kit import sql

# An order's paid amount = its receipts = its ledger. Three sums by order, compared where any of them stands.
ORDERS = """
WITH receipts AS (
    SELECT order_id, currency, sum(amount_minor)::bigint AS minor FROM payments_receipt GROUP BY order_id, currency
)
SELECT count(*) FROM (
    SELECT coalesce(r.order_id, l.order_id) AS order_id, coalesce(r.currency, l.currency) AS currency,
           coalesce(r.minor, 0) AS received, coalesce(l.minor, 0) AS booked
    FROM receipts r FULL JOIN ledger_of_order l ON (l.order_id, l.currency) = (r.order_id, r.currency)
) AS said
FULL JOIN (SELECT id, currency, paid_minor FROM orders_order) AS o
       ON (o.id, o.currency) = (said.order_id, said.currency)
WHERE coalesce(said.received, 0) <> coalesce(said.booked, 0)
   OR (o.id IS NOT NULL AND o.paid_minor <> coalesce(said.received, 0))
"""
# Every account of stored value = its movements; what the ledger owes of a kind = the balances of that kind.
STORED = """
SELECT (SELECT count(*) FROM payments_storedvalue a
        FULL JOIN (SELECT account_id, sum(amount_minor) AS minor, sum(held_minor) AS held
                   FROM payments_storedmovement GROUP BY account_id) AS m ON m.account_id = a.id
        WHERE coalesce(a.balance_minor, 0) <> coalesce(m.minor, 0) OR coalesce(a.held_minor, 0) <> coalesce(m.held, 0))
     + (SELECT count(*) FROM (SELECT legal_entity, currency, 'liability:' || kind AS account,
                                     sum(balance_minor) AS minor
                              FROM payments_storedvalue GROUP BY 1, 2, 3) AS owed
        FULL JOIN (SELECT legal_entity, currency, account, sum(credit) - sum(debit) AS minor FROM ledger_day
                   WHERE starts_with(account, 'liability:') GROUP BY 1, 2, 3) AS booked
               ON (booked.legal_entity, booked.currency, booked.account)
                = (owed.legal_entity, owed.currency, owed.account)
        WHERE coalesce(owed.minor, 0) <> coalesce(booked.minor, 0))
"""
# What came by providers and went back by them = what their clearing accounts had of it.
CLEARING = """
SELECT abs(coalesce((SELECT sum(r.amount_minor) FROM payments_receipt r
                     JOIN payments_paymentrequest p ON p.id = r.request_id
                     WHERE p.tender NOT IN ('gift_card', 'store_credit')), 0)
         - coalesce((SELECT sum(CASE WHEN starts_with(debit, 'clearing:') THEN amount_minor ELSE -amount_minor END)
                     FROM ledger_transfer
                     WHERE kind IN ('receipt', 'refund')
                       AND (starts_with(debit, 'clearing:') OR starts_with(credit, 'clearing:'))), 0))
"""
# Closed orders that still have money of which nothing is on its way back.
OWED = """
SELECT count(*) FROM orders_order o
WHERE o.state IN ('cancelled', 'expired') AND o.paid_minor > 0
  AND NOT EXISTS (SELECT 1 FROM payments_paymentrequest r
                  WHERE r.order_id = o.id AND r.kind = 'refund' AND r.state IN ('requested', 'awaited'))
"""


def discrepancies() -> dict[str, int]:
    """How many orders, accounts and minor units disagree, and how many closed orders owe money; all 0 when all is
    well."""
    return {
        "money_orders": _number(ORDERS),
        "money_stored": _number(STORED),
        "money_clearing": _number(CLEARING),
        "money_owed": _number(OWED),
    }


def _number(statement: str) -> int:
    found = sql.row(statement)
    return int(found[0]) if found else 0
