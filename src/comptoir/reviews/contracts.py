"""What crosses the door of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseDraft:
    """Somebody received a product. `kind` is order (with the order and its buyer) or demo. `id` is made where it is not
    given."""

    kind: str
    product_id: UUID
    variant_id: UUID | None
    options: Localised
    order_id: UUID | None
    customer_id: UUID | None
    storefront: str
    locale: str
    received_on: date
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseInfo:
    """`review_id` is the review that was written by this purchase; none by another, whoever that order names."""

    id: UUID
    kind: str
    order_id: UUID | None
    product_id: UUID
    product: Localised
    options: Localised
    customer_id: UUID | None
    storefront: str
    received_on: date
    review_id: UUID | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who votes: a known person, else a device by a number that only votes use. `order_id` is an order that the reader
    is known to have placed; `asker` is who is counted against flooding, and is not kept. `caller` is the program that
    said who asks, and from where: it could make up as many as it likes, and is counted too."""

    asker: str
    caller: str = ""
    customer_id: UUID | None = None
    device: str = ""
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """`rating` is 1 to 5; `author` the name that is shown; `fit` small, true, large, or empty."""

    rating: int
    title: str
    text: str
    author: str
    locale: str
    fit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoInfo:
    id: UUID
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInfo:
    """`kind` is that of the purchase: order, or demo for what is invented. `received_on` is the day of the experience,
    `refusal` a key of REFUSALS. `reports` counts those that nobody has looked at, `helpful` the readers whom
    it helped."""

    id: UUID
    purchase_id: UUID
    kind: str
    product_id: UUID
    product: Localised
    options: Localised
    customer_id: UUID | None
    storefront: str
    locale: str
    rating: int
    title: str
    text: str
    author: str
    fit: str
    state: str
    refusal: str
    received_on: date
    submitted_at: datetime
    changed_at: datetime | None
    published_at: datetime | None
    answer: str
    answered_at: datetime | None
    photos: tuple[PhotoInfo, ...]
    reports: int
    helpful: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What the published reviews of a product say together. `stars` counts those of one to five stars."""

    count: int
    total: int
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def mean(self) -> float:
        """Between 1 and 5, to a tenth; 0 without reviews."""
        return round(self.total / self.count + 1e-9, 1) if self.count else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfo:
    id: UUID
    reason: str
    text: str
    email: str
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    text: str
    author: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInfo:
    """`by` is brand or buyer."""

    id: UUID
    by: str
    author: str
    text: str
    state: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionInfo:
    id: UUID
    product_id: UUID
    product: Localised
    storefront: str
    locale: str
    author: str
    email: str
    text: str
    invented: bool
    state: str
    refusal: str
    asked_at: datetime
    published_at: datetime | None
    answers: tuple[AnswerInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReviews:
    """What a product's page shows: the rating, the last reviews and questions, how many questions in all."""

    rating: Rating
    reviews: tuple[ReviewInfo, ...]
    questions: tuple[QuestionInfo, ...]
    question_count: int
