"""Some days after the last parcel, its buyer is asked what they think: once an order, and only who allowed our letters.

It is a letter and no service: nobody ordered it, and it brings the buyer back to the shop (CPCE L34-5). So the consent
for letters decides, or that to be told of goods like those bought, and each message ends it with one click.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.consent import facade as consent
from comptoir.consent.contracts import EMAIL
from comptoir.journal.contracts import Consumer, Event, Origin
from comptoir.journal.vocabulary.reviews import ReviewInvited
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.orders import queries
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import PurchaseInfo

AT_MOST_AFTER = timedelta(days=60)
STARS = (5, 4, 3, 2, 1)


def invite_due(now: datetime, *, limit: int = 50) -> int:
    """The worker's step: asks who is due, or writes down why not. Answers how many orders were settled."""
    found = reviews.invitations_due(now.date(), limit=limit)
    for order_id in found:
        order = queries.get(order_id)
        origin = Origin(
            actor="system:reviews", channel="worker", correlation=uuid7(), market=order.market,
            legal_entity=order.legal_entity, storefront=order.storefront,
        )  # fmt: skip
        reviews.settle_invitation(order_id, _why_not(order, now), origin=origin, now=now)
    return len(found)


def enqueue(events: list[Event]) -> None:
    """One job per invitation, in the transaction that moves the cursor."""
    now = clock.now()
    for event in events:
        if event.is_news(now):
            send_invitation.defer(order_id=event.subject_id)


@app.task(name="orders.review_invitation", retry=RetryStrategy(max_attempts=12, wait=5, linear_wait=300))
def send_invitation(order_id: str) -> None:
    send(UUID(order_id), now=clock.now())


def send(order_id: UUID, *, now: datetime) -> None:
    """In a job. Nothing for who took their consent back since, or has written meanwhile."""
    order = queries.get(order_id)
    open_to = _open(order_id)
    if not open_to or _why_not(order, now):
        return
    with translation.override(order.locale):
        message = compose(order, open_to)
    message.send()


def compose(order: OrderInfo, purchases: Sequence[PurchaseInfo]) -> EmailMultiAlternatives:
    """Text and HTML in the active language: a link for each product, and one for each number of stars."""
    shop = org.storefront(order.storefront).name
    subject = _("What do you think of what you received?") + f" · {shop}"
    headers = consent.letter_headers(order.contact.email, EMAIL, order.locale)
    values = {
        "locale": order.locale,
        "shop": shop,
        "number": order.number,
        "subject": subject,
        "products": [_product(each, order) for each in purchases],
        "stop": headers["List-Unsubscribe"].strip("<>"),
    }
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("orders/mail/invitation.txt", values),
        to=[order.contact.email], headers=headers,
    )  # fmt: skip
    message.attach_alternative(render_to_string("orders/mail/invitation.html", values), "text/html")
    return message


def _product(purchase: PurchaseInfo, order: OrderInfo) -> dict[str, object]:
    href = settings.REVIEW_ADDRESSES[order.locale].format(link=order.link, purchase=purchase.id)
    options = purchase.options.read(order.locale)
    name = purchase.product.read(order.locale)
    return {
        "name": f"{name}, {options}" if options else name,
        "href": href,
        "stars": [(number, f"{href}?rating={number}") for number in STARS],
    }


def _why_not(order: OrderInfo, now: datetime) -> str:
    """Empty when the buyer may be asked."""
    bought = reviews.of_order(order.id)
    if not bought or any(each.review_id for each in bought):
        return "reviewed"
    if any(each.kind == "refund" for each in order.payments):
        return "refunded"
    if max(each.received_on for each in bought) + AT_MOST_AFTER < now.date():
        return "late"
    try:
        permission = consent.may_write(order.contact.email, EMAIL, now, similar=True)
    except Invalid:  # the address was erased
        return "never_asked"
    return "" if permission.allowed else permission.why


def _open(order_id: UUID) -> list[PurchaseInfo]:
    return [each for each in reviews.of_order(order_id) if each.review_id is None]


INVITING = Consumer(name="orders.invitations", words=(ReviewInvited,), handle=enqueue, purpose="service")
