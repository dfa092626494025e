"""Which promotions a basket may have: what is automatic from memory, codes from the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.kit import cache, sql
from comptoir.org.contracts import ShopperContext
from comptoir.promotions import stored
from comptoir.promotions.contracts import AUTOMATIC, Miss, Offer, Offered, Promotion, Typed
from comptoir.promotions.drafts import folded

MOST_CODES = 5
AUTOMATIC_ONES = f"""
SELECT {stored.columns("p")} FROM promotions_promotion p
WHERE p.market = %s AND p.trigger = 'automatic' AND p.is_on
  AND (p.ends_at IS NULL OR p.ends_at > now() - interval '1 day')
ORDER BY p.id
"""
OF_CODES = f"""
SELECT c.code, c.id, c.most_uses,
       (SELECT count(*) FROM promotions_redemption r WHERE r.code_id = c.id AND r.returned_at IS NULL),
       {stored.columns("p")}
FROM promotions_code c JOIN promotions_promotion p ON p.id = c.promotion_id
WHERE c.market = %s AND c.code = ANY(%s::text[])
"""
# All uses are counted only where all of them are limited: what is one a person may be used by half a country.
COUNTED = """
SELECT p.id,
       CASE WHEN p.of_all THEN (
           SELECT count(*) FROM promotions_redemption r WHERE r.promotion_id = p.id AND r.returned_at IS NULL
       ) ELSE 0 END,
       CASE WHEN p.of_one THEN (
           SELECT count(*) FROM promotions_redemption r
           WHERE r.promotion_id = p.id AND r.customer_id = %s::uuid AND r.returned_at IS NULL
       ) ELSE 0 END
FROM unnest(%s::uuid[], %s::bool[], %s::bool[]) AS p(id, of_all, of_one)
"""


def automatic(market: str, now: datetime) -> list[Promotion]:
    """Those that hold without a code, of at most three seconds ago."""
    return [promotion for promotion in kept(market) if promotion.holds(now)]


def kept(market: str) -> list[Promotion]:
    """Those that need no code and are not over, also those still to come; in memory."""
    return cache.keep(
        f"promotions {market}", lambda: [stored.read(row) for row in sql.rows(AUTOMATIC_ONES, [market])]
    )


def offered(codes: Sequence[str], context: ShopperContext, customer_id: UUID | None) -> Offered:
    """No statement where nothing is automatic and no code was typed; one for codes; one where something is limited.
    `customer_id` is who has logged in. Of anybody else nothing is counted, since what they type about themselves could
    be anybody's: they have no offer by itself that is limited per person, and of a code placing decides."""
    market, now = context.market.code, context.now
    own = [
        Offer(promotion=promotion)
        for promotion in automatic(market, now)
        if (not promotion.terms.segment or promotion.terms.segment in context.segments)
        and (customer_id is not None or promotion.terms.most_per_person is None)
    ]
    if not own and not codes:
        return Offered()
    typed = _typed(codes, context) if codes else []
    asked = [each.promotion for each in (*own, *(one.offer for one in typed if one.offer))]
    used = _counted(asked, customer_id)
    left = [offer for offer in own if _exhausted(offer.promotion, used) is None]
    judged = [_limited(one, used) for one in typed]
    return Offered((*left, *(one.offer for one in judged if one.offer)), tuple(judged))


def used_up(market: str) -> frozenset[UUID]:
    """Those that need no code and were used as often as they may be, as of at most three seconds ago."""

    def read() -> frozenset[UUID]:
        used = _counted(kept(market), None)
        return frozenset(one.id for one in kept(market) if _exhausted(one, used))

    return cache.keep(f"promotions used up {market}", read)


def _counted(promotions: Collection[Promotion], customer_id: UUID | None) -> dict[UUID, tuple[int, int]]:
    """How often each is used, by all and by this person, as far as it limits that."""
    known = customer_id is not None
    wanted = {
        one.id: (one.terms.most_uses is not None, known and one.terms.most_per_person is not None)
        for one in promotions
        if one.terms.most_uses is not None or (known and one.terms.most_per_person is not None)
    }
    if not wanted:
        return {}
    of_all, of_one = zip(*wanted.values(), strict=True)
    rows = sql.rows(COUNTED, [customer_id, list(wanted), list(of_all), list(of_one)])
    return {row[0]: (row[1], row[2]) for row in rows}


def _typed(codes: Sequence[str], context: ShopperContext) -> list[Typed]:
    """Each code once, and each promotion by its first code."""
    asked = list(dict.fromkeys(folded(code) for code in codes))[:MOST_CODES]
    known = {row[0]: row[1:] for row in sql.rows(OF_CODES, [context.market.code, asked])}
    found: list[Typed] = []
    seen: set[UUID] = set()
    for code in asked:
        one = _judged(code, known.get(code), context)
        if one.offer and one.offer.promotion.id in seen:
            one = Typed(code=code, miss=Miss(why="nothing_left"), offer=None)
        elif one.offer:
            seen.add(one.offer.promotion.id)
        found.append(one)
    return found


def _judged(code: str, row: tuple[Any, ...] | None, context: ShopperContext) -> Typed:
    if row is None:
        return Typed(code=code, miss=Miss(why="unknown"))
    code_id, most, uses = row[:3]
    promotion = stored.read(row[3:])
    terms, now = promotion.terms, context.now
    miss = None
    if not terms.is_on or terms.trigger == AUTOMATIC:
        miss = Miss(why="unknown")
    elif terms.starts_at > now:
        miss = Miss(why="not_yet", when=terms.starts_at)
    elif terms.ends_at is not None and terms.ends_at <= now:
        miss = Miss(why="over", when=terms.ends_at)
    elif terms.segment and terms.segment not in context.segments:
        miss = Miss(why="other_people")
    elif most is not None and uses >= most:
        miss = Miss(why="used_up")
    offer = Offer(promotion=promotion, code=code, code_id=code_id)
    return Typed(code=code, offer=None if miss else offer, miss=miss)


def _limited(one: Typed, used: dict[UUID, tuple[int, int]]) -> Typed:
    miss = _exhausted(one.offer.promotion, used) if one.offer else None
    return Typed(code=one.code, miss=miss) if miss else one


def _exhausted(promotion: Promotion, used: dict[UUID, tuple[int, int]]) -> Miss | None:
    uses, own = used.get(promotion.id, (0, 0))
    terms = promotion.terms
    if terms.most_uses is not None and uses >= terms.most_uses:
        return Miss(why="used_up")
    if terms.most_per_person is not None and own >= terms.most_per_person:
        return Miss(why="used_before")
    return None
