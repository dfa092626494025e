"""A basket with all that is known already, in one go: what programs, agents and links bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.baskets import StoredBasket, StoredLine
from comptoir.checkout.commands.open_basket import INSERT
from comptoir.checkout.commands.prepare import keep
from comptoir.checkout.contracts import FilledBasket
from comptoir.checkout.errors import BasketFull
from comptoir.journal.vocabulary.checkout import ProductAdded
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.prepared import Rows
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import CurrentPrice


class _Moved(Exception):
    """The person's open basket is another than before the wait."""


def fill_basket(
    wanted: FilledBasket, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """A new basket with these lines, buyer and way to deliver, or the open one of the person that the context knows;
    where both have a line the larger number stays. All or nothing.

    Refuses NotFound (a variant that is not sold here), BasketFull, Invalid by field, IdempotencyConflict.
    """
    pieces = rules.pieces(wanted.lines)
    ids = list(pieces)
    items = catalog.sellable(ids, market=context.market.code, now=context.now) if ids else {}
    if any(variant not in items or not items[variant].published for variant in ids):
        raise NotFound()
    prices = pricing.shown_to(ids, context)
    while True:
        try:
            return idempotency.settled(lambda: _fill(wanted, pieces, prices, context, idempotency_key))
        except _Moved:
            continue


def _fill(
    wanted: FilledBasket, pieces: Mapping[UUID, int], prices: Mapping[UUID, CurrentPrice], context: ShopperContext,
    key: IdempotencyKey | None,
) -> UUID:  # fmt: skip
    with sql.transacted():
        own = baskets.own(context)
        basket_id = own or uuid7()
        locks.hold(("basket", basket_id))
        if (answer := idempotency.recall(key)) is not None:
            return UUID(answer["basket_id"])
        basket = baskets.read(basket_id, context) if own else _opened(basket_id, context)
        if basket.state != "open":
            raise _Moved
        there = {line.variant_id: line.quantity for line in basket.lines}
        if len(there | dict(pieces)) > rules.MOST_LINES:
            raise BasketFull(limit=rules.MOST_LINES)
        seen = {variant: price.amount for variant, price in prices.items()}
        baskets.put_all(basket, [(variant, count, seen.get(variant)) for variant, count in pieces.items()], context)
        added = tuple(StoredLine(variant_id=variant, quantity=count, seen=None) for variant, count in pieces.items())
        keep(
            replace(basket, lines=(*basket.lines, *added)), context, contact=wanted.contact,
            delivery=wanted.delivery, country=wanted.country, postcode=wanted.postcode,
        )  # fmt: skip
        if own:
            baskets.stamp(basket, context)
        idempotency.remember(key, {"basket_id": str(basket_id)}, context.now)
        for variant, count in pieces.items():
            if count > there.get(variant, 0):
                word = ProductAdded(basket_id=basket_id, variant_id=variant, quantity=count)
                steps.happened(word, context, outcome="added")
    return basket_id


def _opened(basket_id: UUID, context: ShopperContext) -> StoredBasket:
    """A new one with this id. Raises _Moved when the person opened another meanwhile."""

    def same(found: Rows) -> None:
        if found != [(basket_id,)]:
            raise _Moved

    sql.write(
        INSERT,
        [
            basket_id, context.market.code, context.storefront, context.currency, context.customer_id, context.now,
            context.now,
        ],
        then=same,
    )  # fmt: skip
    return StoredBasket(
        id=basket_id, version=1, state="open", currency=context.currency, market=context.market.code,
        owner_id=context.customer_id, buyer_id=None, address_id=None, country="", postcode="", delivery="",
        merged_into_id=None, lines=(),
    )  # fmt: skip
