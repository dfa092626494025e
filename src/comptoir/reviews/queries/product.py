"""Everything that a product's page shows of reviews, in two statements."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql
from comptoir.reviews.contracts import ProductReviews, Rating
from comptoir.reviews.queries import questions, reviews

# A tally is a row or none; reviews and questions hang on what is always there.
REVIEWS = f"""
SELECT {reviews.FIELDS}, tally.one, tally.two, tally.three, tally.four, tally.five {reviews.SOURCE}
JOIN reviews_tally tally ON tally.product_id = r.product_id
WHERE r.product_id = %(product)s AND r.state = 'published' ORDER BY {reviews.ORDERS["newest"]} LIMIT %(most)s
"""
QUESTIONS = f"""
SELECT {questions.FIELDS}, count(*) OVER ()
FROM reviews_question q JOIN catalog_product product ON product.id = q.product_id
{questions.SHOWN} ORDER BY q.published_at DESC, q.id DESC LIMIT %(most)s
"""


def of_product(product_id: UUID, *, most: int = 3, questions_too: int = 2) -> ProductReviews:
    """The rating, the `most` last reviews, the last questions."""
    told = sql.rows(REVIEWS, {"product": product_id, "most": most})
    asked = sql.rows(QUESTIONS, {"product": product_id, "most": questions_too, "shown": True})
    return ProductReviews(
        rating=reviews.rating_of(told[0][-5:]) if told else Rating(count=0, total=0),
        reviews=tuple(reviews.review_of(row) for row in told),
        questions=tuple(questions.question_of(row) for row in asked),
        question_count=asked[0][-1] if asked else 0,
    )
