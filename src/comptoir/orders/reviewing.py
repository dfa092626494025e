"""What arrived may be reviewed: orders tell the room of reviews, which cannot know them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.orders import OrderDelivered, OrderPartlyDelivered
from comptoir.kit import clock
from comptoir.kit.text import LOCALES, Localised
from comptoir.orders import queries
from comptoir.orders.contracts import OrderInfo, OrderLineInfo
from comptoir.org import facade as org
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import PurchaseDraft


def grant(events: list[Event]) -> None:
    """One right per product that arrived; heard twice it is one."""
    found = [queries.get(UUID(subject)) for subject in dict.fromkeys(event.subject_id for event in events)]
    products = catalog.products_of([line.variant_id for order in found for line in order.lines if line.variant_id])
    reviews.grant([draft for order in found for draft in _arrived(order, products)], now=clock.now())


def _arrived(order: OrderInfo, products: dict[UUID, UUID]) -> Iterator[PurchaseDraft]:
    zone = org.market(order.market).zone
    came = {
        variant: parcel.delivered_at
        for parcel in order.shipments
        if parcel.delivered_at
        for variant, _pieces in parcel.lines
    }
    for line in order.lines:
        if line.nature == catalog.GIFT_CARD:  # it is money: nobody is asked what they think of that
            continue
        if line.variant_id in came and line.variant_id in products:
            yield PurchaseDraft(
                kind="order", product_id=products[line.variant_id], variant_id=line.variant_id, options=options(line),
                order_id=order.id, customer_id=order.customer_id, storefront=order.storefront, locale=order.locale,
                received_on=came[line.variant_id].astimezone(zone).date(),
            )  # fmt: skip


def options(line: OrderLineInfo) -> Localised:
    """In the languages that all of them have; where there is none, each in one that it has."""
    whole = [locale for locale in LOCALES if all(locale in option.text for option in line.options)] or LOCALES
    return Localised({locale: ", ".join(option.text.read(locale) for option in line.options) for locale in whole})


REVIEWING = Consumer(
    name="orders.reviews", words=(OrderDelivered, OrderPartlyDelivered), handle=grant, purpose="service"
)
