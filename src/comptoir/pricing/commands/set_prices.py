"""Set list prices, thousands at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.pricing import PriceChanged, ReductionEnded
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid
from comptoir.pricing import rules
from comptoir.pricing.contracts import PriceToSet

# Rows are locked in the order of variants, whatever the order asked.
CHANGE = """
INSERT INTO pricing_listprice AS kept (variant_id, market, currency, amount_minor, version, changed_at)
SELECT variant_id, %(market)s, currency, amount_minor, 1, %(now)s
FROM unnest(%(variant_ids)s::uuid[], %(currencies)s::text[], %(amounts)s::bigint[])
     AS wanted(variant_id, currency, amount_minor)
ORDER BY variant_id, currency
ON CONFLICT (variant_id, market, currency) DO UPDATE
SET amount_minor = excluded.amount_minor, version = kept.version + 1,
    changed_at = greatest(excluded.changed_at, kept.changed_at)
WHERE kept.amount_minor <> excluded.amount_minor
RETURNING variant_id, currency, amount_minor, version, changed_at
"""

# A statement of its own: only a snapshot taken after the rows were locked shows what was before.
RECORD = """
WITH changed AS (
    SELECT * FROM unnest(%(variant_ids)s::uuid[], %(currencies)s::text[], %(amounts)s::bigint[],
                         %(versions)s::int[], %(since)s::timestamptz[])
             AS c(variant_id, currency, amount_minor, version, since)
), recorded AS (
    INSERT INTO pricing_pricechange (variant_id, market, currency, amount_minor, version, since, actor)
    SELECT variant_id, %(market)s, currency, amount_minor, version, since, %(actor)s FROM changed
)
SELECT changed.variant_id, changed.currency, before.amount_minor, changed.amount_minor
FROM changed LEFT JOIN pricing_pricechange before
  ON (before.variant_id, before.market, before.currency, before.version)
   = (changed.variant_id, %(market)s, changed.currency, changed.version - 1)
"""

# A reduction that goes further keeps its reference; a price that rises is no longer announced as reduced.
ENDED = """
DELETE FROM pricing_reduction announced
USING unnest(%(variant_ids)s::uuid[], %(currencies)s::text[]) AS rose(variant_id, currency)
WHERE (announced.variant_id, announced.market, announced.currency) = (rose.variant_id, %(market)s, rose.currency)
RETURNING announced.variant_id, announced.currency
"""


def set_prices(prices: Sequence[PriceToSet], *, market: str, origin: Origin, now: datetime) -> int:
    """Make these the list prices of a market (VAT included) and journal what changed; returns how many did.

    A price that is the same already writes nothing; of two for one variant and currency the last counts.
    Joins an open transaction, whose owner held `("price_list", market)` before its first write; else makes
    one of its own. Refuses Invalid when an amount is negative or above 100,000,000,000 minor units.
    """
    wanted = {(price.variant_id, price.amount.currency): price.amount.minor for price in prices}
    if not all(0 <= minor <= rules.MOST_MINOR for minor in wanted.values()):
        raise Invalid({"amount": "out_of_range"})
    if not wanted:
        return 0
    joins = connection.in_atomic_block
    with transaction.atomic(durable=not joins):
        if not joins:
            # One lock for the list: thousands of subjects would not fit into the server's table of locks.
            locks.hold(("price_list", market))
        return _set(wanted, market, origin, now)


def _set(wanted: dict[Any, int], market: str, origin: Origin, now: datetime) -> int:
    changed = sql.rows(
        CHANGE,
        {
            "market": market,
            "now": now,
            "variant_ids": [variant_id for variant_id, _ in wanted],
            "currencies": [currency for _, currency in wanted],
            "amounts": list(wanted.values()),
        },
    )
    if not changed:
        return 0
    variant_ids, currencies, amounts, versions, since = map(list, zip(*changed, strict=True))
    recorded = sql.rows(
        RECORD,
        {
            "market": market,
            "actor": origin.actor,
            "variant_ids": variant_ids,
            "currencies": currencies,
            "amounts": amounts,
            "versions": versions,
            "since": since,
        },
    )
    words = [
        PriceChanged(
            variant_id=variant_id, market=market, currency=currency, before_minor=before, amount_minor=amount
        )
        for variant_id, currency, before, amount in recorded
    ]
    ended = _ended([row for row in recorded if row[2] is not None and row[3] > row[2]], market)
    journal.append(*words, *ended, origin=origin, occurred_at=now)
    return len(words)


def _ended(rose: Sequence[Any], market: str) -> list[ReductionEnded]:
    if not rose:
        return []
    given = {"variant_ids": [row[0] for row in rose], "currencies": [row[1] for row in rose], "market": market}
    return [
        ReductionEnded(variant_id=variant_id, market=market, currency=currency)
        for variant_id, currency in sql.rows(ENDED, given)
    ]
