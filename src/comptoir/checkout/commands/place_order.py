"""The one way in which an order is placed, for every channel and every means of payment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.checkout import baskets, queries
from comptoir.checkout.baskets import StoredBasket
from comptoir.checkout.contracts import BasketView, PlaceOrder
from comptoir.checkout.errors import (
    BasketClosed,
    BasketEmpty,
    BuyerMissing,
    NotForSale,
    PriceChanged,
    PromiseChanged,
)
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import SoldOut
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import Buyer, OpenedOrder, OrderedOption
from comptoir.payments import facade as payments
from comptoir.pricing import facade as pricing

TRIES = 3
CLOSE = "UPDATE checkout_basket SET state = 'placed', changed_at = %s WHERE id = %s AND version = %s"


class _Moved(Exception):
    """Basket or prices changed between the quote and the transaction: quote again."""


def place_order(wanted: PlaceOrder) -> OpenedOrder:
    """Turn a basket into an order whose stock is held and whose payment is asked for.

    Refuses NotFound, BasketClosed, BasketEmpty, NotForSale, SoldOut, BuyerMissing, CannotDeliver, TenderUnknown,
    TendersDoNotAddUp, TooManyTenders, PriceChanged, PromiseChanged, IdempotencyConflict; nothing is written then.
    Placed again, a basket answers with the order that it became.
    """
    return idempotency.settled(lambda: _until_it_stands_still(wanted))


def _until_it_stands_still(wanted: PlaceOrder) -> OpenedOrder:
    for _ in range(TRIES):
        basket = baskets.read(wanted.basket_id, wanted.context)
        view = delivery = None
        if basket.state == "open":
            view, delivery = _agreed(basket, wanted)
        try:
            with transaction.atomic(durable=True):
                return _write(basket, view, delivery, wanted)
        except _Moved:
            continue
    raise PriceChanged(shown=wanted.shown_total.minor, currency=wanted.shown_total.currency)


def _agreed(basket: StoredBasket, wanted: PlaceOrder) -> tuple[BasketView, DeliveryOption]:
    """What would be sold now, if that is what was shown; by reads, so that a refusal is cheap."""
    view = queries.assess(basket, wanted.context)
    if "empty" in view.blockers:
        raise BasketEmpty()
    if "not_for_sale" in view.blockers:
        raise NotForSale()
    if "stock" in view.blockers:
        raise SoldOut(variant_ids=[v.item.variant_id for v in view.lines if v.available < v.quantity])
    if "contact" in view.blockers or "address" in view.blockers:
        raise BuyerMissing()
    delivery = view.chosen if view.delivery_is_chosen else None
    if delivery is None or delivery.promise.key != wanted.shown_promise:
        # Says why it cannot be delivered so; keeps a promise good that was on the screen at a cut-off.
        delivery = fulfilment.promise(
            basket.delivery, queries.delivery_request(view), wanted.context, shown=wanted.shown_promise
        )
    for tender in wanted.tenders:
        payments.check_tender(
            tender, collects=delivery.kind == "collect", legal_entity=wanted.context.market.legal_entity
        )
        if tender.kind in payments.STORED:
            payments.find_code(tender.token, asker=f"basket:{basket.id}", now=wanted.context.now)
    if view.quote.total != wanted.shown_total:
        raise PriceChanged(
            shown=wanted.shown_total.minor, total=view.quote.total.minor, currency=view.quote.total.currency
        )
    if delivery.promise.key != wanted.shown_promise:
        raise PromiseChanged(shown=wanted.shown_promise, promise=delivery.promise.key)
    return view, delivery


def _write(
    seen: StoredBasket, view: BasketView | None, delivery: DeliveryOption | None, wanted: PlaceOrder
) -> OpenedOrder:
    context, now, origin = wanted.context, wanted.context.now, wanted.context.origin()
    locks.hold(("basket", wanted.basket_id))
    if (answer := idempotency.recall(wanted.idempotency_key)) is not None:
        return _opened(answer)
    basket = baskets.read(wanted.basket_id, context)
    if basket.state == "placed":
        return _placed_before(basket.id)
    if basket.state != "open":
        raise BasketClosed()
    if view is None or delivery is None or basket.version != seen.version:
        raise _Moved
    quote = view.quote
    versions = {line.variant_id: line.price_version for line in quote.lines if line.variant_id}
    if not pricing.unchanged(versions, market=context.market.code, currency=context.currency):
        raise _Moved

    order_id, number = uuid7(), orders.new_number()
    answer = {
        "order_id": str(order_id), "number": number, "total": quote.total.minor, "currency": quote.total.currency
    }  # fmt: skip
    idempotency.remember(wanted.idempotency_key, answer, now)
    sql.run(CLOSE, [now, basket.id, basket.version])
    assert basket.buyer_id and basket.address_id
    promise_id = fulfilment.promised(order_id, delivery, origin=origin, now=now)
    hold_until = orders.open_order(
        order_id, number=number, basket_id=basket.id, quote=quote, delivery=delivery, promise_id=promise_id,
        buyer=Buyer(customer_id=basket.owner_id or basket.buyer_id, address_id=basket.address_id), context=context,
        texts={
            line.item.variant_id: orders.LineText(
                sku=line.item.sku, name=line.item.name,
                options=tuple(OrderedOption(label=o.label, text=o.text) for o in line.item.options),
            )
            for line in view.lines
        },
    )  # fmt: skip
    payments.request_parts(order_id, total=quote.total, tenders=wanted.tenders, origin=origin, now=now)
    inventory.reserve(order_id, delivery.allocations, expires_at=hold_until, origin=origin, now=now)
    return _opened(answer)


def _placed_before(basket_id: UUID) -> OpenedOrder:
    order_id = orders.of_basket(basket_id)
    assert order_id
    order = orders.get(order_id)
    return OpenedOrder(
        order_id=order.id, number=order.number, total=order.total, state=order.state, link=order.link
    )


def _opened(answer: dict[str, str | int]) -> OpenedOrder:
    order_id = UUID(str(answer["order_id"]))
    return OpenedOrder(
        order_id=order_id, number=str(answer["number"]), state="pending", link=orders.link(order_id),
        total=Money(int(answer["total"]), str(answer["currency"])),
    )  # fmt: skip
