"""What the worker does for search."""

from __future__ import annotations

from datetime import datetime

from comptoir.search.commands.index_news import index_news


def work_index(now: datetime) -> int:
    """One step of indexing; how much it did."""
    done = index_news()
    return done.events + done.products
