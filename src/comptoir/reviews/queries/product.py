"""Everything that a product's page shows of reviews, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.reviews.contracts import ProductReviews, Rating
from comptoir.reviews.queries import questions, reviews

# Each row is what `review_of` or `question_of` reads, and behind it the counts, as JSON: two kinds share the columns.
PAGE = f"""
(SELECT 'review' AS kind, row_number() OVER (ORDER BY {reviews.ORDERS["newest"]}) AS place,
        jsonb_build_array({reviews.FIELDS}, tally.one, tally.two, tally.three, tally.four, tally.five) AS told
 {reviews.SOURCE} JOIN reviews_tally tally ON tally.product_id = r.product_id
 WHERE r.product_id = %(product)s AND r.state = 'published' ORDER BY {reviews.ORDERS["newest"]} LIMIT %(most)s)
UNION ALL
(SELECT 'question', row_number() OVER (ORDER BY {questions.NEWEST}),
        jsonb_build_array({questions.FIELDS}, count(*) OVER ())
 {questions.SOURCE} {questions.SHOWN} ORDER BY {questions.NEWEST} LIMIT %(most_questions)s)
ORDER BY kind, place
"""
Read = Callable[[str], Any]
OF_REVIEW: Mapping[int, Read] = dict.fromkeys((0, 1, 3, 6), UUID) | {16: date.fromisoformat} | dict.fromkeys(
    (17, 18, 19, 21), datetime.fromisoformat
)  # fmt: skip
OF_QUESTION: Mapping[int, Read] = dict.fromkeys((0, 1), UUID) | dict.fromkeys((11, 12), datetime.fromisoformat)


def of_product(product_id: UUID, *, most: int = 3, most_questions: int = 2) -> ProductReviews:
    """The rating, the `most` last reviews, the last questions."""
    given = {"product": product_id, "most": most, "most_questions": most_questions, "shown": True}
    rows = sql.rows(PAGE, given)
    told = [_typed(row, OF_REVIEW) for kind, _place, row in rows if kind == "review"]
    asked = [_typed(row, OF_QUESTION) for kind, _place, row in rows if kind == "question"]
    return ProductReviews(
        rating=reviews.rating_of(told[0][-5:]) if told else Rating(count=0, total=0),
        reviews=tuple(reviews.review_of(row) for row in told),
        questions=tuple(questions.question_of(row) for row in asked),
        question_count=asked[0][-1] if asked else 0,
    )


def _typed(row: Sequence[Any], kinds: Mapping[int, Read]) -> list[Any]:
    """JSON has neither ids nor times."""
    return [kinds[place](value) if value is not None and place in kinds else value for place, value in enumerate(row)]
