"""What the worker does for the catalogue."""

from __future__ import annotations

import os
from datetime import datetime

from comptoir.catalog.commands.fetch_pictures import fetch_pictures


def work_pictures(now: datetime) -> int:
    """A few pictures; COMPTOIR_PICTURE_HOSTS may name `host:port` of the own network, separated by commas."""
    hosts = os.environ.get("COMPTOIR_PICTURE_HOSTS", "")
    return fetch_pictures(
        now=now, trusted=frozenset(host.strip() for host in hosts.split(",") if host.strip())
    )
