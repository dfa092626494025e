"""Promotions as staff, shoppers and programs read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comptoir.kit import cache, sql
from comptoir.kit.paging import Page
from comptoir.org.contracts import MarketInfo, ShopperContext
from comptoir.promotions import drafts, naming, said, stored
from comptoir.promotions.contracts import ALL, BUNDLE, CodeInfo, Figures, Promotion, Terms
from comptoir.promotions.models import Promotion as Row
from comptoir.promotions.offering import automatic, kept, used_up

# The names of ways to deliver, by their codes, as this shopper reads them.
Ways = Callable[[Sequence[str], ShopperContext], Sequence[str]]
KNOWN = f"SELECT {stored.columns('p')} FROM promotions_promotion p WHERE p.id = ANY(%s::uuid[])"
FIGURES = """
SELECT promotion_id, count(*), coalesce(sum(amount_minor), 0)::bigint, coalesce(sum(order_minor), 0)::bigint
FROM promotions_redemption WHERE promotion_id = ANY(%s::uuid[]) AND returned_at IS NULL GROUP BY promotion_id
"""
CODES = """
SELECT c.code, c.most_uses, count(r.id) FILTER (WHERE r.returned_at IS NULL), c.made_at
FROM promotions_code c LEFT JOIN promotions_redemption r ON r.code_id = c.id
WHERE c.promotion_id = %s AND c.most_uses IS DISTINCT FROM 0 GROUP BY c.id ORDER BY c.shared DESC, c.id
"""


def get(promotion_id: UUID) -> Promotion:
    """Refuses NotFound."""
    return stored.get(promotion_id)


def known(promotion_ids: Collection[UUID]) -> dict[UUID, Promotion]:
    """By id, in one statement; what does not exist is left out."""
    return {row[0]: stored.read(row) for row in sql.rows(KNOWN, [list(promotion_ids)])}


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
    variant_ids: Collection[UUID], product_id: UUID, categories: Collection[UUID], context: ShopperContext, *,
    ways: Ways, is_money: bool = False, is_reduced: bool = False, brief: bool = False,
) -> list[str]:  # fmt: skip
    """Sentences about what everybody is offered on a product without a code, with its condition and never a price; from
    memory, without what is used up. `is_reduced` where each of its prices is announced as reduced, or personal. `brief`
    is for a card in a list: what is offered on these goods alone, without naming them."""
    market = context.market.code
    holding = [] if is_money else automatic(market, context.now)
    by_id = {*variant_ids, product_id, *categories} if holding else set()
    gone = used_up(market) if holding else frozenset()
    found = []
    for promotion in holding:
        terms = promotion.terms
        everywhere = terms.scope == ALL
        if promotion.id in gone or (terms.not_reduced and is_reduced):
            continue
        if brief and (everywhere or terms.effect == BUNDLE):
            continue
        if not terms.segment and (everywhere or not by_id.isdisjoint(terms.ids)):
            found.append(_kept_sentence(promotion, context, ways, brief))
    return found


def _kept_sentence(promotion: Promotion, context: ShopperContext, ways: Ways, brief: bool) -> str:
    terms = replace(promotion.terms, ids=()) if brief else promotion.terms

    def read() -> str:
        names = ways(terms.ways, context) if terms.ways else []
        return sentence(terms, context.market, context.locale, now=context.now, ways=names)

    return cache.keep(f"promotion {promotion.id} {promotion.version} {context.locale} {brief}", read)


def next_change(market: str, now: datetime) -> datetime | None:
    """When the next promotion that needs no code begins or ends by itself; from memory."""
    times = (each for one in kept(market) for each in (one.terms.starts_at, one.terms.ends_at))
    return min((each for each in times if each and each > now), default=None)


def sentence(
    terms: Terms, market: MarketInfo, locale: str, *, now: datetime, ways: Sequence[str] = (), segment: str = ""
) -> str:  # fmt: skip
    """What terms offer, in one sentence; `ways` are the names of its ways to deliver, `segment` that of its segment."""
    terms = drafts.clean(terms)
    return said.sentence(
        terms, market.currency, locale, names=naming.names(terms, locale), ways=ways, segment=segment,
        zone=market.zone, now=now,
    )  # fmt: skip
