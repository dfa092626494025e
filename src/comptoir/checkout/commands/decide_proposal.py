"""The owner takes what a friend proposed into the basket, or declines it."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.errors import BasketFull, ProposalDecided
from comptoir.journal.vocabulary.checkout import ProposalDeclined, ProposalTaken
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing

FIND = """
SELECT p.variant_id, p.quantity, p.state
FROM checkout_proposal p JOIN checkout_friend f ON f.id = p.friend_id
JOIN checkout_sharedbasket s ON s.token = f.shared_id
WHERE p.id = %s AND s.basket_id = %s
"""
DECIDE = "UPDATE checkout_proposal SET state = %s WHERE id = %s"


def take_proposal(
    basket_id: UUID, proposal_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """So many pieces more, as if the owner had put them in.

    Refuses NotFound (proposal, or a variant that is sold no longer), BasketClosed, BasketFull, ProposalDecided,
    IdempotencyConflict.
    """
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        variant_id, quantity = _waiting(basket_id, proposal_id)
        _put(basket, variant_id, quantity, context)
        sql.write(DECIDE, ["taken", proposal_id])
        baskets.stamp(basket, context)
        word = ProposalTaken(basket_id=basket_id, variant_id=variant_id, quantity=quantity)
        steps.happened(word, context, outcome="taken")
        idempotency.remember(idempotency_key, {}, context.now)


def decline_proposal(
    basket_id: UUID, proposal_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> None:
    """The friend sees that it was not wanted, and does not propose it again. Refuses NotFound, ProposalDecided,
    IdempotencyConflict."""
    with sql.transacted():
        _basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        variant_id, _quantity = _waiting(basket_id, proposal_id)
        sql.write(DECIDE, ["declined", proposal_id])
        word = ProposalDeclined(basket_id=basket_id, variant_id=variant_id)
        steps.happened(word, context, outcome="declined")
        idempotency.remember(idempotency_key, {}, context.now)


def _waiting(basket_id: UUID, proposal_id: UUID) -> tuple[UUID, int]:
    found = sql.row(FIND, [proposal_id, basket_id])
    if found is None:
        raise NotFound()
    if found[2] != "waiting":
        raise ProposalDecided()
    return found[0], int(found[1])


def _put(basket: baskets.StoredBasket, variant_id: UUID, quantity: int, context: ShopperContext) -> None:
    there = {line.variant_id: line.quantity for line in basket.lines}
    item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
    if item is None or not item.published:
        raise NotFound()
    if variant_id not in there and len(there) >= rules.MOST_LINES:
        raise BasketFull(limit=rules.MOST_LINES)
    wanted = min(there.get(variant_id, 0) + quantity, rules.MOST_PIECES)
    price = pricing.shown_to([variant_id], context).get(variant_id)
    baskets.put_all(basket, [(variant_id, wanted, price.amount if price else None)], context)
