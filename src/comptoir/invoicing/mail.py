"""The message that brings an invoice or a credit note, in the language of the order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.invoicing import queries
from comptoir.invoicing.commands.produce import print_document
from comptoir.invoicing.contracts import DocumentInfo, PrintedInfo
from comptoir.orders import facade as orders
from comptoir.org import facade as org


def send(document_id: UUID, *, now: datetime) -> None:
    """Compose and hand over one message. Runs in a job: it is tried again when the mail server fails."""
    document = queries.get(document_id)
    printed = print_document(document_id, locale=document.locale, now=now)
    with translation.override(document.locale):
        message = compose(document, printed)
    message.send()


def compose(document: DocumentInfo, printed: PrintedInfo) -> EmailMultiAlternatives:
    """Text and HTML in the active language, with the PDF."""
    shop = org.storefront(document.storefront).name
    credit = document.is_credit_note
    about = _("Your credit note %(number)s") if credit else _("Your invoice %(number)s")
    subject = f"{about % {'number': document.number}} · {shop}"
    values = {
        "document": document,
        "locale": document.locale,
        "shop": shop,
        "subject": subject,
        "total": document.money(document.total).format(document.locale),
        "address": settings.ORDER_ADDRESSES[document.locale].format(link=orders.link(document.order_id)),
    }
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("invoicing/mail/document.txt", values),
        to=[document.buyer.email],
    )  # fmt: skip
    message.attach_alternative(render_to_string("invoicing/mail/document.html", values), "text/html")
    message.attach(printed.name, printed.pdf, "application/pdf")
    return message
