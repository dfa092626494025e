"""Rows of sessions: begun, proved and ended in the caller's transaction, whose locks are held."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comptoir.accounts import rules
from comptoir.accounts.contracts import SessionInfo, Visitor
from comptoir.accounts.errors import ProofNeeded, SecondFactorNeeded
from comptoir.accounts.models import Factor, Session
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.accounts import SessionBegun, SessionProved, SessionsEnded
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import AccountInfo

READ = """
SELECT s.id, s.account_id, s.method, s.agent, s.started_at, s.seen_at, s.proved_at, s.strong_at, a.is_staff
FROM accounts_session s JOIN org_account a ON a.id = s.account_id
WHERE s.ended_at IS NULL AND a.is_active AND
"""
FIELDS = ("id", "account_id", "method", "agent", "started_at", "seen_at", "proved_at", "strong_at", "staff")


def begin(
    person: AccountInfo, method: str, *, strong: bool, visitor: Visitor, origin: Origin, now: datetime
) -> UUID:
    session = Session(
        id=uuid7(), account_id=person.id, method=method, agent=visitor.agent[:60], started_at=now, seen_at=now,
        proved_at=now, strong_at=now if strong else None,
    )  # fmt: skip
    session.save(force_insert=True)
    word = SessionBegun(
        account_id=person.id, session_id=session.id, method=method, staff=person.is_staff, strong=strong
    )
    journal.append(word, origin=signed(origin, person), occurred_at=now)
    return session.id


def prove(session: SessionInfo, method: str, *, strong: bool, origin: Origin, now: datetime) -> None:
    """Who is there has shown it again."""
    changed = {"proved_at": now} | ({"strong_at": now} if strong else {})
    Session.objects.filter(id=session.id).update(**changed)
    word = SessionProved(account_id=session.account_id, session_id=session.id, method=method, strong=strong)
    journal.append(word, origin=origin, occurred_at=now)


def end(
    account_id: UUID, reason: str, *, only: UUID | None = None, but: UUID | None = None, origin: Origin, now: datetime
) -> int:
    """End all open sessions of an account, only one of them, or all but one; answers how many there were."""
    ended = sql.rows(
        "UPDATE accounts_session SET ended_at = %s, end_reason = %s"
        " WHERE account_id = %s AND ended_at IS NULL AND (%s::uuid IS NULL OR id = %s) AND id IS DISTINCT FROM %s"
        " RETURNING id",
        [now, reason, account_id, only, only, but],
    )
    if ended:
        word = SessionsEnded(account_id=account_id, session_ids=[row[0] for row in ended], reason=reason)
        journal.append(word, origin=origin, occurred_at=now)
    return len(ended)


def read(session_id: UUID, now: datetime) -> SessionInfo | None:
    """An open session of an active account; None when it has ended, also by itself."""
    found = sql.row(READ + " s.id = %s", [session_id])
    return _alive(found, now) if found else None


def of_account(account_id: UUID, now: datetime) -> tuple[SessionInfo, ...]:
    """Where an account is open, the last seen first."""
    found = (_alive(row, now) for row in sql.rows(READ + " s.account_id = %s ORDER BY s.seen_at DESC", [account_id]))
    return tuple(session for session in found if session)


def proven(session_id: UUID, now: datetime) -> SessionInfo:
    """The session of a person who has just shown who they are; of staff with a second factor, by it.

    Refuses NotFound, ProofNeeded, SecondFactorNeeded.
    """
    session = read(session_id, now)
    if session is None:
        raise NotFound()
    if session.staff and session.strong_at is None and Factor.objects.filter(account_id=session.account_id).exists():
        raise SecondFactorNeeded()
    if now - session.proved_at > rules.FRESH:
        raise ProofNeeded()
    return session


def signed(origin: Origin, person: AccountInfo) -> Origin:
    """The same origin, by the person who has just come in."""
    return replace(origin, actor=f"{'staff' if person.is_staff else 'account'}:{person.id}")


def _alive(row: tuple[object, ...], now: datetime) -> SessionInfo | None:
    found = SessionInfo(**dict(zip(FIELDS, row, strict=True)))  # type: ignore[arg-type]
    over = rules.is_over(staff=found.staff, started_at=found.started_at, seen_at=found.seen_at, now=now)
    return None if over else found
