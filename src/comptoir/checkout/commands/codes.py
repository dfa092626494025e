"""A code of a promotion, typed into the basket and taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.checkout import baskets
from comptoir.checkout.errors import PromotionCodeRefused, TooManyCodes
from comptoir.kit import brakes, idempotency, sql
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import ShopperContext
from comptoir.promotions import facade as promotions

LONGEST = 40
BY_ASKER = Brake("promotion_asker", 40, timedelta(minutes=10))
BY_BASKET = Brake("promotion_basket", 20, timedelta(minutes=10))
SET = "UPDATE checkout_basket SET codes = %s::varchar[] WHERE id = %s"


def enter_code(
    basket_id: UUID, code: str, context: ShopperContext, *, asker: str, idempotency_key: IdempotencyKey | None = None
) -> None:
    """Keep a code with the basket, whose view says what it takes off, or what its articles lack for it. A code that
    nothing in the basket could make good is refused. `asker` is whatever tells who tries; only a digest is kept.

    Refuses NotFound, BasketClosed, Invalid, PromotionCodeRefused, TooManyCodes, TooFast, IdempotencyConflict.
    """
    code = promotions.folded(code)
    if not code or len(code) > LONGEST:
        raise Invalid({"code": "too_long" if code else "missing"})
    brakes.press((BY_ASKER, asker), (BY_BASKET, str(basket_id)), now=context.now)
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        if code not in basket.codes:
            (typed,) = promotions.offered([code], context, basket.owner_id).typed
            if typed.miss:
                text = promotions.refusal(typed.miss, context.currency, context.market.zone)
                raise PromotionCodeRefused(why=typed.miss.why, text=text)
            if len(basket.codes) >= promotions.MOST_CODES:
                raise TooManyCodes(limit=promotions.MOST_CODES)
            _set(basket, (*basket.codes, code), context)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def try_codes(count: int, *, asker: str, now: datetime) -> None:
    """So many codes are asked about without a basket: each is a try. Refuses TooFast."""
    for _each in range(count):
        brakes.press((BY_ASKER, asker), now=now)


def remove_code(
    basket_id: UUID, code: str, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """It no longer counts; one that is not there changes nothing. Refuses NotFound, BasketClosed,
    IdempotencyConflict."""
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        left = tuple(each for each in basket.codes if each != promotions.folded(code))
        if left != basket.codes:
            _set(basket, left, context)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def _set(basket: baskets.StoredBasket, codes: Sequence[str], context: ShopperContext) -> None:
    sql.write(SET, [list(codes), basket.id])
    baskets.stamp(basket, context)
