"""Where and why people leave: what was refused, first of all payments, which are facts; and what made them hesitate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comptoir.insights.contracts import Left, PaymentRefusal

# An order whose buyer tried again and paid is not lost.
PAYMENTS = """
SELECT coalesce(asked.tender, asked.kind, '?') AS means, refused.refusal_code AS reason, count(*) AS times,
       count(DISTINCT refused.order_id) AS orders,
       count(DISTINCT refused.order_id) FILTER (WHERE paid.order_id IS NOT NULL) AS paid_after
FROM (SELECT payload ->> '$.order_id' AS order_id, payload ->> '$.request_id' AS request_id,
             payload ->> '$.refusal_code' AS refusal_code
      FROM facts WHERE name = 'Payment Refused' AND occurred_at >= $since AND occurred_at < $until) AS refused
LEFT JOIN (SELECT payload ->> '$.request_id' AS request_id, nullif(payload ->> '$.tender', '') AS tender,
                  payload ->> '$.kind' AS kind
           FROM facts WHERE name = 'Payment Requested') AS asked USING (request_id)
LEFT JOIN (SELECT DISTINCT payload ->> '$.order_id' AS order_id FROM facts WHERE name = 'Order Confirmed') AS paid
       ON paid.order_id = refused.order_id
GROUP BY ALL ORDER BY times DESC, means, reason
"""
# With consent each is an event of somebody; without, it was counted by the minute.
STEPS = """
SELECT step, reason, outcome, sum(times)::BIGINT AS times, sum(people)::BIGINT AS people
FROM (
    SELECT payload ->> '$.step' AS step, coalesce(payload ->> '$.refusal_code', '') AS reason,
           CASE name WHEN 'Checkout Refused' THEN 'refused' ELSE 'hesitated' END AS outcome, count(*) AS times,
           count(DISTINCT key_hash) AS people
    FROM behaviour WHERE name IN ('Checkout Refused', 'Checkout Hesitated')
      AND occurred_at >= $since AND occurred_at < $until GROUP BY ALL
    UNION ALL
    SELECT payload ->> '$.step', payload ->> '$.refusal_code', payload ->> '$.outcome',
           sum((payload ->> '$.times')::BIGINT), 0
    FROM exempt WHERE name = 'Checkout Steps Counted' AND (payload ->> '$.outcome') IN ('refused', 'hesitated')
      AND occurred_at >= $since AND occurred_at < $until GROUP BY ALL)
GROUP BY ALL ORDER BY outcome DESC, times DESC, step, reason
"""


def payment_refusals(base: Any, since: datetime, until: datetime) -> tuple[PaymentRefusal, ...]:
    """By means and reason, the most frequent first."""
    rows = base.execute(PAYMENTS, {"since": since, "until": until}).fetchall()
    return tuple(
        PaymentRefusal(means=means, reason=reason, times=times, orders=orders, paid_after=paid)
        for means, reason, times, orders, paid in rows
    )


def leaving(base: Any, since: datetime, until: datetime) -> tuple[Left, ...]:
    """Refusals and hesitations of the checkout by step and reason, refusals first."""
    return tuple(
        Left(step=step, reason=reason, outcome=outcome, times=times, people=people)
        for step, reason, outcome, times, people in base.execute(STEPS, {"since": since, "until": until}).fetchall()
    )
