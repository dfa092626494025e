"""What crosses the door between the house and other systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who exchanges: a program with a key. `system` is the code of the outside system that the key belongs to; empty
    for the merchant's own programs, whose ids are ours."""

    actor: str
    storefront: str
    market: str
    currency: str
    locale: str
    system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a system says about one thing: `id` in its own naming, only the fields it speaks of. `version` is the
    source's own: one that is not higher than the last is stale."""

    id: str
    fields: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`status` is created, changed, unchanged, stale, conflict or refused; `code`, `detail` and `fields` say why."""

    index: int
    id: str
    status: str
    code: str = ""
    detail: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The present state of one thing. `id` is in the asking system's naming, `linked` whether that is agreed."""

    kind: str
    id: str
    linked: bool
    state: Mapping[str, Any]
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """`cursor` goes on from here; `more` says whether to do so at once."""

    items: tuple[Record, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A page of a kind: how many there are and one checksum for all."""

    page: int
    count: int
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One thing as the other side has it: its checksum, or its state, from which the checksum is made."""

    id: str
    checksum: str = ""
    state: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`what` is missing_here, missing_there or different; `ours` and `theirs` are known as far as they were given."""

    id: str
    what: str
    fields: tuple[str, ...] = ()
    ours: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`page` is None for the whole kind."""

    id: UUID
    kind: str
    page: int | None
    ours: int
    theirs: int
    same: int
    differences: tuple[Difference, ...]
    at: datetime
