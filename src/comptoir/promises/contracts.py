"""What crosses the promise ledger's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseInfo:
    """`state` is made, kept, broken, repaired or withdrawn."""

    id: UUID
    kind: str
    subject_kind: str
    subject_id: UUID
    due: datetime
    terms: dict[str, Any]
    state: str
    evidence: dict[str, Any]
    made_at: datetime
    settled_at: datetime | None
