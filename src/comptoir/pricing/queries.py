"""Reads of prices: hand-written, because the order path stands on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.kit import cache, sql
from comptoir.kit.money import Money
from comptoir.kit.prepared import Rows
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import ShopperContext
from comptoir.pricing import promoted, reasons, rules
from comptoir.pricing.contracts import (
    CurrentPrice,
    PastPrice,
    Personal,
    Quote,
    QuoteRequest,
    Reduction,
    RequestedLine,
    SegmentPrice,
)
from comptoir.pricing.errors import TaxUnknown
from comptoir.pricing.rules import PricedLine

PRICES = """
SELECT variant_id, amount_minor, version FROM pricing_listprice
WHERE variant_id = ANY(%s::uuid[]) AND market = %s AND currency = %s
"""

# The same for somebody who is in segments: of the prices for these the lowest, where it is below the list's.
PRICES_FOR = """
SELECT listed.variant_id, listed.amount_minor, listed.version, own.segment, own.amount_minor
FROM pricing_listprice listed
LEFT JOIN LATERAL (
    SELECT s.segment, s.amount_minor FROM pricing_segmentprice s
    WHERE s.variant_id = listed.variant_id AND s.market = listed.market AND s.currency = listed.currency
      AND s.segment = ANY(%s::text[]) AND s.amount_minor < listed.amount_minor
    ORDER BY s.amount_minor, s.segment LIMIT 1
) own ON true
WHERE listed.variant_id = ANY(%s::uuid[]) AND listed.market = %s AND listed.currency = %s
"""

RATES = """
SELECT DISTINCT ON (category) category, rate_bp FROM pricing_taxrate
WHERE country = %s AND since <= %s ORDER BY category, since DESC
"""

UNCHANGED = """
SELECT count(*) FROM unnest(%s::uuid[], %s::int[]) AS shown(variant_id, version)
JOIN pricing_listprice kept USING (variant_id, version)
WHERE kept.market = %s AND kept.currency = %s
"""

# The same where some are personal prices: those must still be what was shown.
UNCHANGED_FOR = """
SELECT count(*) FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::bigint[])
    AS shown(variant_id, version, segment, amount_minor)
JOIN pricing_listprice kept USING (variant_id, version)
WHERE kept.market = %s AND kept.currency = %s AND (shown.segment = '' OR EXISTS (
    SELECT FROM pricing_segmentprice own
    WHERE own.variant_id = shown.variant_id AND own.market = kept.market AND own.currency = kept.currency
      AND own.segment = shown.segment AND own.amount_minor = shown.amount_minor))
