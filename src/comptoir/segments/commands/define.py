"""A segment is defined, said otherwise, or given up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary import segments as words
from comptoir.kit import locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import LOCALES, Localised
from comptoir.segments import contracts
from comptoir.segments.errors import SegmentArchived, SegmentCodeTaken, SegmentInUse
from comptoir.segments.models import Edition, Segment
from comptoir.segments.rules.language import Node
from comptoir.segments.rules.reading import read, written
from comptoir.segments.rules.resolving import resolve, segments_in
from comptoir.segments.settling import ALL
from comptoir.segments.standing import standing

CODE = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")
LONGEST_NAME = 80
MARK_MEMBERS = """
INSERT INTO segments_due AS kept (person_id, due_at, why, marks)
SELECT person_id, %(now)s::timestamptz, %(why)s, 1 FROM segments_membership
WHERE segment_id = %(segment)s::uuid AND until IS NULL ORDER BY person_id
ON CONFLICT (person_id) DO UPDATE SET due_at = least(kept.due_at, excluded.due_at), why = excluded.why,
    marks = kept.marks + 1
"""


def define(code: str, *, name: Mapping[str, str], definition: Any, origin: Origin, now: datetime) -> UUID:
    """Open a segment; the worker lets in who belongs to it. Refuses Invalid, SegmentCodeTaken."""
    node, texts = _checked(code, name, definition)
    with transaction.atomic(durable=True):
        locks.hold(ALL, ("segment", code))
        if Segment.objects.filter(code=code).exists():
            raise SegmentCodeTaken(taken=code)
        resolve(node, standing().said | {code: node}, code=code)
        row = Segment(id=uuid7(), code=code, name=texts, definition=written(node), defined_at=now, changed_at=now)
        row.save(force_insert=True)
        _remember(row, origin, now)
        journal.append(words.SegmentDefined(segment_id=row.id, code=code), origin=origin, occurred_at=now)
    return row.id


def change(code: str, *, name: Mapping[str, str], definition: Any, origin: Origin, now: datetime) -> None:
    """Say it otherwise; segments that are built on it follow. Said as before, nothing happens.
    Refuses NotFound, SegmentArchived, Invalid."""
    node, texts = _checked(code, name, definition)
    with transaction.atomic(durable=True):
        locks.hold(ALL, ("segment", code))
        row = _held(code)
        resolve(node, standing().said | {code: node}, code=code)
        if (row.name, row.definition) == (texts, written(node)):
            return
        another_rule = row.definition != written(node)
        if another_rule:
            row.slow_times, row.try_after = 0, None
        row.name, row.definition, row.version, row.changed_at = texts, written(node), row.version + 1, now
        row.save()
        _remember(row, origin, now)
        word = words.SegmentChanged(segment_id=row.id, code=code, version=row.version)
        journal.append(word, origin=origin, occurred_at=now)
        if not another_rule:
            Segment.objects.filter(id=row.id, placed_version=row.version - 1).update(placed_version=row.version)


def archive(code: str, *, origin: Origin, now: datetime) -> None:
    """Everybody leaves it, and nothing new may be built on it; its history stays. Archived already, nothing happens.
    Refuses NotFound, SegmentInUse (by another segment)."""
    with transaction.atomic(durable=True):
        locks.hold(ALL, ("segment", code))
        row = Segment.objects.filter(code=code).first()
        if row is None:
            raise NotFound()
        if row.archived_at:
            return
        if users := sorted(other for other, node in standing().said.items() if code in segments_in(node)):
            raise SegmentInUse(users=", ".join(users))
        row.archived_at = now
        row.save()
        journal.append(words.SegmentArchived(segment_id=row.id, code=code), origin=origin, occurred_at=now)
        sql.run(MARK_MEMBERS, {"now": now, "why": contracts.ARCHIVED, "segment": row.id})


def _checked(code: str, name: Mapping[str, str], definition: Any) -> tuple[Node, Localised]:
    errors = {} if CODE.match(code) else {"code": "not_a_slug" if code else "missing"}
    texts = Localised({locale: (name.get(locale) or "").strip() for locale in LOCALES})
    if not texts:
        errors["name"] = "missing"
    elif any(len(text) > LONGEST_NAME for text in texts.values()):
        errors["name"] = "too_long"
    try:
        node = read(definition)
    except Invalid as wrong:
        raise Invalid(errors | wrong.errors) from wrong
    if errors:
        raise Invalid(errors)
    return node, texts


def _held(code: str) -> Segment:
    row = Segment.objects.filter(code=code).first()
    if row is None:
        raise NotFound()
    if row.archived_at:
        raise SegmentArchived()
    return row


def _remember(row: Segment, origin: Origin, now: datetime) -> None:
    Edition.objects.create(
        segment=row, version=row.version, name=row.name, definition=row.definition, since=now, actor=origin.actor
    )

