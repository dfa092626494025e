"""Do receipts, stored values and the ledger say the same? One statement a question, whatever the size."""

from __future__ import annotations

from comptoir.kit import sql

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


def discrepancies() -> dict[str, int]:
    """Stored values and their totals that disagree (accounts), and by how much the clearing accounts are not what
    came and went back (minor units); 0 when all is well."""
    return {"money_stored": _number(STORED), "money_clearing": _number(CLEARING)}


def _number(statement: str) -> int:
    found = sql.row(statement)
    return int(found[0]) if found else 0
