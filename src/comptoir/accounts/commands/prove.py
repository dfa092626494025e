"""Showing again who one is: the second factor of staff, or before a change of what opens the account."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.accounts import passkeys, rules, sealed, sessions
from comptoir.accounts.contracts import SessionInfo
from comptoir.accounts.errors import CodeWrong, LogInFailed, PasskeyUnknown
from comptoir.accounts.models import Factor
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import ProofRefused
from comptoir.kit import brakes, locks, sql
from comptoir.kit.refusals import NotFound
from comptoir.org import facade as org

STEP = "UPDATE accounts_factor SET last_step = %s, used_at = %s WHERE id = %s AND last_step < %s"
RECOVER = "UPDATE accounts_recoverycode SET used_at = %s WHERE account_id = %s AND digest = %s AND used_at IS NULL"


def prove_by_code(session_id: UUID, *, code: str, origin: Origin, now: datetime) -> str:
    """Six digits of the authenticator, or a recovery code, each once. Answers which of the two it was.
    Refuses CodeWrong, TooFast, NotFound."""
    session = _open(session_id, now)
    typed = rules.typed_code(code)
    brakes.press((rules.SECOND, str(session.account_id)), now=now)
    try:
        with transaction.atomic(durable=True):
            locks.hold(("account", session.account_id))
            method = "totp" if _is_step(session, typed, now) else _recover(session, typed, now)
            sessions.prove(session, method, strong=True, origin=origin, now=now)
    except CodeWrong:
        _refused(session, "code", origin, now)
        raise
    brakes.release(rules.SECOND, str(session.account_id))
    return method


def prove_by_passkey(
    session_id: UUID, state: dict[str, Any] | None, answer: dict[str, Any], *, place: passkeys.Place,
    origin: Origin, now: datetime,
) -> None:  # fmt: skip
    """A passkey of the same account. Refuses PasskeyUnknown, TooFast, NotFound."""
    session = _open(session_id, now)
    brakes.press((rules.SECOND, str(session.account_id)), now=now)
    try:
        signed = passkeys.verified(state, answer, place=place)
        if signed.account_id != session.account_id:
            raise PasskeyUnknown()
        with transaction.atomic(durable=True):
            locks.hold(("account", session.account_id))
            passkeys.count(signed, now)
            sessions.prove(session, "passkey", strong=True, origin=origin, now=now)
    except PasskeyUnknown:
        _refused(session, "passkey", origin, now)
        raise
    brakes.release(rules.SECOND, str(session.account_id))


def prove_by_password(session_id: UUID, *, password: str, origin: Origin, now: datetime) -> None:
    """The password once more. Refuses LogInFailed, TooFast, NotFound."""
    session = _open(session_id, now)
    brakes.press((rules.SECOND, str(session.account_id)), now=now)
    person = org.account(session.account_id)
    if org.who_has_password(person.email, password) != person.id:
        _refused(session, "password", origin, now)
        raise LogInFailed()
    with transaction.atomic(durable=True):
        locks.hold(("account", person.id))
        sessions.prove(session, "password", strong=False, origin=origin, now=now)
    brakes.release(rules.SECOND, str(session.account_id))


def _open(session_id: UUID, now: datetime) -> SessionInfo:
    session = sessions.read(session_id, now)
    if session is None:
        raise NotFound()
    return session


def _is_step(session: SessionInfo, typed: str, now: datetime) -> bool:
    if len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
        return False
    row = Factor.objects.filter(account_id=session.account_id, kind=Factor.Kind.TOTP).first()
    step = rules.totp_step(sealed.unseal(row.secret), typed, now) if row else None
    return bool(row and step and sql.run(STEP, [step, now, row.id, step]))


def _recover(session: SessionInfo, typed: str, now: datetime) -> str:
    """Refuses CodeWrong."""
    digest = sealed.recovery_digest(session.account_id, typed)
    if not sql.run(RECOVER, [now, session.account_id, digest]):
        raise CodeWrong()
    return "recovery"


def _refused(session: SessionInfo, method: str, origin: Origin, now: datetime) -> None:
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        word = ProofRefused(account_id=session.account_id, session_id=session.id, method=method)
        journal.append(word, origin=origin, occurred_at=now)
