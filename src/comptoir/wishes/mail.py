"""The one message that somebody asked for: it is available."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.kit import clock
from comptoir.org import facade as org
from comptoir.wishes import queries
from comptoir.wishes.commands.answer import forget_address
from comptoir.wishes.contracts import StockRequestInfo


def send(request_id: UUID) -> None:
    """Compose and hand over the message, then forget its address. Runs in a job; nothing for who waits no longer."""
    found = queries.request(request_id)
    if found is None or not found.email:
        return
    item = catalog.sellable([found.variant_id], market=found.market, now=clock.now()).get(found.variant_id)
    if item is not None and item.published:
        with translation.override(found.locale):
            message = compose(found, item)
        message.send()
    forget_address(request_id)


def compose(found: StockRequestInfo, item: Sellable) -> EmailMultiAlternatives:
    """Text and HTML in the active language."""
    shop = org.storefront(found.storefront).name
    options = ", ".join(value.text.read(found.locale) for value in item.options)
    name = f"{item.name.read(found.locale)}, {options}" if options else item.name.read(found.locale)
    title = _("%(name)s is available") % {"name": name}
    subject = f"{title} · {shop}"
    addresses = settings.WISH_ADDRESSES[found.locale]
    values = {
        "locale": found.locale, "shop": shop, "subject": subject, "name": name,
        "address": addresses["product"].format(slug=item.slug.read(found.locale), sku=item.sku),
        "stop": addresses["stop"].format(token=found.token),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("wishes/mail/back.txt", values), to=[found.email],
        headers={"List-Unsubscribe": f"<{values['stop']}>"},
    )  # fmt: skip
    message.attach_alternative(render_to_string("wishes/mail/back.html", values), "text/html")
    return message
