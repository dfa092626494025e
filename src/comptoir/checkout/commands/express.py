"""Order as the last time: who, where to and how, in one go."""

from __future__ import annotations

from uuid import UUID

from comptoir.checkout.commands.prepare import prepare
from comptoir.checkout.errors import NothingBefore
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender

# One that was delivered first: what came without a parcel has no address. Never of what a guest ordered by this
# person's e-mail: anybody may have typed it, and somebody else's address would be filled in.
LAST = """
SELECT id, address_id, delivery_method, collect_at FROM checkout_basket
WHERE owner_id = %s AND storefront = %s AND market = %s AND state = 'placed' AND address_id IS NOT NULL
ORDER BY delivery_method <> '' DESC, changed_at DESC LIMIT 1
"""
ADDRESSES = """
SELECT address_id FROM checkout_basket
WHERE owner_id = %s AND state = 'placed' AND address_id IS NOT NULL ORDER BY changed_at DESC LIMIT 50
"""


def knows_before(context: ShopperContext) -> bool:
    """Whether the person of the context ordered here while logged in, so that express is worth offering."""
    return _last(context) is not None


def addresses(context: ShopperContext) -> list[Contact]:
    """Those to which the person of the context ordered while logged in, the latest first, each once."""
    ids = [row[0] for row in sql.rows(ADDRESSES, [context.customer_id])] if context.customer_id else []
    known = customers.contacts(ids)
    return list(dict.fromkeys(known[each] for each in ids if each in known))


def express(
    basket_id: UUID, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> Tender | None:
    """Fill the basket's buyer, address and delivery with those of the person's last order; answers the means of payment
    that they used, for the page to offer first. Nothing is ordered: total and date are shown before that.

    Refuses NothingBefore, NotFound, BasketClosed, Invalid, IdempotencyConflict.
    """
    last = _last(context)
    if last is None:
        raise NothingBefore()
    before, address_id, method, place = last
    delivery = f"{method}@{place}" if place else method
    prepare(
        basket_id, context, contact=customers.contact(address_id), delivery=delivery, idempotency_key=idempotency_key
    )
    order_id = orders.of_basket(before)
    paid = [each for each in orders.get(order_id).payments if each.kind == "charge"] if order_id else []
    return Tender(kind=paid[-1].tender, token=paid[-1].token) if paid else None


def _last(context: ShopperContext) -> tuple[UUID, UUID, str, str] | None:
    if context.customer_id is None:
        return None
    found = sql.row(LAST, [context.customer_id, context.storefront, context.market.code])
    return (found[0], found[1], found[2], found[3]) if found else None
