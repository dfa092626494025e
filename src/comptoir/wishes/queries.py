"""Reads of wishes: lines with today's price and stock, and who waits for what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.inventory import facade as inventory
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import facade as pricing
from comptoir.wishes.contracts import Demand, StockRequestInfo, WishLine
from comptoir.wishes.rules import MOST_WISHES

OF_CUSTOMER = "SELECT variant_id FROM wishes_wish WHERE customer_id = %s ORDER BY kept_at DESC, id DESC LIMIT 100"
SHARED = """
SELECT variants FROM wishes_sharedwishes
WHERE token = %s AND market = %s AND storefront = %s AND expires_at > %s
"""
REQUEST = """
SELECT id, variant_id, email, locale, storefront, market, token, asked_at, answered_at
FROM wishes_stockrequest WHERE {column} = %s
"""
OF_PERSON = """
SELECT 'wish', variant_id, kept_at, NULL FROM wishes_wish WHERE customer_id = %(customer)s
UNION ALL
SELECT 'back in stock', variant_id, asked_at, answered_at FROM wishes_stockrequest
WHERE customer_id = %(customer)s OR email = %(email)s
ORDER BY 3
"""
WAITED_FOR = """
SELECT DISTINCT variant_id FROM wishes_stockrequest WHERE variant_id = ANY(%s::uuid[]) AND answered_at IS NULL
"""
DEMAND = """
SELECT variant_id, count(*), min(asked_at) FROM wishes_stockrequest WHERE answered_at IS NULL
GROUP BY variant_id ORDER BY count(*) DESC, min(asked_at) LIMIT %s
"""


def wished(context: ShopperContext) -> list[UUID]:
    """The variants on the list of who is known, the latest first; none for a guest."""
    if context.customer_id is None:
        return []
    return [row[0] for row in sql.rows(OF_CUSTOMER, [context.customer_id])]


def wishes(variant_ids: Sequence[UUID], context: ShopperContext) -> tuple[WishLine, ...]:
    """These, fifty at most, with price and stock of now; what is unknown is left out."""
    ids = list(dict.fromkeys(variant_ids))[:MOST_WISHES]
    if not ids:
        return ()
    items = catalog.sellable(ids, market=context.market.code, now=context.now)
    stock = inventory.availability(ids)
    prices = pricing.shown_to(ids, context)
    return tuple(
        WishLine(
            item=items[one],
            available=sum(place.available for place in stock.get(one, ())),
            unit=prices[one].amount if one in prices else None,
        )
        for one in ids
        if one in items
    )


def read_shared(token: str, context: ShopperContext) -> tuple[WishLine, ...]:
    """Refuses NotFound: no such link, ended, or of another market or storefront."""
    found = sql.row(SHARED, [token, context.market.code, context.storefront, context.now])
    if found is None:
        raise NotFound()
    return wishes([UUID(one) for one in found[0]], context)


def request(request_id: UUID) -> StockRequestInfo | None:
    """None when the person waits no longer."""
    return _request("id", request_id)


def request_of(token: str) -> StockRequestInfo | None:
    return _request("token", token)


def waited_for(variant_ids: Sequence[UUID]) -> list[UUID]:
    """Of these the ones that somebody waits for."""
    return [row[0] for row in sql.rows(WAITED_FOR, [list(variant_ids)])]


def demand(limit: int = 500) -> tuple[Demand, ...]:
    """What people wait for, the most wanted first."""
    return tuple(Demand(variant_id=one, waiting=count, since=since) for one, count, since in sql.rows(DEMAND, [limit]))


def _request(column: str, value: object) -> StockRequestInfo | None:
    found = sql.row(REQUEST.format(column=column), [value])
    if found is None:
        return None
    names = (
        "id", "variant_id", "email", "locale", "storefront", "market", "token", "asked_at", "answered_at",
    )  # fmt: skip
    return StockRequestInfo(**dict(zip(names, found, strict=True)))


def of_person(email: str, customer_id: UUID) -> list[dict[str, Any]]:
    """What one person wished and waits for, for that person."""
    fields = ("kind", "variant_id", "at", "answered_at")
    rows = sql.rows(OF_PERSON, {"email": email, "customer": customer_id})
    return [dict(zip(fields, row, strict=True)) for row in rows]
