"""The question of a double opt-in: one mail, and nothing more until it is answered. Text only."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.consent import links, messages
from comptoir.org import facade as org


def send_question(answer_id: UUID) -> None:
    """Runs in a job; nothing for what was confirmed or erased meanwhile."""
    found = messages.question(answer_id)
    if found is None:
        return
    channel, address, confirmed, locale, storefront, recipient = found
    if confirmed or not address:
        return
    shop = org.storefront(storefront).name
    with translation.override(locale):
        link = settings.MESSAGE_ADDRESSES[locale]["confirm"].format(token=links.confirming(answer_id))
        subject = _("Do you want our letter? · %(shop)s") % {"shop": shop}
        body = render_to_string("consent/mail/question.txt", {"shop": shop, "link": link})
    headers = links.unsubscribe_headers(recipient, channel, locale)
    EmailMessage(subject=subject, body=body, to=[address], headers=headers).send()
