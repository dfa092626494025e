"""What first brought each buyer: the first campaign of theirs that was seen, with consent, on any of their devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from comptoir.insights.contracts import Behind, Brought, Period
from comptoir.insights.funnel.behind import check
from comptoir.insights.lake import people
from comptoir.insights.lake.opened import opened
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.segments import facade as segments

FIRST = """
SELECT them.value, arg_min(seen.campaign, seen.at)
FROM (SELECT key_hash, arg_min(campaign, occurred_at) AS campaign, min(occurred_at) AS at FROM behaviour
      WHERE campaign IS NOT NULL AND key_hash IS NOT NULL AND occurred_at < $until GROUP BY key_hash) AS seen
JOIN people AS own ON own.key_hash = seen.key_hash
JOIN people AS them ON them.person = own.person AND them.kind = 'customer'
GROUP BY them.value
"""


def first_campaigns(until: datetime) -> Mapping[UUID, str]:
    """By customer, “source / medium / name”; one of whom no campaign was seen before `until` is left out."""
    with opened(None, until.astimezone(UTC).date()) as base:
        return {UUID(customer): campaign for customer, campaign in base.execute(FIRST, {"until": until}).fetchall()}


def who_was_brought(market: str, period: Period, *, brought: Brought, purpose: str) -> Behind:
    """Who stands behind a row of `by_first_campaign` for these days, as far as they allow `purpose`. A buyer who is
    not in the map is somebody who is not shown. Refuses Invalid (purpose)."""
    check(purpose)
    end = datetime.combine(period.until + timedelta(days=1), time(), org.market(market).zone)
    campaigns = first_campaigns(end)
    chosen = {
        str(buyer.customer_id)
        for buyer in orders.buyers(market, period.until)
        if campaigns.get(buyer.customer_id, "") == brought.campaign
        and (not brought.new or period.has(buyer.days[0]))
    }
    known = people.read()
    of_them = pc.and_(pc.equal(known["kind"], "customer"), pc.is_in(known["value"], pa.array(chosen, pa.string())))
    persons = {UUID(each) for each in known.filter(of_them)["person"].to_pylist()}
    shown = segments.allowing(persons, purpose)
    return Behind(people=tuple(sorted(shown)), hidden=len(chosen) - len(shown))
