"""Times as whole microseconds since 1970, and what the clock of a sender is worth."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400 * SECOND
EPOCH_2000 = 946_684_800 * SECOND  # PostgreSQL counts from here
EARLIEST = 0  # 1970: what a clock without battery says
SKEWED = 3_600 * SECOND


def micros(moment: datetime) -> int:
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def moment_of(when: int) -> datetime:
    return datetime.fromtimestamp(when // SECOND, UTC).replace(microsecond=when % SECOND)


def read(value: Any) -> int | None:
    """ISO 8601 (UTC when it names no zone) or milliseconds since 1970; None for anything else."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
            return micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            return None
    if value is not None and isinstance(value, int | float) and not isinstance(value, bool) and 1e11 < value < 1e13:
        return int(value * 1_000)
    return None


def occurred(said: int | None, sent: int | None, received: int, *, historical: bool) -> tuple[int, list[str]]:
    """When it happened by our clock, and what was wrong: what its sender's clock says, moved by the difference between
    that clock at sending and ours at receiving. History is believed. Never later than now."""
    if said is None:
        return received, ["time_missing"]
    when, faults = said, []
    if sent is not None and not historical:
        when = received - (sent - said) if sent >= said else received
        if abs(received - sent) > SKEWED:
            faults.append("clock_skewed")
    if when > received:
        when = received
        faults.append("time_ahead")
    if when <= EARLIEST:
        return received, ["time_missing"]
    return when, faults
