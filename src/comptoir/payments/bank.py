"""The bank accounts of our legal entities, read with every basket and changed once in years: kept in memory for
three seconds, per database; so long, and no longer, another process may still see the old ones."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection

from comptoir.kit import sql
from comptoir.payments.contracts import BankAccountInfo

SECONDS = 3.0
READ = "SELECT legal_entity, holder, iban, bic, currency FROM payments_bankaccount ORDER BY legal_entity"
_kept: dict[tuple[str, str], tuple[float, tuple[BankAccountInfo, ...]]] = {}


def has(legal_entity: str, what: str) -> bool:
    """Whether a company has what a means of payment needs: `stripe` or `bank_account`."""
    if what == "stripe":
        return legal_entity in settings.STRIPE_ACCOUNTS
    return account_of(legal_entity) is not None


def account_of(legal_entity: str) -> BankAccountInfo | None:
    return next((account for account in accounts() if account.legal_entity == legal_entity), None)


def accounts() -> tuple[BankAccountInfo, ...]:
    database = connection.settings_dict
    key = (str(database["HOST"]), str(database["NAME"]))
    moment, made = time.monotonic(), _kept.get(key)
    if made is None or moment - made[0] > SECONDS:
        made = _kept[key] = (moment, tuple(_info(*row) for row in sql.rows(READ)))
    return made[1]


def forget() -> None:
    """The next read asks the database. Called after a commit."""
    _kept.clear()


def _info(legal_entity: str, holder: str, iban: str, bic: str, currency: str) -> BankAccountInfo:
    return BankAccountInfo(legal_entity=legal_entity, holder=holder, iban=iban, bic=bic, currency=currency)
