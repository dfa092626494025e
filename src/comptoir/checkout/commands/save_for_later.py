"""Out of the basket, kept in sight; back into it, or forgotten."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.baskets import StoredBasket
from comptoir.checkout.commands.change_lines import PUT, TAKE_OUT
from comptoir.checkout.commands.open_basket import open_basket
from comptoir.checkout.errors import BasketFull
from comptoir.journal.vocabulary.checkout import ProductSavedForLater
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing

SAVE = """
INSERT INTO checkout_savedline (basket_id, variant_id, quantity, saved_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (basket_id, variant_id) DO UPDATE SET quantity = excluded.quantity
"""
SAVED = "SELECT variant_id, quantity FROM checkout_savedline WHERE basket_id = %s ORDER BY saved_at, id"
FORGET = "DELETE FROM checkout_savedline WHERE basket_id = %s AND variant_id = %s RETURNING quantity"
JOIN = """
INSERT INTO checkout_savedline (basket_id, variant_id, quantity, saved_at)
SELECT %(into)s, variant_id, quantity, saved_at FROM checkout_savedline WHERE basket_id = %(from)s
ON CONFLICT (basket_id, variant_id) DO NOTHING
"""
FORGET_ALL = "DELETE FROM checkout_savedline WHERE basket_id = %s"


def save_for_later(
    basket_id: UUID, variant_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Move a line out of the basket into its list. Refuses NotFound, BasketClosed, BasketFull (200 saved lines),
    IdempotencyConflict."""
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        quantity = next((line.quantity for line in basket.lines if line.variant_id == variant_id), 0)
        if not quantity:
            raise NotFound()
        if len(sql.rows(SAVED, [basket_id])) >= rules.MOST_LINES:
            raise BasketFull(limit=rules.MOST_LINES)
        sql.write(TAKE_OUT, [basket_id, variant_id])
        sql.write(SAVE, [basket_id, variant_id, quantity, context.now])
        baskets.stamp(basket, context)
        word = ProductSavedForLater(basket_id=basket_id, variant_id=variant_id)
        steps.happened(word, context, outcome="saved")
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def put_back(
    basket_id: UUID, variant_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Into the basket again, with as many pieces as before. Refuses as `save_for_later` does."""
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        quantity = _forget(basket, variant_id)
        there = {line.variant_id: line.quantity for line in basket.lines}
        if variant_id not in there and len(there) >= rules.MOST_LINES:
            raise BasketFull(limit=rules.MOST_LINES)
        price = pricing.shown_to([variant_id], context).get(variant_id)
        pieces = min(rules.MOST_PIECES, there.get(variant_id, 0) + quantity)
        sql.write(PUT, [basket_id, variant_id, pieces, price.amount.minor if price else None, context.now])
        baskets.stamp(basket, context)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def forget_saved(
    basket_id: UUID, variant_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Take a line off the list. Refuses NotFound, BasketClosed, IdempotencyConflict."""
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        _forget(basket, variant_id)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def carry_saved(basket_id: UUID, context: ShopperContext) -> UUID | None:
    """After an order: its list goes on with a new basket, which is answered; None when there was no list.

    Refuses NotFound. Again, it moves nothing and answers None.
    """
    if not sql.rows(SAVED, [basket_id]):
        return None
    fresh = open_basket(context)
    with transaction.atomic(durable=True):
        locks.hold(("basket", basket_id), ("basket", fresh))
        placed = baskets.read(basket_id, context)
        if placed.state == "open" or not sql.run(JOIN, {"into": fresh, "from": basket_id}):
            return None
        sql.run(FORGET_ALL, [basket_id])
    return fresh


def _forget(basket: StoredBasket, variant_id: UUID) -> int:
    found = sql.row(FORGET, [basket.id, variant_id])
    if found is None:
        raise NotFound()
    return int(found[0])
