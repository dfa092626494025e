"""A reader found a review helpful, or no longer does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import ReviewFoundHelpful, ReviewVoteTakenBack
from comptoir.kit import brakes, idempotency, locks, sql
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.pseudonyms import pseudonym
from comptoir.kit.refusals import NotFound
from comptoir.reviews import rules
from comptoir.reviews.contracts import Reader
from comptoir.reviews.errors import OwnReview

VOTER = Brake("review_vote", 60, rules.BRAKE_SPAN)
CALLER = Brake("review_vote_caller", 600, rules.BRAKE_SPAN)  # many readers may come through one program

REVIEW = """
SELECT r.product_id, r.customer_id, p.order_id, r.helpful FROM reviews_review r
JOIN reviews_purchase p ON p.id = r.purchase_id WHERE r.id = %s AND r.state = 'published'
"""
VOTE = "INSERT INTO reviews_vote (review_id, voter, voted_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
TAKE_BACK = "DELETE FROM reviews_vote WHERE review_id = %s AND voter = %s"
COUNT = "UPDATE reviews_review SET helpful = helpful + %s WHERE id = %s RETURNING helpful"
OF_VOTER = "SELECT review_id FROM reviews_vote WHERE voter = %s AND review_id = ANY(%s::uuid[])"
FORGOTTEN = """
WITH gone AS (DELETE FROM reviews_vote WHERE voter = %s RETURNING review_id)
UPDATE reviews_review r SET helpful = r.helpful - 1 FROM gone WHERE gone.review_id = r.id
"""


def find_helpful(
    review_id: UUID, helpful: bool, *, reader: Reader, origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> int:  # fmt: skip
    """Count the reader's vote, or take it back; either said twice is said once. Answers how many votes there are.

    Refuses NotFound (also a review that is not shown), OwnReview, TooFast, IdempotencyConflict.
    """
    brakes.press((VOTER, reader.asker), *([(CALLER, reader.caller)] if reader.caller else []), now=now)
    with transaction.atomic(durable=True):
        locks.hold(("review", review_id))
        if (before := idempotency.recall(idempotency_key)) is not None:
            return int(before["helpful"])
        found = sql.row(REVIEW, [review_id])
        if found is None:
            raise NotFound()
        product_id, author, order_id, count = found
        if helpful and _is_own(reader, author, order_id):
            raise OwnReview()
        voter = voter_of(reader)
        changed = sql.run(VOTE, [review_id, voter, now]) if helpful else sql.run(TAKE_BACK, [review_id, voter])
        if changed:
            count = sql.rows(COUNT, [1 if helpful else -1, review_id])[0][0]
            word = ReviewFoundHelpful if helpful else ReviewVoteTakenBack
            nobody = replace(origin, actor="guest", person_key=None, visitor=None)
            journal.append(word(review_id=review_id, product_id=product_id), origin=nobody, occurred_at=now)
        idempotency.remember(idempotency_key, {"helpful": count}, now)
    return int(count)


def voted(review_ids: list[UUID], reader: Reader) -> frozenset[UUID]:
    """Which of these reviews the reader found helpful."""
    if not review_ids or not (reader.customer_id or reader.device):
        return frozenset()
    return frozenset(row[0] for row in sql.rows(OF_VOTER, [voter_of(reader), review_ids]))


def forget_votes(customer_id: UUID) -> int:
    """In the caller's transaction: votes that nobody gave are none."""
    return sql.run(FORGOTTEN, [pseudonym("voter", f"person {customer_id}")])


def voter_of(reader: Reader) -> str:
    """A known person is one on every device; somebody else is their device."""
    who = f"person {reader.customer_id}" if reader.customer_id else f"device {reader.device}"
    return pseudonym("voter", who)


def _is_own(reader: Reader, author: UUID | None, order_id: UUID | None) -> bool:
    mine = reader.customer_id is not None and reader.customer_id == author
    return mine or (order_id is not None and order_id == reader.order_id)
