"""A basket's contents as a link: to ask somebody's opinion, to be advised, to go on elsewhere."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.checkout import baskets, friends, rules, steps
from comptoir.checkout.contracts import SharedLink
from comptoir.checkout.errors import BasketEmpty, BasketFull, SharingFull
from comptoir.checkout.shared import read_shared
from comptoir.journal.vocabulary.checkout import CartShared, SharingEnded
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import secret_token
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext

KEPT = timedelta(days=30)
INSERT = """
INSERT INTO checkout_sharedbasket
    (token, basket_id, market, storefront, lines, for_friends, shared_at, expires_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s, %s)
"""
FOR_FRIENDS = "SELECT token, expires_at FROM checkout_sharedbasket WHERE basket_id = %s AND for_friends"
PROLONG = "UPDATE checkout_sharedbasket SET expires_at = %s WHERE token = %s"
MOST_LINKS = 20
ONE = "SELECT token FROM checkout_sharedbasket WHERE token = %(token)s AND basket_id = %(basket)s"
ENDED = "SELECT token FROM checkout_sharedbasket WHERE expires_at < %(now)s"


def share(
    basket_id: UUID, context: ShopperContext, *, for_friends: bool = False,
    idempotency_key: IdempotencyKey | None = None,
) -> SharedLink:  # fmt: skip
    """Keep what the basket holds now under a token that nobody can guess, for 30 days.

    Whoever has the link sees goods and today's prices, never who shared them. `for_friends` lets them see the basket
    as it goes on, propose and comment: one such link a basket, given again and prolonged when it is asked for twice.
    Refuses NotFound, BasketEmpty, BasketClosed, SharingFull, IdempotencyConflict.
    """
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return SharedLink(token=answer["token"], expires_at=context.now.fromisoformat(answer["expires_at"]))
        if not basket.lines:
            raise BasketEmpty()
        if for_friends:
            baskets.require_open(basket)
        if len(friends.links(basket_id, context.now)) >= MOST_LINKS:
            raise SharingFull()
        made = _kept(basket, context, for_friends)
        word = CartShared(basket_id=basket_id, lines=len(basket.lines))
        steps.happened(word, context, outcome="shared")
        answer = {"token": made.token, "expires_at": made.expires_at.isoformat()}
        idempotency.remember(idempotency_key, answer, context.now)
    return made


def _kept(basket: baskets.StoredBasket, context: ShopperContext, for_friends: bool) -> SharedLink:
    until = context.now + KEPT
    there = sql.row(FOR_FRIENDS, [basket.id]) if for_friends else None
    if there is not None:
        sql.write(PROLONG, [until, there[0]])
        return SharedLink(token=there[0], expires_at=until)
    made = SharedLink(token=secret_token(), expires_at=until)
    lines = json.dumps([[str(line.variant_id), line.quantity] for line in basket.lines])
    sql.write(
        INSERT,
        [
            made.token, basket.id, context.market.code, context.storefront, lines, for_friends, context.now, until,
        ],
    )  # fmt: skip
    return made


def take_shared(
    token: str, basket_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> int:
    """Put what was shared into a basket; where both have a line the larger number stays, so that taking it twice is
    taking it once. Answers how many lines were put in; what is no longer sold is left out.

    Refuses NotFound, BasketClosed, BasketFull, IdempotencyConflict.
    """
    shared = read_shared(token, context)
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return int(answer["lines"])
        baskets.require_open(basket)
        wanted = [line for line in shared.lines if line.item.published]
        all_lines = {line.variant_id for line in basket.lines} | {line.item.variant_id for line in wanted}
        if len(all_lines) > rules.MOST_LINES:
            raise BasketFull(limit=rules.MOST_LINES)
        baskets.put_all(basket, [(line.item.variant_id, line.quantity, line.unit) for line in wanted], context)
        baskets.stamp(basket, context)
        idempotency.remember(idempotency_key, {"lines": len(wanted)}, context.now)
    return len(wanted)


def end_sharing(
    basket_id: UUID, token: str, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The link opens nothing any more; friends, their names and what they said are erased with it.

    Refuses NotFound, IdempotencyConflict.
    """
    with sql.transacted():
        _basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        if not friends.drop(ONE, {"token": token, "basket": basket_id}):
            raise NotFound()
        steps.happened(SharingEnded(basket_id=basket_id), context, outcome="sharing_ended")
        idempotency.remember(idempotency_key, {}, context.now)


def forget_shared(now: datetime) -> int:
    """Delete links that have ended, with the names of friends and all that was said; returns how many."""
    with sql.transacted():
        return friends.drop(ENDED, {"now": now})
