"""What crosses the door of duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

State = Literal["open", "same", "different"]
Says = Literal["same", "box", "turned", "close", "near", "differs", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a person, cleaned; what it does not say is None. `born` is eight digits."""

    id: str
    given: str | None = None
    family: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    born: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one field says of two records. `weight` is in bits: one more makes it twice as likely that they are one
    person's, one less half as likely. It names no value."""

    field: str
    says: Says
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that look alike, `a` before `b`. `weight` is the sum in bits, how rare duplicates are included."""

    a: str
    b: str
    weight: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two records are, in bits as of a `Pair`, and how probably they are one person's."""

    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateInfo:
    """Two customers whose records look alike, and what a person said of it. `by_hand`: somebody linked them whom no
    search had found."""

    id: UUID
    a: UUID
    b: UUID
    state: State
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]
    found_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchInfo:
    """A search for look-alikes. `state` is waiting, reading, comparing, writing, done or failed."""

    state: str
    asked_at: datetime
    done_at: datetime | None
    records: int
    found: int
