"""What was ordered once, into the basket again."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.contracts import Again
from comptoir.checkout.errors import BasketFull
from comptoir.journal.vocabulary.checkout import ProductAdded
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing


def order_again(
    order_id: UUID, basket_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> Again:
    """Put the goods of an order into a basket, at today's prices; where both have a line the larger number stays, so
    that asking twice is asking once. What is no longer sold here is left out. The caller has seen that the order may
    be read by who asks.

    Refuses NotFound, BasketClosed, BasketFull, IdempotencyConflict.
    """
    wanted = _goods(order_id)
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return Again(lines=answer["lines"], left_out=answer["left_out"])
        baskets.require_open(basket)
        items = catalog.sellable(list(wanted), market=context.market.code, now=context.now)
        sold = [variant for variant in wanted if variant in items and items[variant].published]
        there = {line.variant_id: line.quantity for line in basket.lines}
        if len(there.keys() | set(sold)) > rules.MOST_LINES:
            raise BasketFull(limit=rules.MOST_LINES)
        if sold:
            prices = pricing.shown_to(sold, context)
            seen = {variant: price.amount for variant, price in prices.items()}
            baskets.put_all(basket, [(each, wanted[each], seen.get(each)) for each in sold], context)
            baskets.stamp(basket, context)
        made = Again(lines=len(sold), left_out=len(wanted) - len(sold))
        idempotency.remember(idempotency_key, {"lines": made.lines, "left_out": made.left_out}, context.now)
        for variant in sold:
            if wanted[variant] > there.get(variant, 0):
                word = ProductAdded(basket_id=basket_id, variant_id=variant, quantity=wanted[variant])
                steps.happened(word, context, outcome="added")
    return made


def _goods(order_id: UUID) -> Counter[UUID]:
    """Pieces by variant: a variant stands on several lines where they were added to a placed order."""
    pieces: Counter[UUID] = Counter()
    for line in orders.get(order_id).lines:
        if line.variant_id is not None and line.kind == "goods" and line.quantity:
            pieces[line.variant_id] = min(pieces[line.variant_id] + line.quantity, rules.MOST_PIECES)
    return pieces
