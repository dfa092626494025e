"""A person wants to be forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import QuestionWithdrawn
from comptoir.kit import locks
from comptoir.reviews.commands.change import withdraw
from comptoir.reviews.commands.invite import forget_invitations
from comptoir.reviews.commands.moves import held_question
from comptoir.reviews.commands.vote import forget_votes
from comptoir.reviews.models import Answer, Purchase, Question, Review


def forget(customer_id: UUID, *, origin: Origin, now: datetime) -> int:
    """Names, words and photographs of this person are removed, and their purchases no longer name them; answers how
    many reviews, questions and answers there were. Called again, it does nothing more."""
    reviews = Review.objects.filter(customer_id=customer_id).exclude(state="withdrawn")
    done = 0
    for review_id in list(reviews.values_list("id", flat=True)):
        withdraw(review_id, cause="erasure", origin=origin, now=now)
        done += 1
    for question_id in list(Question.objects.filter(customer_id=customer_id).values_list("id", flat=True)):
        done += _forget_question(question_id, origin, now)
    with transaction.atomic(durable=True):
        answers = Answer.objects.filter(purchase__customer_id=customer_id).exclude(state="withdrawn")
        locks.hold(*(("question", each) for each in answers.values_list("question_id", flat=True)))
        ids = list(answers.values_list("id", flat=True))
        done += Answer.objects.filter(id__in=ids).update(author="", text="", state="withdrawn")
        forget_votes(customer_id)
        forget_invitations(customer_id)
        Purchase.objects.filter(customer_id=customer_id).update(customer_id=None)
    return done


def _forget_question(question_id: UUID, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        row = held_question(question_id, "waiting", "published", "refused")
        row.author = row.email = row.text = row.refusal = ""
        row.state, row.customer_id = "withdrawn", None
        row.save()
        Answer.objects.filter(question=row).update(author="", text="", state="withdrawn")
        word = QuestionWithdrawn(question_id=row.id, product_id=row.product_id)
        journal.append(word, origin=origin, occurred_at=now)
    return 1
