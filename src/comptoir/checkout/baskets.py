"""Reading a basket, and holding it to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comptoir.checkout.errors import BasketClosed
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import NotFound
from comptoir.offers.contracts import Wish
from comptoir.org.contracts import ShopperContext

READ = """
SELECT b.id, b.version, b.state, b.currency, b.market, b.owner_id, b.buyer_id, b.address_id, b.country, b.postcode,
       b.delivery_method, b.collect_at, b.merged_into_id, b.codes,
       coalesce(array_agg(l.variant_id ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}'),
       coalesce(array_agg(l.quantity ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}'),
       coalesce(array_agg(l.seen_minor ORDER BY l.added_at, l.id) FILTER (WHERE l.id IS NOT NULL), '{}')
FROM checkout_basket b LEFT JOIN checkout_basketline l ON l.basket_id = b.id
WHERE b.id = %s GROUP BY b.id
"""
PUT_ALL = """
INSERT INTO checkout_basketline (basket_id, variant_id, quantity, seen_minor, added_at)
SELECT %(basket)s, w.variant_id, w.quantity, w.seen_minor, %(now)s
FROM unnest(%(variants)s::uuid[], %(quantities)s::int[], %(seen)s::bigint[]) WITH ORDINALITY
     AS w(variant_id, quantity, seen_minor, place)
ORDER BY w.place
ON CONFLICT (basket_id, variant_id) DO UPDATE SET
    quantity = greatest(checkout_basketline.quantity, excluded.quantity), seen_minor = excluded.seen_minor
"""
OWN = "SELECT id FROM checkout_basket WHERE owner_id = %s AND storefront = %s AND state = 'open'"
STAMP = "UPDATE checkout_basket SET version = version + 1, changed_at = %s WHERE id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLine(Wish):
    seen: Money | None


@dataclass(frozen=True, slots=True)
class StoredBasket:
    """`delivery` is the code of the chosen way (`method` or `method@place`), empty when none was chosen."""

    id: UUID
    version: int
    state: str
    currency: str
    market: str
    owner_id: UUID | None
    buyer_id: UUID | None
    address_id: UUID | None
    country: str
    postcode: str
    delivery: str
    merged_into_id: UUID | None
    lines: tuple[StoredLine, ...]
    codes: tuple[str, ...] = ()


def read(basket_id: UUID, context: ShopperContext) -> StoredBasket:
    """Refuses NotFound, also for the basket of another person or market."""
    found = sql.row(READ, [basket_id])
    if found is None:
        raise NotFound()
    (identity, version, state, currency, market, owner_id, buyer_id, address_id, country, postcode, method, place,
     merged_into_id, codes, variants, quantities, seen) = found  # fmt: skip
    if market != context.market.code or (owner_id is not None and owner_id != context.customer_id):
        raise NotFound()
    return StoredBasket(
        identity, version, state, currency, market, owner_id, buyer_id, address_id, country, postcode,
        f"{method}@{place}" if place else method, merged_into_id,
        tuple(
            StoredLine(
                variant_id=variant_id, quantity=quantity, seen=None if minor is None else Money(minor, currency)
            )
            for variant_id, quantity, minor in zip(variants, quantities, seen, strict=True)
        ),
        tuple(codes),
    )  # fmt: skip


def hold(
    basket_id: UUID, context: ShopperContext, key: IdempotencyKey | None
) -> tuple[StoredBasket, Any | None]:
    """Wait for the basket, then read it and what was answered to this key, if anything: the start of every command.
    Refuses NotFound, IdempotencyConflict."""
    locks.hold(("basket", basket_id))
    recalled = idempotency.recalling(key)
    return read(basket_id, context), recalled()


def require_open(basket: StoredBasket) -> None:
    """Refuses BasketClosed. Asked after the idempotency key: what was done before it closed is answered alike."""
    if basket.state != "open":
        raise BasketClosed()


def own(context: ShopperContext) -> UUID | None:
    """The open basket of the person of the context."""
    found = sql.row(OWN, [context.customer_id, context.storefront]) if context.customer_id else None
    basket_id: UUID | None = found[0] if found else None
    return basket_id


def put_all(basket: StoredBasket, lines: Sequence[tuple[UUID, int, Money | None]], context: ShopperContext) -> None:
    """Variant, pieces and the price that is seen of each; where the basket has one already the larger number stays."""
    sql.write(
        PUT_ALL,
        {
            "basket": basket.id, "now": context.now, "variants": [variant_id for variant_id, _, _ in lines],
            "quantities": [quantity for _, quantity, _ in lines],
            "seen": [price.minor if price else None for _, _, price in lines],
        },
    )  # fmt: skip


def stamp(basket: StoredBasket, context: ShopperContext) -> None:
    """It changed: what was quoted before no longer holds."""
    sql.write(STAMP, [context.now, basket.id])
