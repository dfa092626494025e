"""Somebody is recognised: what they gathered as a guest joins their basket."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.checkout import baskets
from comptoir.checkout.commands.save_for_later import JOIN as JOIN_SAVED
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.checkout import BasketsMerged
from comptoir.kit import locks, sql
from comptoir.org.contracts import ShopperContext

TAKE = "UPDATE checkout_basket SET owner_id = %s, version = version + 1, changed_at = %s WHERE id = %s"
MERGE_LINES = """
INSERT INTO checkout_basketline AS kept (basket_id, variant_id, quantity, seen_minor, added_at)
SELECT %(into)s, variant_id, quantity, seen_minor, added_at FROM checkout_basketline WHERE basket_id = %(from)s
ON CONFLICT (basket_id, variant_id)
DO UPDATE SET quantity = greatest(kept.quantity, excluded.quantity), seen_minor = excluded.seen_minor
"""
CLOSE = "UPDATE checkout_basket SET state = 'merged', merged_into_id = %s, changed_at = %s WHERE id = %s"
# One link for friends a basket: where the person's own has one already, the guest's stays behind, and opens no more.
FOLLOW = """
UPDATE checkout_sharedbasket SET basket_id = %(into)s WHERE basket_id = %(from)s AND NOT (for_friends AND EXISTS (
    SELECT FROM checkout_sharedbasket s WHERE s.basket_id = %(into)s AND s.for_friends))
"""
STAMP = """
UPDATE checkout_basket own SET version = own.version + 1, changed_at = %s, codes = (own.codes || ARRAY(
    SELECT given.code FROM unnest(guest.codes) WITH ORDINALITY AS given(code, place)
    WHERE given.code <> ALL(own.codes) ORDER BY given.place))[1:5]
FROM checkout_basket guest WHERE own.id = %s AND guest.id = %s
"""


class _Moved(Exception):
    """The person's own basket is another than before the wait."""


def claim(basket_id: UUID, context: ShopperContext) -> UUID:
    """Give the guest's basket to the person of the context; answers the basket to go on with.

    Where both have a line, the larger number stays: the same wish on two devices is one wish. Refuses NotFound.
    """
    if context.customer_id is None:
        return basket_id
    while True:
        try:
            return _claim(basket_id, context)
        except _Moved:
            continue


def _claim(basket_id: UUID, context: ShopperContext) -> UUID:
    with transaction.atomic(durable=True):
        before = baskets.own(context)
        mine = [("basket", before)] if before else []
        locks.hold(("basket", basket_id), ("basket_owner", str(context.customer_id)), *mine)
        own = baskets.own(context)
        if own != before:  # it was placed, or opened on another device, while we waited
            raise _Moved
        guest = baskets.read(basket_id, context)
        if guest.state != "open" or guest.owner_id is not None:
            return own or basket_id
        if own is None:
            sql.run(TAKE, [context.customer_id, context.now, basket_id])
            return basket_id
        sql.run(MERGE_LINES, {"into": own, "from": basket_id})
        sql.run(JOIN_SAVED, {"into": own, "from": basket_id})
        sql.run(FOLLOW, {"into": own, "from": basket_id})
        sql.run(CLOSE, [own, context.now, basket_id])
        sql.run(STAMP, [context.now, own, basket_id])
        word = BasketsMerged(basket_id=own, merged_id=basket_id)
        journal.append(word, origin=context.origin(), occurred_at=context.now)
    return own
