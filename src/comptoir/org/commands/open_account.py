from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal.contracts import Origin
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid
from comptoir.org import accounts
from comptoir.org.commands.give_roles import role_errors


def open_account(
    *, email: str, password: str, name: str = "", roles: Sequence[str] = (), origin: Origin, now: datetime
) -> UUID:
    """A log-in; with roles it is one of the staff. Refuses Invalid and AccountExists (whatever the case)."""
    errors = role_errors(roles) | accounts.email_errors(email) | accounts.password_errors(password)
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("account_email", email.casefold()))
        return accounts.add_account(email=email, password=password, name=name, roles=roles, origin=origin, now=now)
