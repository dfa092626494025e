"""Questions on a product: asked by anybody, answered by the house or by buyers, shown when they were read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.reviews import (
    AnswerPublished,
    AnswerRefused,
    QuestionAnswered,
    QuestionAsked,
    QuestionPublished,
    QuestionRefused,
)
from comptoir.kit import brakes, idempotency, locks
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.reviews import rules
from comptoir.reviews.commands.moves import held_answer, held_question, hold_answer
from comptoir.reviews.contracts import QuestionDraft
from comptoir.reviews.errors import AlreadyAnswered
from comptoir.reviews.models import Answer, Purchase, Question

ASKER = Brake("product_question", 5, rules.BRAKE_SPAN)


def ask(
    product_id: UUID, draft: QuestionDraft, *, asker: str, customer_id: UUID | None = None, storefront: str,
    invented: bool = False, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None,
) -> UUID:  # fmt: skip
    """A question that waits to be read; `asker` is who is counted, `invented` says that the demonstration asks.
    Refuses NotFound (product), Invalid, TooFast, IdempotencyConflict."""
    draft = rules.tidied_question(draft)
    if wrong := rules.question_errors(draft):
        raise Invalid(wrong)
    if product_id not in catalog.summaries([product_id]):
        raise NotFound()
    if not invented:
        brakes.press((ASKER, asker), now=now)
    return idempotency.settled(lambda: _asked(product_id, draft, customer_id, storefront, invented, origin, now,
                                              idempotency_key))  # fmt: skip


def _asked(
    product_id: UUID, draft: QuestionDraft, customer_id: UUID | None, storefront: str, invented: bool, origin: Origin,
    now: datetime, key: IdempotencyKey | None,
) -> UUID:  # fmt: skip
    question_id = uuid7()
    with transaction.atomic(durable=True):
        locks.hold(("question", question_id))
        if (before := idempotency.recall(key)) is not None:
            return UUID(before["id"])
        Question.objects.create(
            id=question_id, product_id=product_id, customer_id=customer_id, storefront=storefront, locale=draft.locale,
            author=draft.author, email=draft.email, text=draft.text, invented=invented, asked_at=now,
        )  # fmt: skip
        journal.append(
            QuestionAsked(question_id=question_id, product_id=product_id), origin=origin, occurred_at=now
        )
        idempotency.remember(key, {"id": str(question_id)}, now)
    return question_id


def publish_question(
    question_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Refuses NotFound, ReviewMoveRefused, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        locks.hold(("question", question_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        row = held_question(question_id, "waiting", "refused")
        row.state, row.refusal, row.published_at, row.decided_by = "published", "", now, origin.actor
        row.save()
        journal.append(
            QuestionPublished(question_id=row.id, product_id=row.product_id), origin=origin, occurred_at=now
        )
        idempotency.remember(idempotency_key, {}, now)


def refuse_question(
    question_id: UUID, *, reason: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Not shown, or not any more; whoever asked is told why. Refuses NotFound, Invalid, ReviewMoveRefused."""
    if reason not in rules.REFUSALS:
        raise Invalid({"reason": "not_a_choice" if reason else "missing"})
    with transaction.atomic(durable=True):
        locks.hold(("question", question_id))
        if idempotency.recall(idempotency_key) is not None:
            return
        row = held_question(question_id, "waiting", "published")
        row.state, row.refusal, row.published_at, row.decided_by = "refused", reason, None, origin.actor
        row.save()
        word = QuestionRefused(question_id=row.id, product_id=row.product_id, reason=reason)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)


def answer_question(
    question_id: UUID, text: str, *, purchase_id: UUID | None = None, author: str = "", origin: Origin, now: datetime,
    idempotency_key: IdempotencyKey | None = None,
) -> UUID:  # fmt: skip
    """By the house, which shows the question too when it waited; or by a buyer, on their `purchase_id` of the same
    product, which waits to be read. Whoever asked gets what is shown by mail.

    Refuses NotFound, Invalid, ReviewMoveRefused, AlreadyAnswered, IdempotencyConflict.
    """
    text, author = rules.tidy_lines(text), rules.tidy(author)
    wrong = {} if text and len(text) <= rules.LONGEST_ANSWER else {"text": "too_long" if text else "missing"}
    if purchase_id and not 0 < len(author) <= rules.LONGEST["author"]:
        wrong["author"] = "too_long" if author else "missing"
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic(durable=True):
        locks.hold(("question", question_id))
        if (before := idempotency.recall(idempotency_key)) is not None:
            return UUID(before["id"])
        row = held_question(question_id, *(("published",) if purchase_id else ("waiting", "published")))
        if purchase_id:
            _require_buyer(purchase_id, row)
        elif row.state == "waiting":
            row.state, row.published_at, row.decided_by = "published", now, origin.actor
            row.save()
            shown = QuestionPublished(question_id=row.id, product_id=row.product_id)
            journal.append(shown, origin=origin, occurred_at=now)
        by = "buyer" if purchase_id else "brand"
        answer = Answer.objects.create(
            question=row, by=by, purchase_id=purchase_id, author=author, text=text, answered_at=now,
            state="waiting" if purchase_id else "published",
        )  # fmt: skip
        word = QuestionAnswered(question_id=row.id, answer_id=answer.id, product_id=row.product_id, by=by)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {"id": str(answer.id)}, now)
    return answer.id


def _require_buyer(purchase_id: UUID, question: Question) -> None:
    if not Purchase.objects.filter(id=purchase_id, product_id=question.product_id).exists():
        raise NotFound()
    if Answer.objects.filter(question=question, purchase_id=purchase_id).exclude(state="withdrawn").exists():
        raise AlreadyAnswered()


def publish_answer(
    answer_id: UUID, *, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Refuses NotFound, ReviewMoveRefused, IdempotencyConflict."""
    with transaction.atomic(durable=True):
        hold_answer(answer_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        row, question = held_answer(answer_id, "waiting", "refused")
        row.state, row.refusal = "published", ""
        row.save()
        word = AnswerPublished(question_id=question.id, answer_id=row.id, product_id=question.product_id)
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)


def refuse_answer(
    answer_id: UUID, *, reason: str, origin: Origin, now: datetime, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Refuses NotFound, Invalid, ReviewMoveRefused, IdempotencyConflict."""
    if reason not in rules.REFUSALS:
        raise Invalid({"reason": "not_a_choice" if reason else "missing"})
    with transaction.atomic(durable=True):
        hold_answer(answer_id)
        if idempotency.recall(idempotency_key) is not None:
            return
        row, question = held_answer(answer_id, "waiting", "published")
        row.state, row.refusal = "refused", reason
        row.save()
        word = AnswerRefused(
            question_id=question.id, answer_id=row.id, product_id=question.product_id, reason=reason
        )
        journal.append(word, origin=origin, occurred_at=now)
        idempotency.remember(idempotency_key, {}, now)
