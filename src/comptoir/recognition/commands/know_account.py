"""Somebody logged in: from now on they are a customer with a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.recognition import AccountRecognised
from comptoir.kit import locks
from comptoir.org import facade as org


def know_account(account_id: UUID, *, email: str, locale: str, origin: Origin, now: datetime) -> UUID:
    """The customer of this account, made or joined to the guest who used the same e-mail; in a transaction of its
    own. Accounts are opened by staff, who vouch for the e-mail: who opens one alone must prove it first. That the two
    are one is told once: `profiles` would else have two people where no device may be remembered."""
    known = customers.by_account(account_id)
    if known is not None:
        return known
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        if (known := customers.by_account(account_id)) is not None:
            return known
        customer = customers.join_account(account_id, email=email, locale=locale, now=now)
        word = AccountRecognised(
            account_id=account_id, customer_id=customer, staff=org.account(account_id).is_staff
        )
        journal.append(word, origin=replace(origin, person_key=str(customer)), occurred_at=now)
        return customer
