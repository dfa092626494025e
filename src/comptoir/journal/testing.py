"""Delivery in tests whose transaction is rolled back: nothing is ever settled there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from comptoir.journal import cursors, delivery
from comptoir.journal.contracts import Consumer
from comptoir.journal.dead_letters import dead_letters

FAR = datetime(2000, 1, 1, tzinfo=UTC)


class HandlerFailed(AssertionError):
    """A consumer raised; the text is its traceback."""


def deliver(consumers: Iterable[Consumer], *, now: datetime = FAR) -> int:
    """Run the consumers until all have heard everything, what they append themselves included.

    Returns how many rows were passed. Raises HandlerFailed when a handler raises. `now` only dates failures.
    """
    listed = [reader for each in delivery.checked(*consumers) for reader in each.readers]
    total = 0
    while passed := sum(
        delivery.deliver_lane(consumer, lane, now=now, limit=consumer.batch, settled=False)
        for consumer in listed
        for lane in cursors.lanes(consumer)
    ):
        total += passed
        for consumer in listed:
            for letter in dead_letters(consumer.name).items:
                raise HandlerFailed(f"{consumer.name} on {letter.name}:\n{letter.traceback}")
    return total
