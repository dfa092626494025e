"""What crosses the door of profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

SERVICE = "service"  # what the contract needs: asks for no consent, and shows nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBy:
    """An identifier of somebody: `known` when it is theirs who said who they are."""

    kind: str
    value: str
    known: bool
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitSaid:
    """What is said of somebody; `source` is `computed`, the source that stated it, or `heard` for an e-mail or a
    telephone that came with an event. Money is in minor units."""

    name: str
    value: Any
    at: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentSeen:
    """Something that happened. `event` is the public name of what a source reported, empty for our own words."""

    id: int
    at: datetime
    name: str
    event: str
    channel: str
    lane: str
    subject_kind: str
    subject_id: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTold:
    """Two identifiers that one event named. `state` is joined, refused (with `reason`) or revoked (with who and why).
    `event_id`, `word` and `channel` are the evidence: the earliest event that said so."""

    id: int
    a: NamedBy
    b: NamedBy
    at: datetime
    event_id: UUID
    word: str
    channel: str
    state: str
    reason: str
    revoked_at: datetime | None
    revoked_by: str
    revoked_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What may be read of somebody for one purpose. `moments` are the latest first; `older` continues them, and
    `channels` are all that they came by."""

    person_id: UUID
    purpose: str
    known: bool
    first_at: datetime
    identifiers: tuple[NamedBy, ...]
    traits: tuple[TraitSaid, ...]
    moments: tuple[MomentSeen, ...]
    older: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound:
    """A line of a list of people."""

    person_id: UUID
    known: bool
    first_at: datetime
    identifiers: int
    customer_id: UUID | None
