"""The one way in which an order is placed, for every channel and every means of payment."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.checkout import at_request, baskets
from comptoir.checkout.agreement import Agreed, agreed
from comptoir.checkout.baskets import StoredBasket
from comptoir.checkout.contracts import PlaceOrder
from comptoir.checkout.errors import BasketClosed, PriceChanged, PromotionCodeRefused
from comptoir.fulfilment import facade as fulfilment
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import Buyer, OpenedOrder, OrderedOption
from comptoir.payments import facade as payments
from comptoir.pricing import facade as pricing
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Miss, Use

Answer = dict[str, str | int]
TRIES = 3
CLOSE = """
UPDATE checkout_basket SET state = 'placed', changed_at = %s WHERE id = %s AND version = %s AND state = 'open'
"""


class _Moved(Exception):
    """Basket or prices changed between the quote and the transaction: quote again."""


class _NotRedeemed(_Moved):
    """So did promotions; or a guest has used these as often as one person may, which no quote tells."""

    def __init__(self, uses: Collection[Use]) -> None:
        super().__init__()
        self.codes = [use.code for use in uses if use.code]


def place_order(wanted: PlaceOrder) -> OpenedOrder:
    """Turn a basket into an order whose stock is held and whose payment is asked for.

    Refuses NotFound, BasketClosed, BasketEmpty, NotForSale, SoldOut, BuyerMissing, SupplyNotAgreed, CannotDeliver,
    TenderUnknown, TendersDoNotAddUp, TooManyTenders, PriceChanged, PromiseChanged, PromotionCodeRefused,
    IdempotencyConflict; nothing is written then. Placed again, a basket answers with the order that it became.
    """
    answer = idempotency.once(wanted.idempotency_key, lambda: _until_it_stands_still(wanted))
    order_id = UUID(str(answer["order_id"]))
    return OpenedOrder(
        order_id=order_id, number=str(answer["number"]), state=str(answer.get("state", "pending")),
        total=Money(int(answer["total"]), str(answer["currency"])), link=orders.link(order_id),
        locale=str(answer.get("locale", wanted.context.locale)),
    )  # fmt: skip


def _until_it_stands_still(wanted: PlaceOrder) -> Answer:
    refused: list[str] = []
    for _ in range(TRIES):
        basket = baskets.read(wanted.basket_id, wanted.context)
        sale = agreed(basket, wanted) if basket.state == "open" else None
        try:
            with sql.transacted():
                locks.hold(("basket", basket.id), *(_persons(basket, sale) if sale else ()))
                if sale is None or not sql.run(CLOSE, [wanted.context.now, basket.id, basket.version]):
                    return _already(wanted)
                with journal.gathered():
                    return _write(basket, sale, wanted)
        except _NotRedeemed as again:
            refused = again.codes
        except _Moved:
            refused = []
    if refused:
        context = wanted.context
        text = promotions.refusal(Miss(why="not_with_this_order"), context.currency, context.market.zone)
        raise PromotionCodeRefused(why="not_with_this_order", text=text, codes=refused)
    raise PriceChanged(shown=wanted.shown_total.minor, currency=wanted.shown_total.currency)


def _persons(basket: StoredBasket, sale: Agreed) -> list[locks.Subject]:
    assert basket.buyer_id
    return promotions.subjects(sale.quote.uses, basket.owner_id or basket.buyer_id)


def _already(wanted: PlaceOrder) -> Answer:
    """The basket is not what was read: it was placed before, it is closed, or it changed."""
    if (answer := idempotency.recall(wanted.idempotency_key)) is not None:
        return dict(answer)
    basket = baskets.read(wanted.basket_id, wanted.context)
    if basket.state == "open":
        raise _Moved
    order_id = orders.of_basket(basket.id) if basket.state == "placed" else None
    if order_id is None:
        raise BasketClosed()
    order = orders.get(order_id)
    answer = _answer(order.id, order.number, order.total, order.state, wanted.context.locale)
    idempotency.remember(wanted.idempotency_key, answer, wanted.context.now)
    return answer


def _write(basket: StoredBasket, sale: Agreed, wanted: PlaceOrder) -> Answer:
    context, now, origin = wanted.context, wanted.context.now, wanted.context.origin()
    quote, delivery = sale.quote, sale.delivery
    versions = {line.variant_id: line.price_version for line in quote.lines if line.variant_id}
    pricing.require_unchanged(
        versions, market=context.market.code, currency=context.currency, otherwise=_Moved(), personal=quote.personal
    )
    order_id, number = uuid7(), orders.new_number()
    answer = _answer(order_id, number, quote.total, "pending", context.locale)
    idempotency.remember(wanted.idempotency_key, answer, now)
    agreed_to = at_request.sentence(sale.at_request)
    assert basket.buyer_id and basket.address_id
    promise_id = fulfilment.promised(order_id, delivery, origin=origin, now=now)
    hold_until = orders.open_order(
        order_id, number=number, basket_id=basket.id, quote=quote, delivery=delivery, promise_id=promise_id,
        buyer=Buyer(customer_id=basket.owner_id or basket.buyer_id, address_id=basket.address_id), context=context,
        texts={
            item.variant_id: orders.LineText(
                sku=item.sku, name=item.name,
                options=tuple(OrderedOption(label=o.label, text=o.text) for o in item.options),
                exclusion=item.exclusion, nature=item.nature,
            )
            for item in sale.items.values()
        },
        at_request=sale.at_request, agreed_to=agreed_to.read(context.locale) if agreed_to else "",
    )  # fmt: skip
    promotions.redeem(
        order_id, quote.uses, customer_id=basket.owner_id or basket.buyer_id, total=quote.total, origin=origin, now=now,
        otherwise=_NotRedeemed,
    )  # fmt: skip
    payments.request_parts(order_id, total=quote.total, tenders=wanted.tenders, origin=origin, now=now)
    inventory.reserve(order_id, delivery.allocations, expires_at=hold_until, origin=origin, now=now)
    return answer


def _answer(order_id: UUID, number: str, total: Money, state: str, locale: str) -> Answer:
    return {
        "order_id": str(order_id), "number": number, "total": total.minor, "currency": total.currency, "state": state,
        "locale": locale,
    }  # fmt: skip
