"""A review, held: what each verb begins with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.kit import locks
from comptoir.kit.refusals import NotFound
from comptoir.reviews.errors import ReviewMoveRefused
from comptoir.reviews.models import Answer, Question, Review
from comptoir.reviews.rules import MOVES


def held_review(review_id: UUID) -> Review:
    """The row, locked. Refuses NotFound."""
    (row,) = held_reviews([review_id])
    return row


def require(row: Review, verb: str) -> None:
    """Refuses ReviewMoveRefused where the verb cannot start from its state."""
    if row.state not in MOVES[verb]:
        raise ReviewMoveRefused(state=row.state)


def held_reviews(ids: Sequence[UUID]) -> list[Review]:
    """Refuses NotFound for one that there is not."""
    locks.hold(*(("review", each) for each in ids))
    rows = list(Review.objects.select_for_update().filter(id__in=ids).order_by("id"))
    if len(rows) < len(set(ids)):
        raise NotFound()
    return rows


def held_question(question_id: UUID, *states: str) -> Question:
    """Refuses NotFound, ReviewMoveRefused."""
    locks.hold(("question", question_id))
    row = Question.objects.select_for_update().filter(id=question_id).first()
    if row is None:
        raise NotFound()
    if row.state not in states:
        raise ReviewMoveRefused(state=row.state)
    return row


def hold_answer(answer_id: UUID) -> UUID:
    """Wait for the question of an answer, which is told. Refuses NotFound."""
    question_id = Answer.objects.filter(id=answer_id).values_list("question_id", flat=True).first()
    if question_id is None:
        raise NotFound()
    locks.hold(("question", question_id))
    return question_id


def held_answer(answer_id: UUID, *states: str) -> tuple[Answer, Question]:
    """Refuses NotFound, ReviewMoveRefused."""
    question = held_question(hold_answer(answer_id), "published")
    row = Answer.objects.select_for_update().get(id=answer_id)
    if row.state not in states:
        raise ReviewMoveRefused(state=row.state)
    return row, question
