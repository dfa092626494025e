"""What a merchant changes rarely and every request reads (markets, places, VAT rates, delivery prices, what a variant
is): kept in memory for a moment.

Kept per database and for three seconds: so long, and no longer, another process may still see the old one.
This process forgets at once when it changes them itself. Never for what a sale can change (stock, prices), and
answers are shared: nobody may change one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction

SECONDS = 3.0
MOST = 5_000
Found = TypeVar("Found")
Name = TypeVar("Name", bound=Hashable)
_kept: dict[tuple[str, str, str], dict[Any, tuple[float, Any]]] = {}


def keep(name: str, read: Callable[[], Found]) -> Found:
    """The answer of `read` of at most three seconds ago."""
    found: Found = keep_each(name, ("",), lambda _names: {"": read()})[""]
    return found


def keep_each(
    kind: str, names: Collection[Name], read: Callable[[list[Name]], Mapping[Name, Any]]
) -> dict[Name, Any]:
    """As `keep`, name by name: `read` is asked once, for those that are not in memory. What it leaves out is None."""
    database = connections[DEFAULT_DB_ALIAS].settings_dict
    place = (database["HOST"], database["NAME"], kind)
    moment = time.monotonic()
    oldest = moment - SECONDS
    kept = _kept.setdefault(place, {})
    found = {name: made[1] for name in names if (made := kept.get(name)) and made[0] >= oldest}
    if missing := [name for name in names if name not in found]:
        if len(kept) > MOST:
            kept.clear()
        read_now = read(missing)
        for name in missing:
            found[name] = read_now.get(name)
            kept[name] = (moment, found[name])
    return found


def forget() -> None:
    """The next read asks the database; inside a transaction also the next one after it, for meanwhile somebody may
    have read what was true before."""
    _kept.clear()
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        transaction.on_commit(_kept.clear)
