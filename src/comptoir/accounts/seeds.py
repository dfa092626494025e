"""An authenticator whose secret is known, for the demonstration shop and the tests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.accounts import sealed
from comptoir.accounts.models import Factor
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import FactorAdded
from comptoir.kit import locks


def enrol_demo(account_id: UUID, *, secret: str, origin: Origin, now: datetime) -> None:
    """Give the account this authenticator where it has no second factor. Never for people who are real: whoever
    knows the secret knows every code. `comptoir doctor --deploy` finds accounts that have the demonstration's."""
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        if Factor.objects.filter(account_id=account_id).exists():
            return
        row = Factor.objects.create(
            account_id=account_id, kind=Factor.Kind.TOTP, secret=sealed.seal(secret), created_at=now
        )
        word = FactorAdded(account_id=account_id, factor_id=row.id, kind=row.kind)
        journal.append(word, origin=origin, occurred_at=now)
