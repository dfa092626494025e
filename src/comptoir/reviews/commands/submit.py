"""A buyer says what they think of what they received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import ReviewSubmitted
from comptoir.kit import idempotency, locks
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.reviews import photos, rules
from comptoir.reviews.contracts import ReviewDraft, ReviewInfo
from comptoir.reviews.errors import AlreadyReviewed
from comptoir.reviews.models import Photo, Purchase, Review
from comptoir.reviews.photos import Developed
from comptoir.reviews.queries.reviews import get


def submit(
    purchase_id: UUID, draft: ReviewDraft, *, files: Sequence[bytes] = (), origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> ReviewInfo:  # fmt: skip
    """A review that waits to be read. The caller knows that this purchase is the asker's.

    Refuses NotFound, Invalid, AlreadyReviewed (this purchase), TooManyPhotos, PhotoUnreadable,
    IdempotencyConflict.
    """
    draft = rules.tidied(draft)
    if wrong := rules.review_errors(draft):
        raise Invalid(wrong)
    developed = photos.develop(files)
    purchase = Purchase.objects.filter(id=purchase_id).first()
    if purchase is None:
        raise NotFound()

    def written() -> UUID:
        with transaction.atomic(durable=True):
            review_id = uuid7()
            locks.hold(("review", review_id), ("reviewer", purchase.id))
            if (before := idempotency.recall(idempotency_key)) is not None:
                return UUID(before["id"])
            _refuse_another(purchase)
            Review.objects.create(
                id=review_id, purchase=purchase, product_id=purchase.product_id, customer_id=purchase.customer_id,
                storefront=purchase.storefront, locale=draft.locale, rating=draft.rating, title=draft.title,
                text=draft.text, author=draft.author, fit=draft.fit, submitted_at=now,
            )  # fmt: skip
            keep_photos(review_id, developed)
            word = ReviewSubmitted(
                review_id=review_id, product_id=purchase.product_id, variant_id=purchase.variant_id,
                rating=draft.rating, changed=False,
            )  # fmt: skip
            journal.append(word, origin=origin, occurred_at=now)
            idempotency.remember(idempotency_key, {"id": str(review_id)}, now)
            return review_id

    return get(idempotency.settled(written))


def _refuse_another(purchase: Purchase) -> None:
    other = Review.objects.filter(purchase=purchase).exclude(state="withdrawn").first()
    if other is not None:
        raise AlreadyReviewed(review_id=str(other.id))


def keep_photos(review_id: UUID, developed: Sequence[Developed]) -> None:
    Photo.objects.bulk_create(
        [
            Photo(
                review_id=review_id, position=place, width=each.width, height=each.height, large=each.large,
                small=each.small,
            )
            for place, each in enumerate(developed)
        ]
    )  # fmt: skip
