"""All that is said of the way to an order in some days: how far people came, how many came, and why others stopped."""

from __future__ import annotations

from datetime import UTC, datetime

from comptoir.insights import visits
from comptoir.insights.contracts import Left, PaymentRefusal, Visits, Way
from comptoir.insights.funnel.count import WINDOW, funnel
from comptoir.insights.funnel.leaving import leaving, payment_refusals
from comptoir.insights.funnel.steps import PATH
from comptoir.insights.lake.kept import kept
from comptoir.insights.lake.opened import opened


def way(since: datetime, until: datetime, *, by: str | None = None) -> Way:
    """From `since` to before `until`; `by` is one of GROUPS."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    end = (until + WINDOW).astimezone(UTC).date()
    told = kept(("stops", since, until), first, last, lambda: _stops(since, until))
    table = kept(  # who had ordered before is asked of all days
        ("funnel", since, until, by), None if by == "known" else first, end,
        lambda: funnel(PATH, since, until, by=by),
    )  # fmt: skip
    return Way(table=table, visits=told[0], refusals=told[1], left=told[2])


def _stops(since: datetime, until: datetime) -> tuple[Visits, tuple[PaymentRefusal, ...], tuple[Left, ...]]:
    """The lake is opened once for the three."""
    with opened(since.astimezone(UTC).date(), until.astimezone(UTC).date()) as base:
        return (
            visits.counted(base, since, until), payment_refusals(base, since, until), leaving(base, since, until)
        )  # fmt: skip
