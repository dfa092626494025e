"""A person logs in: their account and what they did as a customer become one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.ids import uuid7

STATEMENT = """
INSERT INTO customers_customer (id, email, locale, account_id, created_at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (lower(email)) DO UPDATE SET account_id = excluded.account_id
RETURNING id
"""


def join_account(account_id: UUID, *, email: str, locale: str, now: datetime) -> UUID:
    """The customer of an account whose e-mail was proved; made, or joined to the guest of that e-mail."""
    found = sql.row("SELECT id FROM customers_customer WHERE account_id = %s", [account_id])
    found = found or sql.row(STATEMENT, [uuid7(), email.lower(), locale, account_id, now])
    assert found
    customer_id: UUID = found[0]
    return customer_id
