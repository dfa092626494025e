"""Questions with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.paging import Page
from comptoir.kit.refusals import NotFound
from comptoir.kit.text import Localised
from comptoir.reviews import rules
from comptoir.reviews.contracts import AnswerInfo, QuestionInfo

# `shown` keeps what readers see; the house sees all answers.
FIELDS = """
q.id, q.product_id, product.name, q.storefront, q.locale, q.author, q.email, q.text, q.invented, q.state, q.refusal,
q.asked_at, q.published_at,
coalesce((SELECT jsonb_agg(jsonb_build_array(a.id, a.by, a.author, a.text, a.state, a.answered_at)
                           ORDER BY a.by, a.answered_at)
          FROM reviews_answer a WHERE a.question_id = q.id AND a.state <> 'withdrawn'
            AND (NOT %(shown)s OR a.state = 'published')), '[]')
"""
SOURCE = "FROM reviews_question q JOIN catalog_product product ON product.id = q.product_id"
SELECT = f"SELECT {FIELDS} {SOURCE}"
NEWEST = "q.published_at DESC, q.id DESC"
SHOWN = "WHERE q.product_id = %(product)s AND q.state = 'published'"
FOUND = """
WHERE (%(storefront)s = '' OR q.storefront = %(storefront)s) AND (%(state)s = '' OR q.state = %(state)s)
"""
ANSWER = "SELECT question_id FROM reviews_answer WHERE id = %s"


def get_question(question_id: UUID) -> QuestionInfo:
    """With every answer. Refuses NotFound."""
    row = sql.row(f"{SELECT} WHERE q.id = %(id)s", {"id": question_id, "shown": False})
    if row is None:
        raise NotFound()
    return question_of(row)


def question_of_answer(answer_id: UUID) -> QuestionInfo:
    """Refuses NotFound."""
    row = sql.row(ANSWER, [answer_id])
    if row is None:
        raise NotFound()
    return get_question(row[0])


def questions(product_id: UUID, *, page: int = 1, size: int = 20) -> Page[QuestionInfo]:
    """What readers of a product see, newest first."""
    page, size = rules.within(page, rules.LAST_PAGE), rules.within(size, rules.LARGEST_PAGE)
    given = {"product": product_id, "size": size, "offset": (page - 1) * size, "shown": True}
    total = sql.rows(f"SELECT count(*) FROM reviews_question q {SHOWN}", {"product": product_id})[0][0]
    order = f"ORDER BY {NEWEST} LIMIT %(size)s OFFSET %(offset)s"
    rows = sql.rows(f"{SELECT} {SHOWN} {order}", given)
    return Page(items=[question_of(row) for row in rows], number=page, size=size, total=total)


def find_questions(*, storefront: str = "", state: str = "", page: int = 1, size: int = 50) -> Page[QuestionInfo]:
    """For the house: in every state or one, with every answer, the latest asked first."""
    page, size = rules.within(page, rules.LAST_PAGE), rules.within(size, rules.LARGEST_PAGE)
    given = {"storefront": storefront, "state": state, "size": size, "offset": (page - 1) * size, "shown": False}
    total = sql.rows(f"SELECT count(*) FROM reviews_question q {FOUND}", given)[0][0]
    rows = sql.rows(f"{SELECT} {FOUND} ORDER BY q.asked_at DESC, q.id DESC LIMIT %(size)s OFFSET %(offset)s", given)
    return Page(items=[question_of(row) for row in rows], number=page, size=size, total=total)


def question_of(row: Sequence[Any]) -> QuestionInfo:
    return QuestionInfo(
        id=row[0], product_id=row[1], product=Localised(row[2]), storefront=row[3], locale=row[4], author=row[5],
        email=row[6], text=row[7], invented=row[8], state=row[9], refusal=row[10], asked_at=row[11],
        published_at=row[12], answers=tuple(_answer(each) for each in row[13]),
    )  # fmt: skip


def _answer(part: Sequence[Any]) -> AnswerInfo:
    return AnswerInfo(
        id=UUID(part[0]), by=part[1], author=part[2], text=part[3], state=part[4],
        answered_at=datetime.fromisoformat(part[5]),
    )  # fmt: skip
