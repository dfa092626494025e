"""What was sold and to whom, from the orders themselves: the figures of a period, of cohorts, and of each buyer.

An order counts while it stands (paid or due to be, not cancelled, not expired), on the day of its market on which it
was placed, with what is still asked of its total."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders.contracts import BuyerHistory, Sold, SoldIn
from comptoir.org import facade as org

STANDS = "o.state NOT IN ('pending', 'cancelled', 'expired')"
# Who had an order before the one that is looked at comes back. Records that staff hold for one person's are one buyer.
EARLIER = f"(e.placed_at, e.id) < (o.placed_at, o.id) AND {STANDS.replace('o.', 'e.')}"
SOLD = f"""
WITH sold AS (
    SELECT coalesce(counted.one_id, o.customer_id) AS buyer, o.channel,
           (o.placed_at AT TIME ZONE %(zone)s)::date AS day,
           o.total_minor - o.credited_minor AS minor,
           EXISTS (SELECT FROM orders_order AS e WHERE e.customer_id = o.customer_id AND {EARLIER})
           OR counted.one_id IS NOT NULL AND EXISTS (
               SELECT FROM customers_counted AS also JOIN orders_order AS e USING (customer_id)
               WHERE also.one_id = counted.one_id AND {EARLIER}) AS again
    FROM orders_order AS o LEFT JOIN customers_counted AS counted USING (customer_id)
    WHERE o.market = %(market)s AND o.currency = %(currency)s AND {STANDS}
      AND o.placed_at >= %(since)s::date::timestamp AT TIME ZONE %(zone)s
      AND o.placed_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
)
SELECT day, channel, count(*), coalesce(sum(minor), 0)::bigint, count(DISTINCT buyer),
       count(DISTINCT buyer) FILTER (WHERE again), count(*) FILTER (WHERE again),
       coalesce(sum(minor) FILTER (WHERE again), 0)::bigint
FROM sold GROUP BY GROUPING SETS ((), (channel), (day)) ORDER BY day, channel
"""
BY_DAY = f"""
SELECT (o.placed_at AT TIME ZONE %(zone)s)::date AS day, count(*), sum(o.total_minor - o.credited_minor)::bigint
FROM orders_order AS o
WHERE o.market = %(market)s AND o.currency = %(currency)s AND {STANDS}
  AND o.placed_at >= %(since)s::date::timestamp AT TIME ZONE %(zone)s
  AND o.placed_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
GROUP BY day
"""
HISTORY = """
SELECT {who}, array_agg((o.placed_at AT TIME ZONE %(zone)s)::date ORDER BY o.placed_at, o.id),
       array_agg(o.total_minor - o.credited_minor ORDER BY o.placed_at, o.id),
       (array_agg(o.channel ORDER BY o.placed_at, o.id))[1]
FROM {orders}
WHERE o.market = %(market)s AND o.currency = %(currency)s AND {stands}
  AND {who} > %(after)s AND o.placed_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
GROUP BY {who} ORDER BY {who} LIMIT %(limit)s
"""
ALONE = HISTORY.format(
    who="o.customer_id",
    orders="orders_order AS o",
    stands=f"{STANDS} AND NOT EXISTS (SELECT FROM customers_counted AS c WHERE c.customer_id = o.customer_id)",
)
TOGETHER = HISTORY.format(
    who="c.one_id", orders="customers_counted AS c JOIN orders_order AS o USING (customer_id)", stands=STANDS
)
PAGE = 20_000
NOBODY = UUID(int=0)


def sold(market: str, since: date, until: date) -> SoldIn:
    """From `since` to `until`, both included, in the currency of the market; one statement."""
    asked, currency = _asked(market, since, until)
    rows = [(day, channel, _sold(figures, currency)) for day, channel, *figures in sql.rows(SOLD, asked)]
    return SoldIn(
        whole=next(each for day, channel, each in rows if day is None and channel is None),
        days={day: each for day, _channel, each in rows if day is not None},
        channels={channel: each for _day, channel, each in rows if channel is not None},
    )


def sold_by_day(market: str, since: date, until: date) -> dict[date, tuple[int, Money]]:
    """How many orders stand and what they are worth, as in `sold`, without asking who their buyers are: for who looks
    often. Days without an order are missing."""
    asked, currency = _asked(market, since, until)
    return {day: (count, Money(minor, currency)) for day, count, minor in sql.rows(BY_DAY, asked)}


def _asked(market: str, since: date, until: date) -> tuple[dict[str, Any], str]:
    where = org.market(market)
    period = {"since": since, "until": until, "zone": where.timezone}
    return {"market": market, "currency": where.currency, **period}, where.currency


def buyers(market: str, until: date) -> Iterator[BuyerHistory]:
    """Everybody who had a standing order until the end of this day, in pages. Records that staff hold for one person's
    are one buyer, under the record that stands for them."""
    yield from _buyers(ALONE, market, until)
    yield from _buyers(TOGETHER, market, until)


def _buyers(statement: str, market: str, until: date) -> Iterator[BuyerHistory]:
    where, after = org.market(market), NOBODY
    asked = {"market": market, "currency": where.currency, "zone": where.timezone, "until": until, "limit": PAGE}
    while rows := sql.rows(statement, {**asked, "after": after}):
        for customer_id, days, values, channel in rows:
            yield BuyerHistory(customer_id, tuple(days), tuple(values), channel)
        after = rows[-1][0]


def _sold(figures: list[int], currency: str) -> Sold:
    orders, minor, buyers_, returning, again, again_minor = figures
    return Sold(
        orders=orders, value=Money(minor, currency), buyers=buyers_, returning=returning, again=again,
        again_value=Money(again_minor, currency),
    )  # fmt: skip
