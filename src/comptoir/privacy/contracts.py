"""A person as the privacy centre sees them, what each room holds of them, and what becomes of an erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.consent.contracts import CUSTOMER, VISITOR, Subject
from comptoir.journal.contracts import Origin
from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything under which something may be kept. `visitors` are devices, `others` what else `profiles` knows
    them by, `person_id` who they are there."""

    customer_id: UUID
    account_id: UUID | None
    email: str
    person_id: UUID | None = None
    visitors: tuple[str, ...] = ()
    others: tuple[Subject, ...] = ()

    @property
    def subjects(self) -> tuple[Subject, ...]:
        devices = (Subject(VISITOR, each) for each in self.visitors)
        return (Subject(CUSTOMER, str(self.customer_id)), *devices, *self.others)


Told = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one room holds. `tell` gives it as plain rows; `forget` erases and counts, and does nothing when called
    again; without `forget` it is kept, and `kept` says why and how long. `last` is not erased before the last order
    is through."""

    code: str
    name: Localised
    why: Localised
    tell: Callable[[Person, str, datetime], Told]
    forget: Callable[[Person, Origin, datetime], int] | None = None
    kept: Localised | None = None
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Somebody outside who has to erase them too; `proof` says what they answered, once they have."""

    recipient: str
    asked_at: datetime
    confirmed_at: datetime | None
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureInfo:
    """`waits_until` is the last day of the last right to withdraw, None while that is not known. `elsewhere` is as it
    is now; the receipt says who had been asked when it was signed."""

    id: UUID
    token: str
    state: str
    cause: str
    asked_at: datetime
    done_at: datetime | None
    waits_until: date | None
    done: dict[str, int]
    receipt: str
    elsewhere: tuple[Elsewhere, ...] = ()
