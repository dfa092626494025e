"""The acknowledgement on a durable medium: the text as it was recorded, without a change (D221-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.aftersales import queries
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.aftersales.models import Withdrawal
from comptoir.org import facade as org


def send(withdrawal_id: UUID, *, now: datetime) -> None:
    """Compose and hand over the message, once. Runs in a job: it is tried again when the mail server fails."""
    found = queries.get(withdrawal_id)
    if found.acknowledged_at is not None:
        return
    with translation.override(found.locale):
        message = compose(found)
    message.send()
    Withdrawal.objects.filter(id=withdrawal_id).update(acknowledged_at=now)


def compose(found: WithdrawalInfo) -> EmailMultiAlternatives:
    """Text and HTML in the active language, and the acknowledgement as a file of its own."""
    shop = org.storefront(found.storefront).name
    subject = f"{_('Acknowledgement of your withdrawal %(reference)s') % {'reference': found.reference}} · {shop}"
    values = {
        "locale": found.locale,
        "shop": shop,
        "subject": subject,
        "paragraphs": found.statement.split("\n\n"),
        "statement": found.statement,
        "hash": found.statement_hash,
        "address": settings.WITHDRAWAL_ADDRESSES[found.locale].format(link=found.link),
    }
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("aftersales/mail/acknowledgement.txt", values), to=[found.email]
    )
    message.attach_alternative(render_to_string("aftersales/mail/acknowledgement.html", values), "text/html")
    message.attach(f"{found.reference}.txt", found.statement, "text/plain")
    return message
