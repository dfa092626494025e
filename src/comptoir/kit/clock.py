"""The only place that reads the clock. Entrances read it once and pass `now` down."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
