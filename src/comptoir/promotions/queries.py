"""Promotions as staff, shoppers and programs read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comptoir.kit import sql
from comptoir.kit.paging import Page
from comptoir.org.contracts import MarketInfo, ShopperContext
from comptoir.promotions import naming, said, stored
from comptoir.promotions.contracts import ALL, CodeInfo, Figures, Promotion, Terms
from comptoir.promotions.models import Promotion as Row
from comptoir.promotions.offering import automatic

FIGURES = """
SELECT promotion_id, count(*), coalesce(sum(amount_minor), 0)::bigint, coalesce(sum(order_minor), 0)::bigint
FROM promotions_redemption WHERE promotion_id = ANY(%s::uuid[]) AND returned_at IS NULL GROUP BY promotion_id
"""
CODES = """
SELECT c.code, c.most_uses, count(r.id) FILTER (WHERE r.returned_at IS NULL), c.made_at
FROM promotions_code c LEFT JOIN promotions_redemption r ON r.code_id = c.id
WHERE c.promotion_id = %s AND c.most_uses IS DISTINCT FROM 0 GROUP BY c.id ORDER BY c.shared DESC, c.id
"""
HAD = """
SELECT r.used_at, p.name, c.code, r.order_id, r.amount_minor, p.currency
FROM promotions_redemption r JOIN promotions_promotion p ON p.id = r.promotion_id
LEFT JOIN promotions_code c ON c.id = r.code_id WHERE r.customer_id = %s ORDER BY r.used_at
"""
FIELDS = ("used_at", "promotion", "code", "order_id", "amount_minor", "currency")


def get(promotion_id: UUID) -> Promotion:
    """Refuses NotFound."""
    return stored.get(promotion_id)


def find(*, market: str, search: str = "", page: int = 1, size: int = 50) -> Page[Promotion]:
    """Those of a market, the newest first."""
    found = Row.objects.filter(market=market)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(code__icontains=search))
    rows = found.order_by("-created_at", "-id")[(page - 1) * size : page * size]
    return Page(items=[stored.of_row(row) for row in rows], number=page, size=size, total=found.count())


def figures(promotion_ids: Collection[UUID]) -> dict[UUID, Figures]:
    """How often each was used, what it took off, and what its orders were worth."""
    found = {row[0]: Figures(uses=row[1], cost_minor=row[2], brought_minor=row[3])
             for row in sql.rows(FIGURES, [list(promotion_ids)])}  # fmt: skip
    return {promotion: found.get(promotion, Figures()) for promotion in promotion_ids}


def codes(promotion_id: UUID) -> list[CodeInfo]:
    """All that may be typed for it, the one for everybody first."""
    return [
        CodeInfo(code=code, most_uses=most, uses=uses, made_at=made)
        for code, most, uses, made in sql.rows(CODES, [promotion_id])
    ]


def announced(
    variant_ids: Collection[UUID], product_id: UUID, categories: frozenset[UUID], context: ShopperContext
) -> list[str]:
    """Sentences about what everybody is offered on a product without a code, with its condition and never a price; from
    memory where nothing is."""
    found = []
    for promotion in automatic(context.market.code, context.now):
        terms = promotion.terms
        by_id = {*variant_ids, product_id, *categories}
        if not terms.segment and (terms.scope == ALL or not by_id.isdisjoint(terms.ids)):
            found.append(sentence(terms, context.market, context.locale, now=context.now))
    return found


def sentence(
    terms: Terms, market: MarketInfo, locale: str, *, now: datetime, ways: Sequence[str] = (), segment: str = ""
) -> str:  # fmt: skip
    """What terms offer, in one sentence; `ways` are the names of its ways to deliver, `segment` that of its segment."""
    return said.sentence(
        terms, market.currency, locale, names=naming.names(terms, locale), ways=ways, segment=segment,
        zone=market.zone, now=now,
    )  # fmt: skip


def gathered_by(customer_id: UUID) -> list[dict[str, object]]:
    """Which promotions the orders of a person had."""
    return [dict(zip(FIELDS, row, strict=True)) for row in sql.rows(HAD, [customer_id])]
