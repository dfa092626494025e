"""What the worker calls."""

from __future__ import annotations

from datetime import datetime

from comptoir.content import facade as content


def work_schedule(now: datetime) -> int:
    """Pages, notices and themes whose moment has come."""
    return content.publish_due(now)
