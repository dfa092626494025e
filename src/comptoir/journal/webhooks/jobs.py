"""The message to whoever is responsible for an endpoint that was switched off."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.journal.webhooks.models import WebhookEndpoint


@app.task(name="journal.webhook_off", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def write_to_contact(endpoint_id: str) -> None:
    """In the installation's language; nothing when the endpoint has no contact or runs again."""
    endpoint = WebhookEndpoint.objects.filter(id=UUID(endpoint_id), state="off").first()
    if endpoint is None or not endpoint.contact:
        return
    with translation.override(settings.LANGUAGE_CODE):
        why = (
            _("Its receiver answered that it is gone (410).")
            if endpoint.off_reason == "gone"
            else _("Every delivery has failed for five days.")
        )
        EmailMessage(
            subject=_("The webhook “%(name)s” is switched off") % {"name": endpoint.name},
            body="\n\n".join(
                [
                    why,
                    endpoint.address,
                    _("Nothing is sent to it any more. Once it works again, resume it in the back office and replay"
                      " what it missed."),
                ]
            ),
            to=[endpoint.contact],
        ).send()
