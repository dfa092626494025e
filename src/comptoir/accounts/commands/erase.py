"""The account of a person who is forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from comptoir.accounts import sessions
from comptoir.accounts.errors import StaffStays
from comptoir.accounts.models import Factor, MailedCode, RecoveryCode, Session
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import AccountErased
from comptoir.kit import locks
from comptoir.org import facade as org


def erase_account(account_id: UUID, *, origin: Origin, now: datetime) -> int:
    """E-mail, name, password, factors, codes and what was kept of devices go; the row stays, since journal and rights
    name it by its id. Answers how many rows went or changed; called again, none. Refuses NotFound, StaffStays."""
    person = org.account(account_id)
    if person.is_staff:
        raise StaffStays()
    gone = f"{account_id}@erased.invalid"
    if person.email == gone:
        return 0
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        sessions.end(account_id, "erased", origin=origin, now=now)
        removed = sum(
            rows.delete()[0]
            for rows in (
                Factor.objects.filter(account_id=account_id),
                RecoveryCode.objects.filter(account_id=account_id),
                MailedCode.objects.filter(email__iexact=person.email),
                MailedCode.objects.filter(account_id=account_id),
            )
        )
        removed += Session.objects.filter(account_id=account_id).update(agent="")
        org.write_account(account_id, email=gone, name="", password=make_password(None), is_active=False)
        journal.append(AccountErased(account_id=account_id), origin=origin, occurred_at=now)
    return removed + 1
