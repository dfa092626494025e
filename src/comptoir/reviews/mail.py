"""What authors are told: why something is not shown, and the answer to what they asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.customers import facade as customers
from comptoir.org import facade as org
from comptoir.reviews.models import Answer, Review
from comptoir.reviews.queries import questions, reviews
from comptoir.reviews.rules import REFUSALS


def tell_refusal(review_id: UUID, *, now: datetime) -> None:
    """Once per refusal, to the buyer's e-mail; nobody is told who has meanwhile changed or withdrawn it. In a job."""
    found = reviews.get(review_id)
    row = Review.objects.get(id=review_id)
    if found.state != "refused" or row.told_at is not None or found.customer_id is None:
        return
    contact = customers.people([found.customer_id]).get(found.customer_id)
    if contact is None:
        return
    with translation.override(found.locale):
        reason = str(REFUSALS[found.refusal])
        values = {"product": found.product.read(found.locale), "reason": reason, "text": found.text}
        _send(found.storefront, contact.email, _("Your review is not published"), "refused", values)
    Review.objects.filter(id=review_id).update(told_at=now)


def tell_question_refused(question_id: UUID) -> None:
    found = questions.get_question(question_id)
    if found.state != "refused" or not found.email or found.invented:
        return
    with translation.override(found.locale):
        values = {
            "product": found.product.read(found.locale), "reason": str(REFUSALS[found.refusal]), "text": found.text
        }  # fmt: skip
        _send(found.storefront, found.email, _("Your question is not published"), "refused", values)


def tell_answer(answer_id: UUID, *, now: datetime) -> None:
    """To whoever asked, once; they left their e-mail for this. In a job."""
    row = Answer.objects.get(id=answer_id)
    found = questions.get_question(row.question_id)
    if row.state != "published" or row.told_at is not None or not found.email or found.invented:
        return
    with translation.override(found.locale):
        values = {"product": found.product.read(found.locale), "question": found.text, "answer": row.text, "by": row.by}
        _send(found.storefront, found.email, _("An answer to your question"), "answered", values)
    Answer.objects.filter(id=answer_id).update(told_at=now)


def _send(storefront: str, to: str, subject: str, kind: str, values: dict[str, str]) -> None:
    shop = org.storefront(storefront).name
    body = render_to_string(f"reviews/mail/{kind}.txt", values | {"shop": shop, "address": settings.PUBLIC_ADDRESS})
    EmailMessage(subject=f"{subject} · {shop}", body=body, to=[to]).send()
