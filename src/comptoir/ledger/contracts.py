"""What crosses the ledger's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """`amount`, more than zero, goes out of the account `credit` into the account `debit` (codes of `rules`).

    `kind` says why (receipt, refund, issue, payout, fee, difference, sale); `cause` is the payment request, bank line
    or account that it was written for.
    """

    debit: str
    credit: str
    amount: Money
    kind: str
    cause: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Whose ledger, on which business day of theirs, and what it is about (an order, a stored value)."""

    legal_entity: str
    day: date
    now: datetime
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotal:
    """What an account took in (`debit`) and gave out (`credit`) on a day, in minor units of `currency`."""

    day: date
    legal_entity: str
    account: str
    currency: str
    debit: Money
    credit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """`balance` = debits − credits, in minor units of `currency`."""

    legal_entity: str
    account: str
    currency: str
    balance: int
