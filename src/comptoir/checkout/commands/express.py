"""Order as the last time: who, where to and how, in one go."""

from __future__ import annotations

from uuid import UUID

from comptoir.checkout.commands.prepare import prepare
from comptoir.checkout.errors import NothingBefore
from comptoir.customers import facade as customers
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender

# One that was delivered first: what came without a parcel has no address. What was ordered as a guest by this person's
# e-mail is theirs too, as it is in their account, behind what was ordered while logged in: whose that was is sure.
LAST = """
SELECT id, address_id, delivery_method, collect_at FROM checkout_basket
WHERE (owner_id = %(person)s OR (owner_id IS NULL AND buyer_id = %(person)s))
  AND storefront = %(storefront)s AND market = %(market)s AND state = 'placed' AND address_id IS NOT NULL
ORDER BY owner_id IS NOT NULL DESC, delivery_method <> '' DESC, changed_at DESC LIMIT 1
"""


def knows_before(context: ShopperContext) -> bool:
    """Whether the person of the context ordered here, so that express is worth offering."""
    return _last(context) is not None


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
    here = {"person": context.customer_id, "storefront": context.storefront, "market": context.market.code}
    found = sql.row(LAST, here)
    return (found[0], found[1], found[2], found[3]) if found else None