"""

FOR_SEGMENTS = """
SELECT segment, amount_minor, currency, since FROM pricing_segmentprice
WHERE variant_id = %s AND market = %s ORDER BY segment
"""

HISTORY = """
SELECT amount_minor, currency, version, since, actor FROM pricing_pricechange
WHERE variant_id = %s AND market = %s ORDER BY since DESC, version DESC
"""

# A price is in force from its own start until the next one's.
LOWEST = """
SELECT min(amount_minor) FROM (
    SELECT amount_minor, since, lead(since, 1, 'infinity') OVER (ORDER BY version) AS until
    FROM pricing_pricechange
    WHERE variant_id = %(variant_id)s AND market = %(market)s AND currency = %(currency)s
) AS price
WHERE since < %(end)s AND until > greatest(since, %(start)s)
"""


REDUCED = """
SELECT variant_id, reference_minor, since FROM pricing_reduced
WHERE variant_id = ANY(%s::uuid[]) AND market = %s AND currency = %s
"""

LISTED_AFTER = """
SELECT variant_id FROM pricing_listprice
WHERE market = %(market)s AND currency = %(currency)s AND (%(after)s::uuid IS NULL OR variant_id > %(after)s)
ORDER BY variant_id LIMIT %(limit)s
"""


def quote(request: QuoteRequest, context: ShopperContext) -> Quote:
    """What the lines and their delivery cost this shopper, VAT included, with the reason of each line.

    Reads prices, one statement whatever the number of lines (rates are kept in memory; promotions are, but for codes
    and what is limited); writes nothing. The destination
    decides the rate, on the market's business day. Lines whose variant has no price are listed in
    `unpriced`, not counted. Refuses Invalid (quantities outside 1 to 9,999, more than 1,000 lines, a
    delivery charge of another currency) and TaxUnknown.
    """
    if wrong := rules.errors(request, context.currency):
        raise Invalid(wrong)
    ids = dict.fromkeys(line.variant_id for line in request.lines)
    prices = shown_to(ids, context)
    named = {request.country, *(line.country for line in request.lines if line.country)}
    rates = {country: _rates(country, context.today) for country in named}
    priced = [line for line in request.lines if line.variant_id in prices]
    goods = [
        _priced(line, prices[line.variant_id], _rate(rates, line.country or request.country, line.tax_category))
        for line in priced
    ]
    alone = bool(request.delivery) and not goods
    fallback_bp = _rate(rates, request.country, rules.STANDARD) if alone else 0
    unpriced = tuple(variant_id for variant_id in ids if variant_id not in prices)
    offered = promoted.offered(request, context)
    if not offered:
        return rules.put_together(
            goods, request.delivery, currency=context.currency, fallback_bp=fallback_bp, unpriced=unpriced
        )
    less = promoted.reduced(offered, priced, goods, request.delivery, context)
    quoted = rules.put_together(
        less.goods, less.delivery, currency=context.currency, fallback_bp=fallback_bp, unpriced=unpriced
    )
    return replace(quoted, codes=less.codes, uses=less.uses, free_ways=less.free_ways)


def current(variant_ids: Collection[UUID], *, market: str, currency: str) -> dict[UUID, CurrentPrice]:
    """The list prices in force; a variant without one is left out."""
    if not variant_ids:
        return {}
    return {
        variant_id: CurrentPrice(variant_id=variant_id, amount=Money(minor, currency), version=version)
        for variant_id, minor, version in sql.rows(PRICES, [list(variant_ids), market, currency])
    }


def shown_to(variant_ids: Collection[UUID], context: ShopperContext) -> dict[UUID, CurrentPrice]:
    """What this shopper pays: the list price, or less for who is in a segment that has a price of its own. One
    statement either way."""
    market, currency = context.market.code, context.currency
    if not context.segments or not variant_ids:
        return current(variant_ids, market=market, currency=currency)
    rows = sql.rows(PRICES_FOR, [sorted(context.segments), list(variant_ids), market, currency])
    return {row[0]: _own(row, currency) for row in rows}


def _own(row: Sequence[Any], currency: str) -> CurrentPrice:
    variant_id, listed, version, segment, own = row
    if own is None:
        return CurrentPrice(variant_id=variant_id, amount=Money(listed, currency), version=version)
    personal = Personal(segment=segment, listed=Money(listed, currency))
    return CurrentPrice(variant_id=variant_id, amount=Money(own, currency), version=version, personal=personal)


def for_segments(variant_id: UUID, *, market: str) -> list[SegmentPrice]:
    """The prices of a variant for segments, by their code."""
    return [
        SegmentPrice(segment=segment, amount=Money(minor, currency), since=since)
        for segment, minor, currency, since in sql.rows(FOR_SEGMENTS, [variant_id, market])
    ]


def are_personal() -> bool:
    """Whether anybody may see another price than somebody else; remembered for three seconds."""
    return cache.keep("personal prices", lambda: bool(sql.rows("SELECT 1 FROM pricing_segmentprice LIMIT 1")))


def _rates(country: str, day: date) -> dict[str, int]:
    name = f"{country} {day}"
    found: dict[str, int] = cache.keep_each(
        "vat rates", [name], lambda _names: {name: dict(sql.rows(RATES, [country, day]))}
    )[name]
    return found


def _rate(rates: Mapping[str, Mapping[str, int]], country: str, category: str) -> int:
    if category not in rates[country]:
        raise TaxUnknown(country=country, category=category)
    return rates[country][category]


def _priced(line: RequestedLine, price: CurrentPrice, rate_bp: int) -> PricedLine:
    listed = price.personal.listed if price.personal else price.amount
    why = [reasons.list_price(listed * line.quantity)]
    if price.personal:
        why.append(reasons.personal_price((price.amount - listed) * line.quantity))
    return PricedLine(
        variant_id=line.variant_id,
        quantity=line.quantity,
        unit=price.amount,
        price_version=price.version,
        rate_bp=rate_bp,
        reasons=tuple(why),
        personal=price.personal,
    )


def require_unchanged(
    versions: Mapping[UUID, int], *, market: str, currency: str, otherwise: Exception,
    personal: Mapping[UUID, tuple[str, int]] | None = None,
) -> None:
    """Raises `otherwise` unless all these variants still have the price of that version, and those with a `personal`
    one (segment and amount) that; inside `sql.transacted` only when the statements that wait are run."""

    def compare(found: Rows) -> None:
        if found[0][0] != len(versions):
            raise otherwise

    if versions and personal:
        own = [personal.get(variant, ("", 0)) for variant in versions]
        shown = [list(versions), list(versions.values()), [each[0] for each in own], [each[1] for each in own]]
        sql.write(UNCHANGED_FOR, [*shown, market, currency], then=compare)
    elif versions:
        sql.write(UNCHANGED, [list(versions), list(versions.values()), market, currency], then=compare)


def history(variant_id: UUID, *, market: str) -> list[PastPrice]:
    """Every list price that the variant had in a market, newest first."""
    return [
        PastPrice(amount=Money(minor, currency), version=version, since=since, actor=actor)
        for minor, currency, version, since, actor in sql.rows(HISTORY, [variant_id, market])
    ]


def lowest_in(variant_id: UUID, *, market: str, currency: str, now: datetime, days: int = 30) -> Money | None:
    """The lowest price in force at any moment of the `days` before `now`; None when there was none.

    It is the prior price that an announced reduction starts from: Directive 98/6/EC art. 6a, CJEU C-330/23
    Aldi Süd. `now` is the moment from which the reduced price applies: a price that starts then is not
    counted.
    """
    window = {"start": now - timedelta(days=days), "end": now}
    found = sql.row(LOWEST, {"variant_id": variant_id, "market": market, "currency": currency, **window})
    return Money(found[0], currency) if found and found[0] is not None else None


def priced(after: UUID | None, *, market: str, currency: str, limit: int) -> list[UUID]:
    """Variants that have a list price, by id, from the one after `after`."""
    given = {"market": market, "currency": currency, "after": after, "limit": limit}
    return [row[0] for row in sql.rows(LISTED_AFTER, given)]


def reductions(variant_ids: Collection[UUID], *, market: str, currency: str) -> dict[UUID, Reduction]:
    """Of these the prices that are announced as reduced."""
    return {
        variant_id: Reduction(variant_id=variant_id, reference=Money(minor, currency), since=since)
        for variant_id, minor, since in sql.rows(REDUCED, [list(variant_ids), market, currency])
    }
