from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import AccountOpened
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid
from comptoir.org.commands.give_roles import role_errors, set_roles
from comptoir.org.errors import AccountExists
from comptoir.org.models import Account


def open_account(
    *, email: str, password: str, name: str = "", roles: Sequence[str] = (), origin: Origin, now: datetime
) -> UUID:
    """A log-in; with roles it is one of the staff. Refuses Invalid and AccountExists (whatever the case)."""
    errors = role_errors(roles) | _email_errors(email) | _password_errors(password)
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("account_email", email.casefold()))
        if Account.objects.filter(email__iexact=email).exists():
            raise AccountExists()
        account = Account.objects.create_user(email, password, name=name)
        set_roles(account, roles)
        word = AccountOpened(account_id=account.id, roles=sorted(roles))
        journal.append(word, origin=origin, occurred_at=now)
    return account.id


def _email_errors(email: str) -> dict[str, str]:
    try:
        validate_email(email)
    except ValidationError:
        return {"email": _("This is not an e-mail address.")}
    return {}


def _password_errors(password: str) -> dict[str, str]:
    try:
        validate_password(password)
    except ValidationError as refused:
        return {"password": " ".join(refused.messages)}
    return {}
