"""Markets, storefronts and places change rarely and are read with every request: kept in memory for a moment.

Kept per database and for three seconds: so long, and no longer, another process may still see the old one.
This process forgets at once when it changes them itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

SECONDS = 3.0
Found = TypeVar("Found")
_kept: dict[tuple[str, str, str], tuple[float, Any]] = {}


def keep(name: str, read: Callable[[], Found]) -> Found:
    """The answer of `read` of at most three seconds ago."""
    database = connection.settings_dict
    key = (str(database["HOST"]), str(database["NAME"]), name)
    moment = time.monotonic()
    made = _kept.get(key)
    if made is None or moment - made[0] > SECONDS:
        made = _kept[key] = (moment, read())
    return made[1]


def forget() -> None:
    """The next read asks the database. Called after a commit."""
    _kept.clear()
