"""Somebody is erased: nothing is used any more, so no proof of consent is needed either."""

from __future__ import annotations

from collections.abc import Collection

from comptoir.consent.contracts import Subject
from comptoir.kit import sql

FORGET = """
DELETE FROM consent_choice AS c USING unnest(%s::text[], %s::text[]) AS s(kind, id)
WHERE c.subject_kind = s.kind AND c.subject_id = s.id
"""


def forget(subjects: Collection[Subject]) -> int:
    """Erase every answer under these identifiers, in the caller's transaction; answers how many."""
    return sql.run(FORGET, [[each.kind for each in subjects], [each.id for each in subjects]])
