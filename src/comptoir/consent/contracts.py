"""Who said what about which purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

VISITOR = "visitor"
CUSTOMER = "customer"
USER = "user"  # a user id of an outside source


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One identifier that a choice was made under: a device (`visitor`), a `customer`, a `user` of a source."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The latest answer to one purpose, and what proves it."""

    purpose: str
    granted: bool
    chosen_at: datetime
    choice_id: UUID
    text_version: str
    means: str
