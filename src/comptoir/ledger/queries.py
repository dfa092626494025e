"""Reading the ledger: by day and account, balances, and what stands there about one subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.ledger.contracts import Balance, DayTotal, Transfer

DAYS = """
SELECT day, legal_entity, account, currency, sum(debit)::bigint, sum(credit)::bigint FROM ledger_day
WHERE day BETWEEN %(since)s AND %(until)s AND account LIKE %(account)s
  AND (%(entity)s = '' OR legal_entity = %(entity)s)
GROUP BY day, legal_entity, account, currency ORDER BY day DESC, legal_entity, account, currency
"""
BALANCES = """
SELECT legal_entity, account, currency, (sum(debit) - sum(credit))::bigint FROM ledger_day
WHERE (%(account)s::text IS NULL OR account = %(account)s) GROUP BY legal_entity, account, currency ORDER BY 1, 2, 3
"""
OF = """
SELECT debit, credit, amount_minor, currency, kind, cause_id FROM ledger_transfer WHERE subject_id = %s ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Days are business days, both included; `account` is the start of a code, empty for all."""

    since: date
    until: date
    account: str = ""
    legal_entity: str = ""


def days(wanted: LedgerFilter) -> tuple[DayTotal, ...]:
    """What each account took in and gave out, latest day first."""
    found = sql.rows(
        DAYS,
        {
            "since": wanted.since, "until": wanted.until, "entity": wanted.legal_entity,
            "account": wanted.account.replace("%", "").replace("_", r"\_") + "%",
        },
    )  # fmt: skip
    return tuple(
        DayTotal(
            day=day, legal_entity=entity, account=account, currency=currency, debit=Money(debit, currency),
            credit=Money(credit, currency),
        )
        for day, entity, account, currency, debit, credit in found
    )  # fmt: skip


def balances(account: str | None = None) -> tuple[Balance, ...]:
    """Of one account, or of all, per legal entity and currency."""
    return tuple(
        Balance(legal_entity=entity, account=code, currency=currency, balance=minor)
        for entity, code, currency, minor in sql.rows(BALANCES, {"account": account})
    )


def transfers_of(subject_id: UUID) -> tuple[Transfer, ...]:
    """All that was written about an order or another subject, in the order of writing."""
    return tuple(
        Transfer(debit=debit, credit=credit, amount=Money(minor, currency), kind=kind, cause=cause)
        for debit, credit, minor, currency, kind, cause in sql.rows(OF, [subject_id])
    )
