"""Lines outside the basket: saved for later, and shared by link."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets
from comptoir.checkout.contracts import SetAside, SharedBasketView
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing

SAVED = "SELECT variant_id, quantity FROM checkout_savedline WHERE basket_id = %s ORDER BY saved_at, id"
SHARED = """
SELECT lines, shared_at, expires_at FROM checkout_sharedbasket
WHERE token = %s AND market = %s AND storefront = %s AND expires_at > %s
"""


def saved(basket_id: UUID, context: ShopperContext) -> tuple[SetAside, ...]:
    """What is saved for later with a basket, the oldest first. Refuses NotFound."""
    baskets.read(basket_id, context)
    return _set_aside([(row[0], row[1]) for row in sql.rows(SAVED, [basket_id])], context)


def read_shared(token: str, context: ShopperContext) -> SharedBasketView:
    """Refuses NotFound: no such link, ended, or of another market or storefront."""
    found = sql.row(SHARED, [token, context.market.code, context.storefront, context.now])
    if found is None:
        raise NotFound()
    kept, shared_at, expires_at = found
    lines = _set_aside([(UUID(variant), quantity) for variant, quantity in kept], context)
    total = Money(0, context.currency)
    for line in lines:
        if line.unit is not None and line.item.published:
            total += line.unit * line.quantity
    return SharedBasketView(token=token, shared_at=shared_at, expires_at=expires_at, lines=lines, total=total)


def _set_aside(wishes: Sequence[tuple[UUID, int]], context: ShopperContext) -> tuple[SetAside, ...]:
    if not wishes:
        return ()
    ids = [variant for variant, _quantity in wishes]
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
        for variant, quantity in wishes
        if variant in items
    )
