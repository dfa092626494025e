"""Events as they arrive, for tests: of the collector and of the shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.journal.contracts import Event, Origin, Word
from comptoir.journal.vocabulary.collector import EventTracked
from comptoir.kit.ids import uuid7


def heard(word: Word, at: datetime, *, person: UUID | str | None = None, visitor: str | None = None) -> Event:
    """The event of this word, as a consumer gets it."""
    origin = Origin(
        actor="guest", channel="web", correlation=uuid7(), person_key=str(person) if person else None, visitor=visitor
    )
    return Event(
        generation=1, txid=1, position=1, event_id=uuid7(), name=word.NAME, version=word.VERSION, lane=word.LANE,
        legal_basis=word.LEGAL_BASIS, subject_kind=word.SUBJECT_KIND, subject_id=word.subject_id, subject_version=0,
        origin=origin, occurred_at=at, recorded_at=at, payload=word.payload(),
    )  # fmt: skip


def tracked(at: datetime, *, visitor: str = "", user: str | None = None, person: UUID | str | None = None,
            event: str = "Product Viewed", source: str = "comptoir", recorded: datetime | None = None,
            **properties: Any) -> Event:  # fmt: skip
    """A report of the collector; `email` and `card` among the properties are identifiers."""
    named: dict[str, str] = {kind: properties.pop(kind) for kind in ("email", "card") if kind in properties}
    word = EventTracked(
        visitor_id=visitor or f"user:{user}", message_id=str(uuid7()), event=event, user_key=user, identifiers=named,
        properties=properties, purposes=["measurement"],
    )  # fmt: skip
    told = heard(word, at, person=person, visitor=visitor or None)
    return replace(told, origin=replace(told.origin, source=source), recorded_at=recorded or at)
