"""The house reads: publishes, refuses for a reason, answers, looks at what was reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import (
    ReviewAnswered,
    ReviewPublished,
    ReviewRefused,
    ReviewReported,
    ReviewReportsSettled,
)
from comptoir.kit import brakes, idempotency
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.reviews import rules, tallies
from comptoir.reviews.commands.moves import held_review, held_reviews, require
from comptoir.reviews.models import Report, Review

REPORTER = Brake("review_report", 10, rules.BRAKE_SPAN)


def publish(
    ids: Sequence[UUID], *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Show these reviews; those that are shown already, or gone meanwhile, are passed over. Answers how many are new.
    Refuses NotFound, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        rows = held_reviews(ids)
        if (before := idempotency.recall(idempotency_key)) is not None:
            return int(before["published"])
        taken = [row for row in rows if row.state in rules.MOVES["publish"]]
        for row in taken:
            row.state, row.refusal, row.published_at = "published", "", now
            row.decided_at, row.decided_by = now, origin.actor
        Review.objects.bulk_update(taken, ["state", "refusal", "published_at", "decided_at", "decided_by"])
        words = [ReviewPublished(review_id=row.id, product_id=row.product_id, rating=row.rating) for row in taken]
        journal.append(*words, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"published": len(taken)}, now)
        tallies.add((row.product_id, row.rating) for row in taken)
    return len(taken)


def refuse(
    review_id: UUID, *, reason: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Not shown, or not any more; its author is told why (D111-19) and may write again.
    Refuses NotFound, Invalid (no reason of the list), ReviewMoveRefused, IdempotencyConflict."""
    if reason not in rules.REFUSALS:
        raise Invalid({"reason": "not_a_choice" if reason else "missing"})
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        require(row, "refuse")
        shown = row.state == "published"
        row.state, row.refusal, row.published_at, row.told_at = "refused", reason, None, None
        row.decided_at, row.decided_by = now, origin.actor
        row.save()
        Report.objects.filter(review=row, settled_at__isnull=True).update(settled_at=now)
        word = ReviewRefused(review_id=row.id, product_id=row.product_id, reason=reason, published=shown)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(review_id)}, now)
        if shown:
            tallies.take([(row.product_id, row.rating)])


def answer(
    review_id: UUID, text: str, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The house's answer below a published review; a new one takes the place of the old.
    Refuses NotFound, Invalid, ReviewMoveRefused, IdempotencyConflict."""
    text = rules.tidy_lines(text)
    if not text or len(text) > rules.LONGEST_ANSWER:
        raise Invalid({"text": "too_long" if text else "missing"})
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        require(row, "answer")
        row.answer, row.answered_at = text, now
        row.save(update_fields=["answer", "answered_at"])
        journal.append(
            ReviewAnswered(review_id=row.id, product_id=row.product_id), origin=origin, occurred_at=now
        )
        idempotency.remember(idempotency_key, {"id": str(review_id)}, now)


def report(
    review_id: UUID, *, reason: str, text: str = "", email: str = "", asker: str, origin: Origin, now: datetime
) -> None:
    """A reader's doubt (L111-7-2): the review stays until somebody of the house has looked. `asker` is who is counted.
    Refuses NotFound, Invalid, ReviewMoveRefused, TooFast."""
    text, email = rules.tidy_lines(text), email.strip()
    wrong = {} if reason in rules.REPORTS else {"reason": "not_a_choice" if reason else "missing"}
    if len(text) > rules.LONGEST_REPORT:
        wrong["text"] = "too_long"
    if email and not rules.is_email(email):
        wrong["email"] = "not_an_email"
    if wrong:
        raise Invalid(wrong)
    brakes.press((REPORTER, asker), now=now)
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        require(row, "report")
        Report.objects.create(review=row, reason=reason, text=text, email=email, reported_at=now)
        word = ReviewReported(review_id=row.id, product_id=row.product_id, reason=reason)
        journal.append(word, origin=origin, occurred_at=now)


def settle_reports(review_id: UUID, *, origin: Origin, now: datetime) -> None:
    """Somebody looked, and it stays. Refuses NotFound; without an open report it does nothing."""
    with transaction.atomic(durable=True):
        row = held_review(review_id)
        if Report.objects.filter(review=row, settled_at__isnull=True).update(settled_at=now):
            word = ReviewReportsSettled(review_id=row.id, product_id=row.product_id)
            journal.append(word, origin=origin, occurred_at=now)
