"""Reads of what opens an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.accounts import rules, sealed
from comptoir.accounts.commands.ask_code import mailed
from comptoir.accounts.contracts import FactorInfo
from comptoir.accounts.errors import CodeWrong
from comptoir.accounts.models import Factor, RecoveryCode
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org


def factors(account_id: UUID) -> tuple[FactorInfo, ...]:
    """Passkeys and authenticator, the oldest first."""
    return tuple(
        FactorInfo(id=row.id, kind=row.kind, name=row.name, created_at=row.created_at, used_at=row.used_at)
        for row in Factor.objects.filter(account_id=account_id).order_by("id")
    )


def has_password(account_id: UUID) -> bool:
    """Refuses NotFound."""
    return org.account(account_id).has_password


def recovery_codes_left(account_id: UUID) -> int:
    return RecoveryCode.objects.filter(account_id=account_id, used_at=None).count()


def email_of_link(token: str, now: datetime) -> str:
    """Whom the link of a mail lets in: shown before it is used. Refuses CodeWrong."""
    try:
        asked = mailed(sealed.ask_of_link(token), now)
    except NotFound as gone:
        raise CodeWrong() from gone
    if asked.purpose != "enter":
        raise CodeWrong()
    return asked.email


def present_code(account_id: UUID, secret: str, now: datetime) -> str:
    """The code of this moment when the account's authenticator has this known secret, else empty: the demo shows
    its own, and nobody's besides."""
    row = Factor.objects.filter(account_id=account_id, kind=Factor.Kind.TOTP).first()
    if row is None or sealed.unseal(row.secret) != secret:
        return ""
    return rules.totp(secret, int(now.timestamp()) // rules.STEP_SECONDS)


def staff_without_factor() -> int:
    """How many active members of staff have no second factor yet."""
    found = sql.row(
        "SELECT count(*) FROM org_account a WHERE a.is_staff AND a.is_active"
        " AND NOT EXISTS (SELECT 1 FROM accounts_factor f WHERE f.account_id = a.id)"
    )
    return int(found[0]) if found else 0
