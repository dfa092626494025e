"""A list of people behind a figure leaves the house, for one purpose; that it did is remembered."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from comptoir.insights.campaigns import who_was_brought
from comptoir.insights.contracts import Behind, Brought, Period, Reached
from comptoir.insights.funnel.behind import who_reached
from comptoir.insights.funnel.steps import PATH
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.insights import BehindExported
from comptoir.kit import locks
from comptoir.org import facade as org


def export_behind(
    figure: Reached | Brought, market: str, period: Period, *, purpose: str, origin: Origin, now: datetime
) -> Behind:
    """Everybody who stands behind it and allows `purpose` now. Refuses Invalid (step, by, purpose)."""
    zone = org.market(market).zone
    since = datetime.combine(period.since, time(), zone)
    until = datetime.combine(period.until + timedelta(days=1), time(), zone)
    if isinstance(figure, Reached):
        found = who_reached(PATH, since, until, reached=figure, purpose=purpose)
        name, row, group = "funnel", figure.step, figure.group
    else:
        found = who_was_brought(market, period, brought=figure, purpose=purpose)
        name, row, group = "retention", figure.campaign, "new" if figure.new else ""
    word = BehindExported(
        figure=name, row=row, group=group, since=since, until=until, purpose=purpose, people=len(found.people)
    )
    with transaction.atomic(durable=True):
        locks.hold(("figure", name))
        journal.append(word, origin=origin, occurred_at=now)
    return found
