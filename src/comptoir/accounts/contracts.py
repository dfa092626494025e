"""What crosses the accounts' door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who knocks: `address` of the net (for the brakes only, never kept), `agent` in two words, and the account for
    which this browser was let in before, by a signed cookie."""

    address: str
    agent: str = ""
    known: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody came in. `opened` is true when the account was made just now."""

    account_id: UUID
    session_id: UUID
    email: str
    strong: bool
    opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionInfo:
    id: UUID
    account_id: UUID
    method: str
    agent: str
    started_at: datetime
    seen_at: datetime
    proved_at: datetime
    strong_at: datetime | None
    staff: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorInfo:
    """`kind` is passkey or totp."""

    id: UUID
    kind: str
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAuthenticator:
    """`token` holds the secret, signed, until it is confirmed; `address` is what the picture says to the telephone."""

    token: str
    secret: str
    address: str
