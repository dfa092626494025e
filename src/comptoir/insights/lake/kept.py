"""What was counted of files that have not changed since is not counted again: figures of days that are over change only
when something late comes in or somebody is forgotten, and then a manifest is another file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any, TypeVar, cast

from comptoir.insights.lake import days, people
from comptoir.journal.contracts import Lane

MOST = 64  # figures, in each process
Counted = TypeVar("Counted")
_found: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = Lock()


def kept(asked: tuple[Any, ...], since: date | None, until: date, count: Callable[[], Counted]) -> Counted:
    """What `count` makes of the days from `since` to `until` and of the map of people. `asked` says what is counted;
    the state of the files is taken before, so that what changes meanwhile is counted anew by who asks next."""
    key = (*asked, since, until, _state(since, until))
    with _lock:
        if key in _found:
            _found.move_to_end(key)
            return cast(Counted, _found[key])
    counted = count()
    with _lock:
        _found[key] = counted
        while len(_found) > MOST:
            _found.popitem(last=False)
    return counted


def _state(since: date | None, until: date) -> tuple[tuple[int, int], ...]:
    manifests = (days.manifest(lane, day) for lane in Lane for day in days.all_days(lane, since, until))
    read = [days.root(), people.path(), *manifests]
    return tuple((told.st_ino, told.st_mtime_ns) for told in (path.stat() for path in read if path.exists()))
