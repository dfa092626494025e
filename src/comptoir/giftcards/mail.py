"""The message with the codes of the cards that an order became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.giftcards.models import SoldCard
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.payments import facade as payments


def send(order_id: UUID, *, now: datetime) -> None:
    """Compose and hand over what was not told yet. Runs in a job: it is tried again when the mail server fails."""
    cards = list(
        SoldCard.objects.filter(order_id=order_id, told_at=None, blocked_at=None).order_by("position", "piece")
    )
    if not cards:
        return
    order = orders.get(order_id)
    with translation.override(order.locale):
        message = compose(order, cards)
    message.send()
    SoldCard.objects.filter(pk__in=[card.pk for card in cards]).update(told_at=now)


def compose(order: OrderInfo, cards: Sequence[SoldCard]) -> EmailMultiAlternatives:
    """Text and HTML in the active language."""
    shop = org.storefront(order.storefront).name
    title = _("Your gift card") if len(cards) == 1 else _("Your gift cards")
    subject = f"{title} · {shop}"
    values = {
        "locale": order.locale, "shop": shop, "subject": subject, "title": title, "number": order.number,
        "cards": [
            (Money(card.amount_minor, card.currency).format(order.locale), payments.code_of(card.account_id))
            for card in cards
        ],
        "address": settings.ORDER_ADDRESSES[order.locale].format(link=order.link),
    }  # fmt: skip
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("giftcards/mail/cards.txt", values), to=[order.contact.email]
    )
    message.attach_alternative(render_to_string("giftcards/mail/cards.html", values), "text/html")
    return message
