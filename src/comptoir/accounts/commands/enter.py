"""Coming in: by password, by what was mailed, by passkey."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.accounts import passkeys, rules, sealed, sessions
from comptoir.accounts.contracts import Entered, Visitor
from comptoir.accounts.errors import CodeWrong, LogInFailed, PasskeyUnknown
from comptoir.accounts.models import MailedCode
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import EmailChanged, LogInRefused
from comptoir.kit import brakes, locks, sql
from comptoir.org import facade as org
from comptoir.org.contracts import AccountInfo

TRY = """
UPDATE accounts_mailedcode SET tries = tries + 1
WHERE id = %s AND used_at IS NULL AND expires_at > %s AND tries < %s
RETURNING tries
"""


def enter_by_password(*, email: str, password: str, visitor: Visitor, origin: Origin, now: datetime) -> Entered:
    """Refuses LogInFailed, the same for every reason and after the same work, and TooFast."""
    email = rules.canonical(email)[:300]
    here = rules.net_of(visitor.address)
    pair = f"{email} {here}"
    account_wide = _account_brake(email, visitor)
    brakes.press((rules.PASSWORD_HERE, pair), account_wide, (rules.ADDRESS, here), now=now)
    account_id = org.who_has_password(email, password)
    if account_id is None:
        _refuse(email, "password", origin, now)
        raise LogInFailed()
    person = org.account(account_id)
    with transaction.atomic(durable=True):
        locks.hold(("account", account_id))
        session_id = sessions.begin(person, "password", strong=False, visitor=visitor, origin=origin, now=now)
    brakes.release(rules.PASSWORD_HERE, pair)
    brakes.release(*account_wide)
    return Entered(account_id=account_id, session_id=session_id, email=person.email, strong=False)


def enter_by_code(ask_id: UUID, *, code: str, visitor: Visitor, origin: Origin, now: datetime) -> Entered:
    """The code of `ask_code`, typed. Five tries, fifteen minutes, once. Opens the account when there is none.
    Refuses CodeWrong and TooFast."""
    brakes.press((rules.CODE_ADDRESS, rules.net_of(visitor.address)), now=now)
    tried = sql.row(TRY, [ask_id, now, rules.CODE_TRIES])
    if not _same(rules.typed_code(code), sealed.mailed_code(ask_id)) or tried is None:
        raise CodeWrong()
    return _enter_mailed(ask_id, visitor, origin, now)


def enter_by_link(token: str, *, visitor: Visitor, origin: Origin, now: datetime) -> Entered:
    """The link of the mail, confirmed by its reader. Refuses CodeWrong and TooFast."""
    brakes.press((rules.CODE_ADDRESS, rules.net_of(visitor.address)), now=now)
    return _enter_mailed(sealed.ask_of_link(token), visitor, origin, now)


def enter_by_passkey(
    state: dict[str, Any] | None, answer: dict[str, Any], *, place: passkeys.Place, visitor: Visitor,
    origin: Origin, now: datetime,
) -> Entered:  # fmt: skip
    """What the browser signed for `passkeys.ask`. The passkey asked its person for a finger, a face or a number, so
    that it counts as two factors. Refuses PasskeyUnknown and TooFast."""
    brakes.press((rules.ADDRESS, rules.net_of(visitor.address)), now=now)
    factor = passkeys.verified(state, answer, place=place)
    person = org.account(factor.account_id)
    if not person.is_active:
        raise PasskeyUnknown()
    with transaction.atomic(durable=True):
        locks.hold(("account", person.id))
        passkeys.count(factor, now)
        session_id = sessions.begin(person, "passkey", strong=True, visitor=visitor, origin=origin, now=now)
    return Entered(account_id=person.id, session_id=session_id, email=person.email, strong=True)


def confirm_email(session_id: UUID, ask_id: UUID, *, code: str, visitor: Visitor, origin: Origin, now: datetime) -> str:
    """The code of `ask_email_change`: the account's e-mail from now on, which is answered; other sessions end.
    Refuses CodeWrong, also when another account has it meanwhile, TooFast, NotFound, ProofNeeded,
    SecondFactorNeeded."""
    session = sessions.proven(session_id, now)
    brakes.press((rules.CODE_ADDRESS, rules.net_of(visitor.address)), now=now)
    tried = sql.row(TRY, [ask_id, now, rules.CODE_TRIES])
    if not _same(rules.typed_code(code), sealed.mailed_code(ask_id)) or tried is None:
        raise CodeWrong()
    email: str = MailedCode.objects.values_list("email", flat=True).get(id=ask_id)
    with transaction.atomic(durable=True):
        locks.hold(("account_email", email))
        locks.hold(("account", session.account_id))
        other = org.account_of(email)
        if other is not None and other.id != session.account_id:
            raise CodeWrong()
        _spend(ask_id, "email", session.account_id, now)
        org.write_account(session.account_id, email=email)
        journal.append(EmailChanged(account_id=session.account_id), origin=origin, occurred_at=now)
        sessions.end(session.account_id, "email", but=session_id, origin=origin, now=now)
    return email


def _account_brake(email: str, visitor: Visitor) -> tuple[brakes.Brake, str]:
    """A browser that was in this account before is counted apart: strangers cannot use up its tries."""
    if visitor.known is not None:
        person = org.account_of(email)
        if person is not None and person.id == visitor.known:
            return rules.PASSWORD_KNOWN, f"{person.id} {visitor.known}"
    return rules.PASSWORD_ACCOUNT, email


def _enter_mailed(ask_id: UUID, visitor: Visitor, origin: Origin, now: datetime) -> Entered:
    asked = MailedCode.objects.filter(id=ask_id, purpose="enter").first()
    if asked is None:
        raise CodeWrong()
    email = asked.email
    with transaction.atomic(durable=True):
        locks.hold(("account_email", email))
        person = org.account_of(email)
        if person is not None:
            locks.hold(("account", person.id))
        _spend(ask_id, "enter", None, now)
        if opened := person is None:
            identity = org.add_account(email=email, password=None, name="", roles=(), origin=origin, now=now)
            person = org.account(identity)
        assert person
        if not person.is_active:
            raise CodeWrong()
        session_id = sessions.begin(person, "code", strong=False, visitor=visitor, origin=origin, now=now)
    return Entered(account_id=person.id, session_id=session_id, email=email, strong=False, opened=opened)


def _spend(ask_id: UUID, purpose: str, account_id: UUID | None, now: datetime) -> None:
    """Used once, by one of two at once. Refuses CodeWrong."""
    spent = sql.run(
        "UPDATE accounts_mailedcode SET used_at = %s WHERE id = %s AND purpose = %s AND used_at IS NULL"
        " AND expires_at > %s AND account_id IS NOT DISTINCT FROM %s",
        [now, ask_id, purpose, now, account_id],
    )
    if not spent:
        raise CodeWrong()


def _refuse(email: str, method: str, origin: Origin, now: datetime) -> None:
    """The journal's word for it, in a transaction of its own, with the same work for every e-mail."""
    person: AccountInfo | None = org.account_of(email)
    attempt = sealed.attempt(email)
    with transaction.atomic(durable=True):
        locks.hold(("log_in", attempt))
        word = LogInRefused(attempt=attempt, account_id=person.id if person else None, method=method)
        journal.append(word, origin=origin, occurred_at=now)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())

