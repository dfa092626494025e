"""The message that says that the files of an order can be downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.downloads.contracts import DownloadInfo
from comptoir.downloads.models import Grant
from comptoir.downloads.queries import downloads_of
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org


def send(order_id: UUID, *, now: datetime) -> None:
    """Compose and hand over what was not told yet. Runs in a job: it is tried again when the mail server fails."""
    untold = set(Grant.objects.filter(order_id=order_id, told_at=None).values_list("product_id", flat=True))
    files = [each for each in downloads_of(order_id) if each.product_id in untold]
    if not files:
        return
    order = orders.get(order_id)
    with translation.override(order.locale):
        message = compose(order, files)
    message.send()
    Grant.objects.filter(order_id=order_id, product_id__in=untold).update(told_at=now)


def compose(order: OrderInfo, files: Sequence[DownloadInfo]) -> EmailMultiAlternatives:
    """Text and HTML in the active language; the download itself stands on the page of the order."""
    shop = org.storefront(order.storefront).name
    title = _("Your file is here") if len(files) == 1 else _("Your files are here")
    subject = f"{title} · {shop}"
    values = {
        "locale": order.locale, "shop": shop, "subject": subject, "title": title, "number": order.number,
        "files": files, "at_request": order.at_request,
        "address": settings.ORDER_ADDRESSES[order.locale].format(link=order.link) + "#downloads",
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("downloads/mail/files.txt", values), to=[order.contact.email]
    )
    message.attach_alternative(render_to_string("downloads/mail/files.html", values), "text/html")
    return message
