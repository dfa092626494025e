"""Reviews: what readers see, what a buyer writes, what the house decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, Request, Text
from comptoir.kit.paging import Page
from comptoir.reviews.contracts import AnswerInfo, PurchaseInfo, QuestionInfo, Rating, ReviewInfo

Stars = Annotated[int, Field(ge=1, le=5)]
Words = Annotated[Text, Field(min_length=1, max_length=4000)]


class RatingOut(Answer):
    """`mean` is between 1 and 5, to a tenth."""

    count: int
    mean: float

    @staticmethod
    def of(rating: Rating | None) -> RatingOut | None:
        return RatingOut(count=rating.count, mean=rating.mean) if rating else None


class ReviewOut(Answer):
    """`verified` is true when it stands on a purchase from this shop; `received_on` is the day of the experience.
    `refusal` says why it is not published; `helpful` counts the readers whom it helped, each once."""

    id: UUID
    product_id: UUID
    rating: int
    title: str
    text: str
    author: str
    language: str
    options: str
    fit: str
    verified: bool
    state: str
    refusal: str
    received_on: date
    submitted_at: datetime
    changed_at: datetime | None
    published_at: datetime | None
    answer: str
    answered_at: datetime | None
    photos: list[str]
    reports: int
    helpful: int

    @staticmethod
    def of(found: ReviewInfo, locale: str, *, reader: bool = False) -> ReviewOut:
        return ReviewOut(
            id=found.id, product_id=found.product_id, rating=found.rating, title=found.title, text=found.text,
            author=found.author, language=found.locale, options=found.options.read(locale), fit=found.fit,
            verified=found.kind == "order", state=found.state, refusal=found.refusal, received_on=found.received_on,
            submitted_at=found.submitted_at, changed_at=found.changed_at, published_at=found.published_at,
            answer=found.answer, answered_at=found.answered_at,
            photos=[f"/review-photo/{each.id}-large.jpg" for each in found.photos],
            reports=0 if reader else found.reports, helpful=found.helpful,
        )  # fmt: skip


class ReviewPage(Answer):
    """`page` counts from 1. The header Link leads to the other pages. `rating` is that of all published reviews."""

    items: list[ReviewOut]
    page: int
    size: int
    total: int
    pages: int
    rating: RatingOut | None

    @staticmethod
    def of(found: Page[ReviewInfo], rating: Rating | None, locale: str, *, reader: bool = False) -> ReviewPage:
        return ReviewPage(
            items=[ReviewOut.of(each, locale, reader=reader) for each in found.items], page=found.number,
            size=found.size, total=found.total, pages=found.pages, rating=RatingOut.of(rating),
        )  # fmt: skip


class AnswerOut(Answer):
    """`by` is brand or buyer; readers see those that are published."""

    id: UUID
    state: str
    by: str
    author: str
    text: str
    answered_at: datetime

    @staticmethod
    def of(found: AnswerInfo) -> AnswerOut:
        return AnswerOut(
            id=found.id, state=found.state, by=found.by, author=found.author, text=found.text,
            answered_at=found.answered_at,
        )  # fmt: skip


class QuestionOut(Answer):
    id: UUID
    text: str
    author: str
    language: str
    asked_at: datetime
    answers: list[AnswerOut]

    @staticmethod
    def of(found: QuestionInfo) -> QuestionOut:
        return QuestionOut(
            id=found.id, text=found.text, author=found.author, language=found.locale, asked_at=found.asked_at,
            answers=[AnswerOut.of(each) for each in found.answers],
        )  # fmt: skip


class PurchaseOut(Answer):
    """A product that has arrived and may be reviewed; `review_id` is the review of it, if there is one."""

    id: UUID
    product_id: UUID
    product: str
    options: str
    received_on: date
    review_id: UUID | None
    state: str

    @staticmethod
    def of(found: PurchaseInfo, locale: str) -> PurchaseOut:
        return PurchaseOut(
            id=found.id, product_id=found.product_id, product=found.product.read(locale),
            options=found.options.read(locale), received_on=found.received_on, review_id=found.review_id,
            state=found.state,
        )  # fmt: skip


class ReviewIn(Request):
    """`author` is the name that is shown; `fit` says how a size turned out."""

    rating: Stars
    title: Annotated[Text, Field(max_length=120)] = ""
    text: Words
    author: Annotated[Text, Field(min_length=1, max_length=60)]
    fit: Literal["", "small", "true", "large"] = ""


class NewReviewIn(ReviewIn):
    purchase_id: UUID


class RefusalIn(Request):
    """`reason` is one of the reasons that the shop tells its readers; an opinion is none."""

    reason: Line


class ReplyIn(Request):
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class HelpfulIn(Request):
    """`voter` is what your program knows this visitor by, always the same: each is counted once."""

    voter: UUID


class HelpfulOut(Answer):
    helpful: int


class QuestionIn(Request):
    """`email` is where the answer goes; nobody sees it."""

    text: Annotated[Text, Field(min_length=1, max_length=1000)]
    author: Annotated[Text, Field(min_length=1, max_length=60)]
    email: Line


class MadeOut(Answer):
    id: UUID


class BuyerAnswerIn(ReplyIn):
    author: Annotated[Text, Field(min_length=1, max_length=60)]


class QuestionFullOut(QuestionOut):
    """As the house sees it: in every state, with every answer."""

    product_id: UUID
    state: str
    refusal: str

    @staticmethod
    def full(found: QuestionInfo) -> QuestionFullOut:
        return QuestionFullOut(
            **QuestionOut.of(found).model_dump(), product_id=found.product_id, state=found.state, refusal=found.refusal
        )
