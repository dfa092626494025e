"""How many came, and of what share of them anything is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from comptoir.insights.contracts import Visits
from comptoir.insights.lake.kept import kept
from comptoir.insights.lake.opened import opened

# A visit ends after half an hour without an event.
SEEN = """
WITH seen AS (
    SELECT key_hash, occurred_at, act,
           occurred_at - lag(occurred_at) OVER (PARTITION BY key_hash ORDER BY occurred_at) AS pause
    FROM behaviour
    WHERE occurred_at >= $since AND occurred_at < $until AND key_hash IS NOT NULL
)
SELECT count(DISTINCT key_hash), count(*) FILTER (WHERE pause IS NULL OR pause > INTERVAL 30 MINUTE),
       count(*) FILTER (WHERE act IN ('Page Viewed', 'Screen Viewed'))
FROM seen
"""
ORDERED = """
SELECT count(*) FROM facts WHERE name = 'Order Placed' AND visitor IS NOT NULL
  AND occurred_at >= $since AND occurred_at < $until
"""
COUNTED = """
SELECT coalesce(sum(times) FILTER (WHERE name = 'Pages Counted' AND NOT (payload ->> '$.ahead')::BOOLEAN
                                     AND (payload ->> '$.device') <> 'bot'
                                     OR activity IN ('Page Viewed', 'Screen Viewed', 'page', 'screen')), 0)::BIGINT,
       coalesce(sum(times) FILTER (WHERE name = 'Visits Counted' OR activity = 'visit'), 0)::BIGINT
FROM (SELECT name, payload, (payload ->> '$.times')::BIGINT AS times, payload ->> '$.activity' AS activity
      FROM exempt WHERE occurred_at >= $since AND occurred_at < $until)
"""


def visits(since: datetime, until: datetime) -> Visits:
    """From `since` to before `until`, over all sources. Visits and their orders are those with consent. Without it the
    exempt lane counts pages, and visits by the pages that no other of ours led to."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()

    def count() -> Visits:
        with opened(first, last) as base:
            return counted(base, since, until)

    return kept(("visits", since, until), first, last, count)


def counted(base: Any, since: datetime, until: datetime) -> Visits:
    """In a lake that is open on these days."""
    asked = {"since": since, "until": until}
    people, sessions, pages = base.execute(SEEN, asked).fetchone()
    (orders,) = base.execute(ORDERED, asked).fetchone()
    pages_of_nobody, visits_of_nobody = base.execute(COUNTED, asked).fetchone()
    return Visits(
        visitors=people, visits=sessions, orders=orders, pages=pages, pages_of_nobody=pages_of_nobody,
        visits_of_nobody=visits_of_nobody,
    )  # fmt: skip
