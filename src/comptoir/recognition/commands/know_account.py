"""Somebody logged in: from now on they are a customer with a name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers


def know_account(account_id: UUID, *, email: str, locale: str, now: datetime) -> UUID:
    """The customer of this account, made or joined to the guest who used the same e-mail; in a transaction of its
    own. Accounts are opened by staff, who vouch for the e-mail: who opens one alone must prove it first."""
    with transaction.atomic(durable=True):
        return customers.join_account(account_id, email=email, locale=locale, now=now)
