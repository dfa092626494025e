"""The worker keeps the lake as the journal is, a few minutes behind."""

from __future__ import annotations

from datetime import datetime

from comptoir.insights.lake import people
from comptoir.insights.lake.export import BATCH, export, writing
from comptoir.profiles import facade as profiles


def fill_lake(now: datetime) -> int:
    """All that is settled now, and who is who; answers 0, so that what comes meanwhile waits for the next round and
    lies in one file with more."""
    while export() >= BATCH:
        pass
    with writing() as free:
        if free:
            people.write(profiles.export_map())
    return 0
