"""What would be sold now, if that is what the customer was shown: reads only, so that a refusal is cheap."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.checkout import at_request, queries
from comptoir.checkout.baskets import StoredBasket
from comptoir.checkout.contracts import PlaceOrder
from comptoir.checkout.errors import (
    BasketEmpty,
    BuyerMissing,
    NotForSale,
    PriceChanged,
    PromiseChanged,
    SupplyNotAgreed,
)
from comptoir.customers import facade as customers
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import SoldOut
from comptoir.offers import facade as offers
from comptoir.payments import facade as payments
from comptoir.pricing.contracts import Quote


@dataclass(frozen=True, slots=True)
class Agreed:
    """Total and promise are those that were shown; `items` are the basket's variants; `at_request` the
    natures among them of which the buyer asked for supply at once."""

    quote: Quote
    delivery: DeliveryOption
    items: dict[UUID, Sellable]
    at_request: tuple[str, ...] = ()


def agreed(basket: StoredBasket, wanted: PlaceOrder) -> Agreed:
    """Only the chosen delivery is looked at, in five statements whatever the number of lines.

    Refuses BasketEmpty, NotForSale, SoldOut, BuyerMissing, SupplyNotAgreed, CannotDeliver, TenderUnknown, PriceChanged,
    PromiseChanged.
    """
    context = wanted.context
    if not basket.lines:
        raise BasketEmpty()
    ids = [line.variant_id for line in basket.lines]
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    if len(items) < len(ids) or not all(item.published for item in items.values()):
        raise NotForSale()
    stock = inventory.outlook(ids, market=context.market.code, today=context.now.date())
    if short := [line.variant_id for line in basket.lines if stock[line.variant_id].sellable < line.quantity]:
        raise SoldOut(variant_ids=short)
    if basket.address_id is None:
        raise BuyerMissing()
    asked = at_request.natures(items.values())
    if asked and not wanted.supply_agreed:
        raise SupplyNotAgreed(sentence_to_agree=dict(at_request.sentence(asked) or {}))
    country = basket.country or context.market.countries[0]
    # Keeps a promise good that was on the screen at a cut-off.
    delivery = fulfilment.promise(
        basket.delivery, offers.delivery_asked(basket.lines, items, country, basket.postcode), context,
        shown=wanted.shown_promise, stock=stock,
    )  # fmt: skip
    if delivery.kind == "ship" and not _has_address(basket.address_id):
        raise BuyerMissing()
    for tender in wanted.tenders:
        payments.check_tender(
            tender, collects=delivery.kind == "collect", legal_entity=context.market.legal_entity
        )
        if tender.kind in payments.STORED:
            payments.find_code(tender.token, asker=f"basket:{basket.id}", now=context.now)
    quote = queries.quote(basket, items, delivery, country, context)
    if quote.unpriced:
        raise NotForSale()
    if quote.total != wanted.shown_total:
        raise PriceChanged(shown=wanted.shown_total.minor, total=quote.total.minor, currency=quote.total.currency)
    if delivery.promise.key != wanted.shown_promise:
        raise PromiseChanged(shown=wanted.shown_promise, promise=delivery.promise.key)
    return Agreed(quote=quote, delivery=delivery, items=items, at_request=asked)


def _has_address(address_id: UUID) -> bool:
    contact = customers.contact(address_id)
    return all((contact.street, contact.postcode, contact.city))
