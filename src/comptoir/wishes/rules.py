"""What may be kept. Pure."""

from __future__ import annotations

from datetime import timedelta

MOST_REQUESTS, MOST_WISHES = 50, 50
SHARED_FOR = timedelta(days=90)
ANSWERED_KEPT = timedelta(days=180)  # without an address, for figures
WAITED = timedelta(days=365)  # who was not answered within a year no longer waits


def reached(waiting: int, pieces: int, answered_lately: int) -> int:
    """How many of those who wait may be told now: one for each piece that nobody was told of within a day."""
    return max(0, min(waiting, pieces - answered_lately))
