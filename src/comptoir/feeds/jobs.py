"""The files are made by the queue, which works when nobody waits; a loop asks for those whose time has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from comptoir.feeds.commands.publish_feed import publish_feed
from comptoir.kit import clock, sql
from comptoir.kit.refusals import NotFound

EVERY = timedelta(hours=4)
# The claim is in the row: two workers ask for a feed once.
DUE = """
UPDATE feeds_feed SET asked_at = %(now)s WHERE asked_at <= %(before)s RETURNING id
"""


@app.task(name="feeds.publish", retry=RetryStrategy(max_attempts=4, wait=60))
def publish(feed_id: str) -> None:
    """A feed that was closed meanwhile needs no file."""
    try:
        publish_feed(UUID(feed_id), now=clock.now())
    except NotFound:
        return


def ask(feed_id: UUID) -> None:
    """Hand it to the worker, which makes one file of a feed at a time: who asked later has the last word."""
    publish.configure(lock=f"feed:{feed_id}").defer(feed_id=str(feed_id))


def ask_for_due(now: datetime) -> int:
    """Those that were asked for last more than EVERY ago."""
    with transaction.atomic(durable=True):
        due = [row[0] for row in sql.rows(DUE, {"now": now, "before": now - EVERY})]
        for feed_id in due:
            ask(feed_id)
    return len(due)
