"""Who stands behind a figure of the funnel: people, as far as they allow it, or the orders, which are facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comptoir.insights.contracts import Behind, Reached, RefusedOrder, Step, Stop
from comptoir.insights.funnel.count import WINDOW, Counting
from comptoir.insights.funnel.rules import Whole
from comptoir.insights.funnel.steps import GROUPS
from comptoir.insights.lake import people
from comptoir.insights.lake.opened import opened
from comptoir.kit.refusals import Invalid
from comptoir.org.contracts import PURPOSES
from comptoir.segments import facade as segments

STOPPED = """
SELECT DISTINCT key_hash FROM behaviour
WHERE name = $name AND (payload ->> '$.step') = $step AND coalesce(payload ->> '$.refusal_code', '') = $reason
  AND occurred_at >= $since AND occurred_at < $until AND key_hash IS NOT NULL
"""
NAMES = {"refused": "Checkout Refused", "hesitated": "Checkout Hesitated"}
ORDERS = """
SELECT refused.order_id, count(*), max(refused.at), bool_or(paid.order_id IS NOT NULL)
FROM (SELECT payload ->> '$.order_id' AS order_id, payload ->> '$.request_id' AS request_id,
             payload ->> '$.refusal_code' AS reason, occurred_at AS at
      FROM facts WHERE name = 'Payment Refused' AND occurred_at >= $since AND occurred_at < $until) AS refused
LEFT JOIN (SELECT payload ->> '$.request_id' AS request_id,
                  coalesce(nullif(payload ->> '$.tender', ''), payload ->> '$.kind') AS means
           FROM facts WHERE name = 'Payment Requested') AS asked USING (request_id)
LEFT JOIN (SELECT DISTINCT payload ->> '$.order_id' AS order_id FROM facts WHERE name = 'Order Confirmed') AS paid
       ON paid.order_id = refused.order_id
WHERE refused.reason = $reason AND coalesce(asked.means, '?') = $means
GROUP BY refused.order_id ORDER BY max(refused.at) DESC, refused.order_id
"""


def who_left(
    steps: Sequence[Step], since: datetime, until: datetime, *, step: str, purpose: str, stop: Stop | None = None
) -> Behind:
    """Who came to the step before `step` and not to it, as the funnel counts; with `stop` who was refused, or
    hesitated, so. Those alone who allow `purpose` are told. Refuses Invalid (step, purpose)."""
    check(purpose)
    if stop:
        return _behind(_stopped(since, until, stop), np.zeros(0, np.int64), purpose)
    place = next((number for number, each in enumerate(steps) if number and each.code == step), None)
    if place is None:
        raise Invalid({"step": "not_a_choice"})
    return _behind(*Counting(steps, since, until, None, WINDOW).leaving(place), purpose)


def who_reached(
    steps: Sequence[Step], since: datetime, until: datetime, *, reached: Reached, purpose: str
) -> Behind:
    """Who came so far, as the funnel counts; those alone who allow `purpose` are told. Refuses Invalid (step, by,
    purpose)."""
    check(purpose)
    if reached.by and reached.by not in GROUPS:
        raise Invalid({"by": "not_a_choice"})
    place = next((number for number, each in enumerate(steps) if each.code == reached.step), None)
    if place is None:
        raise Invalid({"step": "not_a_choice"})
    counting = Counting(steps, since, until, reached.by or None, WINDOW)
    return _behind(*counting.reaching(place, reached.group), purpose)


def check(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise Invalid({"purpose": "not_a_choice"})


def refused_orders(
    since: datetime, until: datetime, *, means: str, reason: str, paid_after: bool | None = None
) -> tuple[RefusedOrder, ...]:
    """Orders whose payment was refused so, the latest first: all, or those that were paid after all, or were not."""
    asked = {"since": since, "until": until, "means": means, "reason": reason}
    with opened(since.astimezone(UTC).date(), until.astimezone(UTC).date()) as base:
        rows = base.execute(ORDERS, asked).fetchall()
    return tuple(
        RefusedOrder(order_id=UUID(order), times=times, last_at=at, paid_after=paid)
        for order, times, at, paid in rows
        if paid_after in (None, paid)
    )


def _stopped(since: datetime, until: datetime, stop: Stop) -> Whole:
    if stop.outcome not in NAMES:
        raise Invalid({"outcome": "not_a_choice"})
    asked = {
        "since": since, "until": until, "name": NAMES[stop.outcome], "step": stop.step, "reason": stop.reason
    }  # fmt: skip
    with opened(since.astimezone(UTC).date(), until.astimezone(UTC).date()) as base:
        found: Whole = base.execute(STOPPED, asked).fetchnumpy()["key_hash"]
    return found


def _behind(keys: Whole, persons: Whole, purpose: str) -> Behind:
    """A key that is nobody's in the map, or no longer, is somebody who is not shown."""
    known = people.read()
    chosen = pc.or_(pc.is_in(known["key_hash"], pa.array(keys)), pc.is_in(known["person_hash"], pa.array(persons)))
    theirs = known.filter(chosen)
    whole = len(set(theirs["person"].to_pylist())) + len(set(keys.tolist()) - set(theirs["key_hash"].to_pylist()))
    shown = segments.allowing({UUID(each) for each in theirs["person"].to_pylist()}, purpose)
    return Behind(people=tuple(sorted(shown)), hidden=whole - len(shown))
