"""A basket's contents as a link: to ask somebody's opinion, to be advised, to go on elsewhere."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.contracts import SharedLink
from comptoir.checkout.errors import BasketEmpty, BasketFull
from comptoir.checkout.shared import read_shared
from comptoir.journal.vocabulary.checkout import CartShared
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import secret_token
from comptoir.org.contracts import ShopperContext

KEPT = timedelta(days=30)
INSERT = """
INSERT INTO checkout_sharedbasket (token, basket_id, market, storefront, lines, shared_at, expires_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s)
"""


def share(basket_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None) -> SharedLink:
    """Keep what the basket holds now under a token that nobody can guess, for 30 days.

    Whoever has the link sees goods and today's prices, never who shared them. Refuses NotFound, BasketEmpty,
    IdempotencyConflict.
    """
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return SharedLink(token=answer["token"], expires_at=context.now.fromisoformat(answer["expires_at"]))
        if not basket.lines:
            raise BasketEmpty()
        made = SharedLink(token=secret_token(), expires_at=context.now + KEPT)
        lines = json.dumps([[str(line.variant_id), line.quantity] for line in basket.lines])
        sql.write(
            INSERT,
            [made.token, basket_id, context.market.code, context.storefront, lines, context.now, made.expires_at],
        )
        word = CartShared(basket_id=basket_id, lines=len(basket.lines))
        steps.happened(word, context, outcome="shared")
        answer = {"token": made.token, "expires_at": made.expires_at.isoformat()}
        idempotency.remember(idempotency_key, answer, context.now)
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


def forget_shared(now: datetime) -> int:
    """Delete links that have ended; returns how many."""
    return sql.run("DELETE FROM checkout_sharedbasket WHERE expires_at < %s", [now])
