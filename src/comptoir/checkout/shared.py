"""Lines outside the basket: saved for later, and shared by link."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, friends
from comptoir.checkout.contracts import Proposed, SetAside, SharedBasketView
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing

SAVED = "SELECT variant_id, quantity FROM checkout_savedline WHERE basket_id = %s ORDER BY saved_at, id"
LINK = """
SELECT s.lines, s.shared_at, s.expires_at, s.for_friends, s.basket_id, b.state
FROM checkout_sharedbasket s LEFT JOIN checkout_basket b ON b.id = s.basket_id
WHERE s.token = %s AND s.market = %s AND s.storefront = %s AND s.expires_at > %s
"""
LINES = "SELECT variant_id, quantity FROM checkout_basketline WHERE basket_id = %s ORDER BY added_at, id"


def saved(basket_id: UUID, context: ShopperContext) -> tuple[SetAside, ...]:
    """What is saved for later with a basket, the oldest first. Refuses NotFound."""
    baskets.read(basket_id, context)
    return _there(_set_aside([(row[0], row[1]) for row in sql.rows(SAVED, [basket_id])], context))


def read_shared(token: str, context: ShopperContext, *, friend_id: UUID | None = None) -> SharedBasketView:
    """To look only: as it was when it was shared. For friends: as it is now, with what they propose and say; a
    friend's own is marked. Refuses NotFound: no such link, ended, or of another market or storefront."""
    found = sql.row(LINK, [token, context.market.code, context.storefront, context.now])
    if found is None:
        raise NotFound()
    kept, shared_at, expires_at, for_friends, basket_id, state = found
    wanted = [(UUID(variant), quantity) for variant, quantity in kept]
    proposed = []
    if for_friends:
        wanted = [(row[0], row[1]) for row in sql.rows(LINES, [basket_id])]
        proposed = sql.rows(friends.PROPOSED, [token])
    everything = _set_aside([*wanted, *((row[3], row[4]) for row in proposed)], context)
    lines = everything[: len(wanted)]
    total = Money(0, context.currency)
    for line in lines:
        if line is not None and line.unit is not None and line.item.published:
            total += line.unit * line.quantity
    proposals = [
        Proposed(id=row[0], by=row[2], mine=row[1] == friend_id, state=row[5], line=line)
        for row, line in zip(proposed, everything[len(wanted) :], strict=True)
        if line is not None
    ]
    return SharedBasketView(
        token=token, shared_at=shared_at, expires_at=expires_at, lines=_there(lines), total=total,
        together=friends.together(token, proposals, friend_id, is_open=state == "open") if for_friends else None,
    )  # fmt: skip


def _there(lines: Sequence[SetAside | None]) -> tuple[SetAside, ...]:
    return tuple(line for line in lines if line is not None)


def _set_aside(wishes: Sequence[tuple[UUID, int]], context: ShopperContext) -> tuple[SetAside | None, ...]:
    """One for one; None where the catalogue has no such variant any more."""
    if not wishes:
        return ()
    ids = list({variant for variant, _quantity in wishes})
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    stock = inventory.availability(ids)
    prices = pricing.shown_to(ids, context)
    return tuple(
        SetAside(
            item=items[variant],
            quantity=quantity,
            available=sum(place.available for place in stock.get(variant, ())),
            unit=prices[variant].amount if variant in prices else None,
        )
        if variant in items
        else None
        for variant, quantity in wishes
    )
