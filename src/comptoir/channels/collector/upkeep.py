"""What the worker does for the collector by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from comptoir.channels.collector import spans
from comptoir.kit import sql

VERDICTS = 20_000
TALLIES = timedelta(days=90)
FORGET = """
DELETE FROM collector_verdict WHERE id <= (SELECT max(id) FROM collector_verdict) - %s
"""
ADD_UP = """
WITH gone AS (
    DELETE FROM collector_tally WHERE at < date_trunc('hour', %(now)s::timestamptz) AND at <> date_trunc('hour', at)
    RETURNING *
)
INSERT INTO collector_tally (at, source, verdict, reason, times)
SELECT date_trunc('hour', at), source, verdict, reason, sum(times) FROM gone GROUP BY 1, 2, 3, 4
"""


def make_ahead(now: datetime) -> int:
    """Partitions of remembered message ids."""
    return spans.make_spans_ahead(now)


def let_go(now: datetime) -> int:
    """Keep the latest verdicts; add old sums up by hour, and forget them after ninety days."""
    gone = sql.run(FORGET, [VERDICTS])
    sql.run(ADD_UP, {"now": now})
    sql.run("DELETE FROM collector_tally WHERE at < %s", [now - TALLIES])
    return gone
