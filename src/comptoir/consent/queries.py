"""What somebody allows now: asked at every use."""

from __future__ import annotations

from collections.abc import Collection

from comptoir.consent.contracts import Answered, Standing, Subject
from comptoir.kit import sql

# The later answer holds; of two at the same instant the refusal.
LATEST = """
SELECT DISTINCT ON (c.purpose) c.purpose, c.granted, c.chosen_at, c.choice_id, c.text_version, c.means
FROM unnest(%s::text[], %s::text[]) AS s(kind, id)
JOIN consent_choice AS c ON c.subject_kind = s.kind AND c.subject_id = s.id
ORDER BY c.purpose, c.chosen_at DESC, c.granted
"""
HISTORY = """
SELECT c.subject_kind, c.subject_id, c.purpose, c.granted, c.chosen_at, c.choice_id, c.text_version, c.means
FROM unnest(%s::text[], %s::text[]) AS s(kind, id)
JOIN consent_choice AS c ON c.subject_kind = s.kind AND c.subject_id = s.id
ORDER BY c.chosen_at DESC, c.purpose, c.subject_kind, c.subject_id
"""


def standing(subjects: Collection[Subject]) -> dict[str, Standing]:
    """The latest answer to each purpose over all identifiers of one person; a purpose never asked for is missing."""
    rows = sql.rows(LATEST, [[each.kind for each in subjects], [each.id for each in subjects]])
    return {
        purpose: Standing(
            purpose=purpose, granted=granted, chosen_at=at, choice_id=choice, text_version=text, means=means
        )
        for purpose, granted, at, choice, text, means in rows
    }


def allowed(subjects: Collection[Subject], purpose: str) -> bool:
    """Whether this person allows this purpose now. Never asked, unknown purpose, no subject: no."""
    answer = standing(subjects).get(purpose)
    return answer is not None and answer.granted


def history(subjects: Collection[Subject]) -> list[Answered]:
    """Every answer that these identifiers gave, the latest first."""
    rows = sql.rows(HISTORY, [[each.kind for each in subjects], [each.id for each in subjects]])
    return [
        Answered(
            subject=Subject(kind, identity), purpose=purpose, granted=granted, chosen_at=at, choice_id=choice,
            text_version=text, means=means,
        )
        for kind, identity, purpose, granted, at, choice, text, means in rows
    ]  # fmt: skip
