"""Put into the basket, change how many, take out."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.errors import BasketFull
from comptoir.journal.vocabulary.checkout import ProductAdded, ProductRemoved
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing

PUT = """
INSERT INTO checkout_basketline (basket_id, variant_id, quantity, seen_minor, added_at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (basket_id, variant_id) DO UPDATE SET quantity = excluded.quantity, seen_minor = excluded.seen_minor
"""
TAKE_OUT = "DELETE FROM checkout_basketline WHERE basket_id = %s AND variant_id = %s"


def add(
    basket_id: UUID, variant_id: UUID, quantity: int, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> int:  # fmt: skip
    """Put `quantity` more pieces in; answers how many there are now.

    Refuses NotFound (basket, or a variant that is not sold here), BasketClosed, BasketFull, Invalid,
    IdempotencyConflict. Stock is not refused here: the basket says what is left, the order decides.
    """
    if not 1 <= quantity <= rules.MOST_PIECES:
        raise Invalid({"quantity": "too_small" if quantity < 1 else "too_large"})
    return _change(basket_id, variant_id, quantity, context, idempotency_key, more=True)


def set_quantity(
    basket_id: UUID, variant_id: UUID, quantity: int, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> int:  # fmt: skip
    """Make it `quantity` pieces, 0 takes the line out; answers how many there are now.

    Refuses as `add` does.
    """
    if not 0 <= quantity <= rules.MOST_PIECES:
        raise Invalid({"quantity": "too_small" if quantity < 0 else "too_large"})
    return _change(basket_id, variant_id, quantity, context, idempotency_key, more=False)


def _change(
    basket_id: UUID, variant_id: UUID, quantity: int, context: ShopperContext, key: IdempotencyKey | None, *,
    more: bool,
) -> int:  # fmt: skip
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, key)
        if answer is not None:
            return int(answer["quantity"])
        baskets.require_open(basket)
        there = {line.variant_id: line.quantity for line in basket.lines}
        wanted = there.get(variant_id, 0) + quantity if more else quantity
        if wanted > rules.MOST_PIECES:
            raise Invalid({"quantity": "too_large"})
        if wanted:
            _put(basket, variant_id, wanted, context)
        else:
            sql.write(TAKE_OUT, [basket_id, variant_id])
        baskets.stamp(basket, context)
        idempotency.remember(key, {"quantity": wanted}, context.now)
        if wanted > there.get(variant_id, 0):
            word = ProductAdded(basket_id=basket_id, variant_id=variant_id, quantity=wanted)
            steps.happened(word, context, outcome="added")
        elif wanted < there.get(variant_id, 0):
            gone = ProductRemoved(basket_id=basket_id, variant_id=variant_id, quantity=wanted)
            steps.happened(gone, context, outcome="removed")
    return wanted


def _put(basket: baskets.StoredBasket, variant_id: UUID, quantity: int, context: ShopperContext) -> None:
    known = variant_id in {line.variant_id for line in basket.lines}
    item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
    if item is None or not (item.published or known):
        raise NotFound()
    if not known and len(basket.lines) >= rules.MOST_LINES:
        raise BasketFull(limit=rules.MOST_LINES)
    price = pricing.shown_to([variant_id], context).get(variant_id)
    sql.write(PUT, [basket.id, variant_id, quantity, price.amount.minor if price else None, context.now])
