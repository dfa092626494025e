"""Shapes of segments."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.channels.api.schemas.parts import Answer
from comptoir.segments.contracts import EditionInfo, MemberInfo, SegmentInfo


class SegmentOut(Answer):
    """`rule` is the definition as data, `sentence` the same in the language asked for; `people` is null for fewer than
    five."""

    code: str
    name: str
    rule: dict[str, Any]
    sentence: str
    version: int
    people: int | None
    changed_at: datetime

    @classmethod
    def of(cls, found: SegmentInfo, *, sentence: str, people: int | None, locale: str) -> SegmentOut:
        return cls(
            code=found.code, name=found.name.read(locale), rule=found.definition, sentence=sentence,
            version=found.version, people=people, changed_at=found.changed_at,
        )  # fmt: skip


class MemberOut(Answer):
    """`why` is heard, time, rule or consent."""

    person_id: UUID
    since: datetime
    why: str

    @classmethod
    def of(cls, found: MemberInfo) -> MemberOut:
        return cls(person_id=found.person_id, since=found.since, why=found.entered_why)


class EditionOut(Answer):
    version: int
    rule: dict[str, Any]
    since: datetime
    actor: str

    @classmethod
    def of(cls, found: EditionInfo) -> EditionOut:
        return cls(version=found.version, rule=found.definition, since=found.since, actor=found.actor)
