"""Rows of accounts. The verbs of `accounts` decide and hold the locks; each call here is one write in the caller's
transaction, or one read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.org import AccountOpened
from comptoir.kit.refusals import NotFound
from comptoir.org.commands.give_roles import set_roles
from comptoir.org.contracts import AccountInfo
from comptoir.org.errors import AccountExists
from comptoir.org.models import Account

LONGEST_PASSWORD = 1_000


def account(account_id: UUID) -> AccountInfo:
    """Refuses NotFound."""
    found = Account.objects.filter(id=account_id).first()
    if found is None:
        raise NotFound()
    return account_info(found)


def account_of(email: str) -> AccountInfo | None:
    """Whose e-mail this is, whatever its case."""
    found = Account.objects.filter(email__iexact=email).first()
    return account_info(found) if found else None


def account_info(row: Account) -> AccountInfo:
    """Asks for the roles of staff only: shoppers have none."""
    roles = tuple(sorted(row.groups.values_list("name", flat=True))) if row.is_staff else ()
    return AccountInfo(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=roles,
        is_staff=row.is_staff,
        is_active=row.is_active,
        has_password=row.has_usable_password(),
    )


def account_row(account_id: UUID) -> AbstractBaseUser:
    """The row that Django's log-in asks for. Refuses NotFound."""
    found = Account.objects.filter(id=account_id).first()
    if found is None:
        raise NotFound()
    return found


def who_has_password(email: str, password: str) -> UUID | None:
    """The active account that this password opens. As slow for an unknown e-mail as for a wrong password; what no
    password can be (longer than 1,000 characters, or with a zero byte) is not computed at its length."""
    if len(password) > LONGEST_PASSWORD or "\x00" in email + password:
        email, password = "", "-"
    found: Any = authenticate(None, username=email, password=password)
    return found.pk if found else None


def staff_among(account_ids: Collection[UUID]) -> set[UUID]:
    """Those of these accounts that members of staff work with."""
    return set(Account.objects.filter(id__in=account_ids, is_staff=True).values_list("id", flat=True))


def other_administrators(account_id: UUID) -> bool:
    """Whether somebody else may do everything."""
    return Account.objects.filter(is_superuser=True, is_active=True).exclude(id=account_id).exists()


def add_account(
    *, email: str, password: str | None, name: str, roles: Sequence[str], origin: Origin, now: datetime
) -> UUID:
    """A new log-in, without a password when None. The caller holds ("account_email", e-mail in lower case).
    Refuses AccountExists."""
    if Account.objects.filter(email__iexact=email).exists():
        raise AccountExists()
    row = Account.objects.create_user(email, password, name=name)
    set_roles(row, roles)
    journal.append(AccountOpened(account_id=row.id, roles=sorted(roles)), origin=origin, occurred_at=now)
    return row.id


def write_password(account_id: UUID, password: str) -> None:
    row = Account.objects.get(id=account_id)
    row.set_password(password)
    row.save(update_fields=["password"])


def write_account(account_id: UUID, **values: Any) -> None:
    """`name`, `email`, `is_active`. Refuses AccountExists for another's e-mail, NotFound."""
    email = values.get("email")
    if email and Account.objects.filter(email__iexact=email).exclude(id=account_id).exists():
        raise AccountExists()
    if not Account.objects.filter(id=account_id).update(**values):
        raise NotFound()


def email_errors(email: str) -> dict[str, str]:
    try:
        validate_email(email)
    except ValidationError:
        return {"email": _("This is not an e-mail address.")}
    return {}


def password_errors(password: str) -> dict[str, str]:
    if len(password) > LONGEST_PASSWORD:
        return {"password": _("A password has 1,000 characters at most.")}
    try:
        validate_password(password)
    except ValidationError as refused:
        return {"password": " ".join(refused.messages)}
    return {}
