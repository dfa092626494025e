"""Changing what opens the account: password, passkeys, authenticator, recovery codes. All of it needs a session in
which its person has just shown who they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from comptoir.accounts import passkeys, rules, sealed, sessions
from comptoir.accounts.contracts import NewAuthenticator, SessionInfo
from comptoir.accounts.errors import CodeWrong, LastFactor, PasskeyUnknown
from comptoir.accounts.models import Factor, RecoveryCode
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import FactorAdded, FactorRemoved, PasswordSet, RecoveryCodesMade
from comptoir.kit import ids, locks
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org import facade as org

RECOVERY_CODES = 10
MOST_PASSKEYS = 20


def set_password(session_id: UUID, *, password: str, origin: Origin, now: datetime) -> None:
    """The account's password from now on; all other sessions end. Refuses Invalid, NotFound, ProofNeeded,
    SecondFactorNeeded."""
    if errors := org.password_errors(password):
        raise Invalid(errors)
    session = sessions.proven(session_id, now)
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        org.write_password(session.account_id, password)
        journal.append(PasswordSet(account_id=session.account_id), origin=origin, occurred_at=now)
        sessions.end(session.account_id, "password", but=session_id, origin=origin, now=now)


def rename(session_id: UUID, *, name: str, now: datetime) -> None:
    """How the account is called by ourselves. Refuses Invalid (longer than 120, or control characters), NotFound."""
    name = " ".join(name.split())
    if len(name) > 120 or not name.isprintable():
        raise Invalid({"name": "too_long" if len(name) > 120 else "not_text"})
    session = sessions.read(session_id, now)
    if session is None:
        raise NotFound()
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        org.write_account(session.account_id, name=name)


def new_authenticator(account_id: UUID, *, shop: str) -> NewAuthenticator:
    """A secret for a telephone's authenticator, which is kept only when it is confirmed."""
    secret = sealed.new_secret()
    return shown_authenticator(account_id, sealed.carry(secret, account_id), shop=shop)


def shown_authenticator(account_id: UUID, token: str, *, shop: str) -> NewAuthenticator:
    """The same secret once more, after a code that was wrong. Refuses CodeWrong, NotFound."""
    secret = sealed.carried(token, account_id)
    address = rules.totp_address(secret, who=org.account(account_id).email, where=shop)
    return NewAuthenticator(token=token, secret=secret, address=address)


def confirm_authenticator(
    session_id: UUID, *, token: str, code: str, origin: Origin, now: datetime
) -> tuple[str, ...]:
    """The telephone knows the secret: its code says so. It takes the place of an earlier one. Answers new recovery
    codes, shown once, when the account had none. Refuses CodeWrong, NotFound, ProofNeeded, SecondFactorNeeded."""
    session = sessions.proven(session_id, now)
    secret, typed = sealed.carried(token, session.account_id), rules.typed_code(code)
    step = rules.totp_step(secret, typed, now) if typed.isascii() and typed.isdigit() else None
    if step is None:
        raise CodeWrong()
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        Factor.objects.filter(account_id=session.account_id, kind=Factor.Kind.TOTP).delete()
        row = Factor.objects.create(
            account_id=session.account_id, kind=Factor.Kind.TOTP, secret=sealed.seal(secret), last_step=step,
            created_at=now, used_at=now,
        )  # fmt: skip
        return _added(session, row, origin, now)


def add_passkey(
    session_id: UUID, state: dict[str, Any] | None, answer: dict[str, Any], *, name: str, place: passkeys.Place,
    origin: Origin, now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """What the browser made for `passkeys.invite`. Answers recovery codes as above. Refuses PasskeyUnknown,
    NotFound, ProofNeeded, SecondFactorNeeded."""
    session = sessions.proven(session_id, now)
    made = passkeys.made(state, answer, place=place)
    try:
        with transaction.atomic(durable=True):
            locks.hold(("account", session.account_id))
            if Factor.objects.filter(account_id=session.account_id).count() >= MOST_PASSKEYS:
                raise PasskeyUnknown()
            row = Factor.objects.create(
                account_id=session.account_id, kind=Factor.Kind.PASSKEY, name=" ".join(name.split())[:60],
                credential=made.credential_id, public_key=bytes(made), created_at=now,
            )  # fmt: skip
            return _added(session, row, origin, now)
    except IntegrityError as taken:
        raise PasskeyUnknown() from taken


def remove_factor(session_id: UUID, factor_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Refuses NotFound (also another's), LastFactor (of staff), ProofNeeded, SecondFactorNeeded."""
    session = sessions.proven(session_id, now)
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        mine = Factor.objects.filter(account_id=session.account_id)
        row = mine.filter(id=factor_id).first()
        if row is None:
            raise NotFound()
        if session.staff and mine.count() == 1:
            raise LastFactor()
        row.delete()
        word = FactorRemoved(account_id=session.account_id, factor_id=factor_id, kind=row.kind)
        journal.append(word, origin=origin, occurred_at=now)


def make_recovery_codes(session_id: UUID, *, origin: Origin, now: datetime) -> tuple[str, ...]:
    """Ten new codes, shown once; earlier ones open nothing any more. Refuses NotFound, ProofNeeded,
    SecondFactorNeeded."""
    session = sessions.proven(session_id, now)
    with transaction.atomic(durable=True):
        locks.hold(("account", session.account_id))
        return _new_codes(session.account_id, origin, now)


def _added(session: SessionInfo, row: Factor, origin: Origin, now: datetime) -> tuple[str, ...]:
    """The word, the session's proof, and recovery codes where there are none."""
    word = FactorAdded(account_id=session.account_id, factor_id=row.id, kind=row.kind)
    journal.append(word, origin=origin, occurred_at=now)
    sessions.prove(session, row.kind, strong=True, origin=origin, now=now)
    if RecoveryCode.objects.filter(account_id=session.account_id, used_at=None).exists():
        return ()
    return _new_codes(session.account_id, origin, now)


def _new_codes(account_id: UUID, origin: Origin, now: datetime) -> tuple[str, ...]:
    codes = tuple(ids.public_code(10) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(account_id=account_id, digest=sealed.recovery_digest(account_id, code)) for code in codes]
    )
    journal.append(RecoveryCodesMade(account_id=account_id, count=len(codes)), origin=origin, occurred_at=now)
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)
