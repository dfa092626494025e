"""The author changes or takes back what they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import ReviewSubmitted, ReviewWithdrawn
from comptoir.kit import idempotency
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.reviews import photos, rules, tallies
from comptoir.reviews.commands.moves import held_review, require
from comptoir.reviews.commands.submit import keep_photos
from comptoir.reviews.contracts import ReviewDraft, ReviewInfo
from comptoir.reviews.errors import ReviewMoveRefused
from comptoir.reviews.models import Photo, Purchase, Report, Review, Vote
from comptoir.reviews.queries.reviews import get


def change(
    review_id: UUID, draft: ReviewDraft | None, *, files: Sequence[bytes] | None = None, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> ReviewInfo:  # fmt: skip
    """Other words in the place of the first: it waits to be read again, and an answer of the house goes with what it
    answered. `files` replace the photographs; None leaves them, as it leaves the words.

    Refuses NotFound, Invalid, ReviewMoveRefused, TooManyPhotos, PhotoUnreadable, IdempotencyConflict.
    """
    draft = draft and rules.tidied(draft)
    if draft and (wrong := rules.review_errors(draft)):
        raise Invalid(wrong)
    developed = None if files is None else photos.develop(files)
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        if idempotency.recall(idempotency_key) is not None:
            return get(review_id)
        require(row, "change")
        before = (row.state, row.rating)
        if draft:
            row.rating, row.title, row.text, row.author = draft.rating, draft.title, draft.text, draft.author
            row.fit, row.locale = draft.fit, draft.locale
        row.state, row.refusal = "waiting", ""
        row.submitted_at = row.changed_at = now
        row.answer, row.answered_at, row.told_at = "", None, None
        row.helpful = 0  # readers found other words helpful
        Vote.objects.filter(review=row).delete()
        row.save()
        if developed is not None:
            Photo.objects.filter(review=row).delete()
            keep_photos(review_id, developed)
        variant = Purchase.objects.values_list("variant_id", flat=True).get(id=row.purchase_id)
        word = ReviewSubmitted(
            review_id=row.id, product_id=row.product_id, variant_id=variant, rating=row.rating, changed=True
        )
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(review_id)}, now)
        if before[0] == "published":
            tallies.take([(row.product_id, before[1])])
    return get(review_id)


def withdraw(
    review_id: UUID, *, cause: str = "author", origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """Its words and photographs are gone; the purchase may be reviewed again. Refuses NotFound, ReviewMoveRefused,
    IdempotencyConflict."""
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        require(row, "withdraw")
        shown = row.state == "published"
        empty(row)
        word = ReviewWithdrawn(review_id=row.id, product_id=row.product_id, cause=cause)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(review_id)}, now)
        if shown:
            tallies.take([(row.product_id, row.rating)])


def empty(row: Review) -> None:
    """Nothing that somebody wrote is left in the row, nor beside it."""
    Photo.objects.filter(review=row).delete()
    Vote.objects.filter(review=row).delete()
    Report.objects.filter(review=row).update(text="", email="")
    row.title = row.text = row.author = row.answer = row.refusal = ""
    row.state, row.answered_at, row.customer_id, row.helpful = "withdrawn", None, None, 0
    row.save()


def let_go(now: datetime, *, limit: int = 50) -> int:
    """Reviews that have stood as long as we say are taken off; answers how many."""
    old = Review.objects.filter(state="published", published_at__lt=now - rules.KEPT).order_by("published_at")
    found = list(old.values_list("id", "storefront")[:limit])
    for review_id, storefront in found:
        origin = Origin(actor="system:reviews", channel="worker", correlation=uuid7(), storefront=storefront)
        with suppress(ReviewMoveRefused):  # its author was quicker
            withdraw(review_id, cause="age", origin=origin, now=now)
    return len(found)
