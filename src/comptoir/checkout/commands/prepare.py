"""Who orders, where it shall go and how."""

from __future__ import annotations

from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets
from comptoir.checkout.baskets import StoredBasket
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import NO_PARCEL
from comptoir.kit import idempotency, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid
from comptoir.org import facade as org
from comptoir.org.contracts import ShopperContext

SET = """
UPDATE checkout_basket SET
    buyer_id = coalesce(%(buyer)s, buyer_id), address_id = coalesce(%(address)s, address_id),
    country = %(country)s, postcode = %(postcode)s, delivery_method = %(method)s, collect_at = %(place)s
WHERE id = %(id)s
"""
FORGET = "UPDATE checkout_basket SET buyer_id = NULL, address_id = NULL WHERE id = %s"


def prepare(
    basket_id: UUID, context: ShopperContext, *, contact: Contact | None = None, delivery: str | None = None,
    country: str = "", postcode: str = "", idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """Keep what the buyer said. `delivery` is the code of a DeliveryOption; `country` and `postcode` alone are a
    first guess of the destination, before there is a contact.

    Refuses NotFound, BasketClosed, Invalid by field, IdempotencyConflict. Whether the way is possible is said by
    the basket's view and decided by placing.
    """
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        keep(basket, context, contact=contact, delivery=delivery, country=country, postcode=postcode)
        baskets.stamp(basket, context)
        idempotency.remember(idempotency_key, {"done": True}, context.now)


def keep(
    basket: StoredBasket, context: ShopperContext, *, contact: Contact | None, delivery: str | None, country: str,
    postcode: str,
) -> None:  # fmt: skip
    """Write what the buyer said, in the transaction of the caller, who holds the basket. Refuses Invalid by field."""
    method, place = _way(basket.delivery if delivery is None else delivery, context)
    country, postcode = _destination(basket, contact, country, postcode, context)
    buyer = None
    if contact is not None:
        with_address = not place and travels(basket, context)
        buyer = customers.name_buyer(contact, with_address=with_address, locale=context.locale, now=context.now)
    elif (country, postcode) != (basket.country, basket.postcode) and basket.address_id:
        sql.write(FORGET, [basket.id])  # priced for one place, it must not go to another: the address is asked anew
    sql.write(
        SET,
        {
            "id": basket.id, "method": method, "place": place, "country": country, "postcode": postcode,
            "buyer": buyer.customer_id if buyer else None, "address": buyer.address_id if buyer else None,
        },
    )  # fmt: skip


def travels(basket: StoredBasket, context: ShopperContext) -> bool:
    """Whether anything in it goes in a parcel or is fetched; an empty basket may."""
    ids = [line.variant_id for line in basket.lines]
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    return not items or any(catalog.travels(item.nature) for item in items.values())


def _way(code: str, context: ShopperContext) -> tuple[str, str]:
    """Method and place of a code; both empty while none is chosen. Refuses Invalid."""
    method, _at, place = code.partition("@")
    if code in ("", NO_PARCEL):
        return "", ""
    kinds = {m.code: m.kind for m in fulfilment.methods(context.market.code)}
    shops = {p.code for p in org.places() if p.collects}
    known = place in shops if kinds.get(method) == "collect" else not place
    if method not in kinds or not known:
        raise Invalid({"delivery": "not_a_choice"})
    return method, place


def _destination(
    basket: StoredBasket, contact: Contact | None, country: str, postcode: str, context: ShopperContext
) -> tuple[str, str]:
    """Where it goes as far as it is known: the contact's, else what was said now, else as before. Refuses Invalid."""
    given = (contact.country, contact.postcode) if contact else (country, postcode)
    country = given[0].strip().upper() or basket.country
    postcode = " ".join(given[1].upper().split()) or basket.postcode
    wrong = {}
    if country and country not in context.market.countries:
        wrong["country"] = "not_a_choice"
    if contact is None and (len(postcode) > 12 or not postcode.isprintable()):
        wrong["postcode"] = "not_a_postcode"  # a contact's own is judged with the rest of it
    if wrong:
        raise Invalid(wrong)
    return country, postcode
