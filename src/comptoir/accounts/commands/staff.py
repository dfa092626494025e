"""What administrators do with the accounts of staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.accounts import jobs, rules, sealed, sessions
from comptoir.accounts.commands.ask_code import checked
from comptoir.accounts.errors import LastAdministrator, NotYourself
from comptoir.accounts.models import Factor, MailedCode, RecoveryCode
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.accounts import (
    AccountDisabled,
    AccountEnabled,
    PersonalDataExported,
    SecondFactorReset,
    StaffInvited,
)
from comptoir.kit import locks
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org

ADMINISTRATORS = ("accounts", "administrators")


def invite_staff(
    *, email: str, name: str, roles: Sequence[str], locale: str, origin: Origin, now: datetime
) -> UUID:
    """Give somebody a staff account and write to them: the mail's link lets them in for seven days, and leads to
    their second factor. Refuses Invalid and AccountExists."""
    if errors := ({} if roles else {"roles": "missing"}) | org.role_errors(roles):
        raise Invalid(errors)
    email = checked(email)
    letter = MailedCode(
        purpose="enter", email=email, locale=locale, created_at=now, expires_at=now + rules.INVITATION_LIVES
    )
    with transaction.atomic(durable=True):
        locks.hold(("account_email", email), ("log_in", sealed.attempt(email)))
        account_id = org.add_account(
            email=email, password=None, name=name.strip()[:120], roles=roles, origin=origin, now=now
        )
        letter.save(force_insert=True)
        jobs.send_invitation.defer(ask_id=str(letter.id))
        word = StaffInvited(account_id=account_id, roles=sorted(roles))
        journal.append(word, origin=origin, occurred_at=now)
    return account_id


def give_staff_roles(account_id: UUID, *, roles: Sequence[str], by: UUID, origin: Origin, now: datetime) -> None:
    """Exactly these roles; none makes a shopper of them. Ends the person's sessions, so that no page goes on with
    the rights of before. Refuses Invalid, NotFound, NotYourself, LastAdministrator."""
    if account_id == by:
        raise NotYourself()
    with transaction.atomic(durable=True):
        locks.hold(ADMINISTRATORS, ("account", account_id))
        if "administrator" not in roles:
            _another_administrator(account_id)
        org.give_roles_here(account_id, roles=roles, origin=origin, now=now)
        sessions.end(account_id, "roles", origin=origin, now=now)


def disable_account(account_id: UUID, *, by: UUID, origin: Origin, now: datetime) -> None:
    """Nobody comes in any more, and all sessions end at once. Refuses NotFound, NotYourself, LastAdministrator."""
    if account_id == by:
        raise NotYourself()
    with transaction.atomic(durable=True):
        locks.hold(ADMINISTRATORS, ("account", account_id))
        _another_administrator(account_id)
        org.write_account(account_id, is_active=False)
        journal.append(AccountDisabled(account_id=account_id), origin=origin, occurred_at=now)
        sessions.end(account_id, "disabled", origin=origin, now=now)


def enable_account(account_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Refuses NotFound."""
    _change(account_id, AccountEnabled(account_id=account_id), origin, now, is_active=True)


def reset_second_factor(account_id: UUID, *, by: UUID, origin: Origin, now: datetime) -> None:
    """Passkeys, authenticator and recovery codes are forgotten and all sessions end: the person sets up anew at the
    next log-in. For a telephone that was lost. Refuses NotFound, NotYourself."""
    if account_id == by:
        raise NotYourself()
    org.account(account_id)
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        gone, _by_model = Factor.objects.filter(account_id=account_id).delete()
        RecoveryCode.objects.filter(account_id=account_id).delete()
        journal.append(SecondFactorReset(account_id=account_id, factors=gone), origin=origin, occurred_at=now)
        sessions.end(account_id, "second_factor", origin=origin, now=now)


def note_export(account_id: UUID, *, screen: str, form: str, rows: int, origin: Origin, now: datetime) -> None:
    """A member of staff takes a list with personal values away as a file."""
    word = PersonalDataExported(account_id=account_id, screen=screen, form=form, rows=rows)
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        journal.append(word, origin=origin, occurred_at=now)


def _change(account_id: UUID, word: Word, origin: Origin, now: datetime, **values: object) -> None:
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        org.write_account(account_id, **values)
        journal.append(word, origin=origin, occurred_at=now)


def _another_administrator(account_id: UUID) -> None:
    """Refuses LastAdministrator, NotFound. The lock on all administrators lets two not go at once."""
    if "administrator" in org.account(account_id).roles and not org.other_administrators(account_id):
        raise LastAdministrator()
