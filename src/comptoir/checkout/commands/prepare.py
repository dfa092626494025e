"""Who orders, where it shall go and how."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.checkout import baskets
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.fulfilment import facade as fulfilment
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import ShopperContext

SET = """
UPDATE checkout_basket SET
    buyer_id = coalesce(%(buyer)s, buyer_id), address_id = coalesce(%(address)s, address_id),
    country = %(country)s, postcode = %(postcode)s, delivery_method = %(method)s, collect_at = %(place)s
WHERE id = %(id)s
"""


def prepare(
    basket_id: UUID, context: ShopperContext, *, contact: Contact | None = None, delivery: str | None = None,
    country: str = "", postcode: str = "", idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """Keep what the buyer said. `delivery` is the code of a DeliveryOption; `country` and `postcode` alone are a
    first guess of the destination, before there is a contact.

    Refuses NotFound, BasketClosed, Invalid by field, IdempotencyConflict. Whether the way is possible is said by
    the basket's view and decided by placing.
    """
    with transaction.atomic(durable=True):
        basket = baskets.hold(basket_id, context)
        if idempotency.recall(idempotency_key) is not None:
            return
        code = basket.delivery if delivery is None else delivery
        method, _at, place = code.partition("@")
        collects = _checked(method, context)
        buyer = None
        if contact is not None:
            buyer = customers.name_buyer(
                contact, with_address=not collects, locale=context.locale, now=context.now
            )
            country, postcode = contact.country, contact.postcode
        sql.run(
            SET,
            {
                "id": basket_id, "method": method, "place": place,
                "buyer": buyer.customer_id if buyer else None, "address": buyer.address_id if buyer else None,
                "country": (country or basket.country).upper()[:2],
                "postcode": (postcode or basket.postcode).strip().upper()[:12],
            },
        )  # fmt: skip
        baskets.stamp(basket, context)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def _checked(method: str, context: ShopperContext) -> bool:
    if not method:
        return False
    known = {m.code: m.kind for m in fulfilment.methods(context.market.code)}
    if method not in known:
        raise Invalid({"delivery": "not_a_choice"})
    return known[method] == "collect"
