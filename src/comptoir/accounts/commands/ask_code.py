from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comptoir.accounts import jobs, rules, sealed, sessions
from comptoir.accounts.contracts import Visitor
from comptoir.accounts.models import MailedCode
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import LogInCodeSent
from comptoir.kit import brakes, locks
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org

LONGEST = 254


def ask_code(*, email: str, locale: str, visitor: Visitor, origin: Origin, now: datetime) -> UUID:
    """Have a code and a link sent that let in whoever reads this e-mail: into its account, or a new one.

    Answers the id to give with the code. Does the same, whoever the e-mail belongs to, so that it tells nobody
    whether there is an account. Refuses Invalid (not an e-mail) and TooFast.
    """
    email = checked(email)
    _slow(email, visitor, now)
    return _send("enter", email, None, locale, rules.CODE_LIVES, origin, now)


def ask_email_change(
    session_id: UUID, *, email: str, locale: str, visitor: Visitor, origin: Origin, now: datetime
) -> UUID:
    """Have a code sent to the new e-mail, and a warning to the present one. Refuses Invalid, TooFast, NotFound,
    ProofNeeded, SecondFactorNeeded; whether the new e-mail has an account is not told."""
    email = checked(email)
    session = sessions.proven(session_id, now)
    _slow(email, visitor, now)
    return _send("email", email, session.account_id, locale, rules.CODE_LIVES, origin, now)


def checked(email: str) -> str:
    """In its usual case. Refuses Invalid."""
    found = rules.canonical(email)
    if len(found) > LONGEST or "\x00" in found or org.email_errors(found):
        raise Invalid({"email": "not_an_email"})
    return found


def mailed(ask_id: UUID, now: datetime) -> MailedCode:
    """What was sent and can still be used. Refuses NotFound."""
    found = MailedCode.objects.filter(id=ask_id, used_at=None, expires_at__gt=now).first()
    if found is None:
        raise NotFound()
    return found


def _slow(email: str, visitor: Visitor, now: datetime) -> None:
    here = rules.net_of(visitor.address)
    brakes.press(
        (rules.MAIL_HERE, f"{email} {here}"), (rules.MAIL_ACCOUNT, email), (rules.CODE_ADDRESS, here), now=now
    )


def _send(
    purpose: str, email: str, account_id: UUID | None, locale: str, lives: timedelta, origin: Origin, now: datetime
) -> UUID:
    row = MailedCode(
        id=uuid7(), purpose=purpose, email=email, account_id=account_id, locale=locale, created_at=now,
        expires_at=now + lives,
    )  # fmt: skip
    attempt = sealed.attempt(email)
    with transaction.atomic(durable=True):
        locks.hold(("log_in", attempt))
        row.save(force_insert=True)
        jobs.send_code.defer(ask_id=str(row.id))
        if account_id is not None:
            jobs.send_warning.defer(account_id=str(account_id), locale=locale)
        journal.append(LogInCodeSent(attempt=attempt, purpose=purpose), origin=origin, occurred_at=now)
    return row.id
