"""What reviews do when they hear of themselves: they ask for mails, which jobs write."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.reviews import AnswerPublished, QuestionAnswered, QuestionRefused, ReviewRefused
from comptoir.kit import clock
from comptoir.reviews import mail

PATIENT = RetryStrategy(max_attempts=12, wait=5, linear_wait=300)


def enqueue(events: list[Event]) -> None:
    """One job per news, in the transaction that moves the cursor; what is not to be told ends in the job."""
    for event in events:
        if event.name == ReviewRefused.NAME:
            tell_refusal.defer(review_id=event.subject_id)
        elif event.name == QuestionRefused.NAME:
            tell_question_refused.defer(question_id=event.subject_id)
        else:
            tell_answer.defer(answer_id=event.payload["answer_id"])


@app.task(name="reviews.refusal", retry=PATIENT)
def tell_refusal(review_id: str) -> None:
    mail.tell_refusal(UUID(review_id), now=clock.now())


@app.task(name="reviews.question_refused", retry=PATIENT)
def tell_question_refused(question_id: str) -> None:
    mail.tell_question_refused(UUID(question_id))


@app.task(name="reviews.answer", retry=PATIENT)
def tell_answer(answer_id: str) -> None:
    mail.tell_answer(UUID(answer_id), now=clock.now())


REVIEWS = Consumer(
    name="reviews.mail",
    words=(ReviewRefused, QuestionRefused, QuestionAnswered, AnswerPublished),
    handle=enqueue,
    purpose="service",
)
