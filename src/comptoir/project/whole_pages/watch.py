"""Once a second: what was committed since, and which pages it makes stale."""

from __future__ import annotations

import threading
from collections import deque

import structlog
from django.db import DatabaseError, InterfaceError, connection

from comptoir.channels.storefront import counting
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Mark
from comptoir.kit import cache, clock
from comptoir.project.whole_pages import words
from comptoir.project.whole_pages.memory import Memory

EVERY = 1.0
# Nobody asked for a page for so long: to begin anew costs less than to read what happened.
FORGOTTEN = 30.0
LOOKS = 120
log = structlog.get_logger("comptoir.pages")


class Watch:
    """`due` is when to look next, on the monotonic clock, and `every` the seconds from one look to the next; `looks`
    counts them."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.every = EVERY
        self.due = 0.0
        self.looks = 0
        self._lock = threading.Lock()
        self._mark: Mark | None = None
        # What each of the last looks found stale, None for everything: a page is made while others look.
        self._found: deque[frozenset[str] | None] = deque(maxlen=LOOKS)

    def look(self, moment: float) -> None:
        """Forget what is stale. When the database does not answer, all of it is: nobody knows."""
        if not self._lock.acquire(blocking=False):
            return  # another thread looks; until it has, pages are at most a moment older
        try:
            if moment >= self.due:
                if moment - self.due > FORGOTTEN:
                    self._mark = None
                self._look()
                counting.flush_in_time(clock.now())
                self.due = moment + self.every
        finally:
            self._lock.release()

    def _look(self) -> None:
        began_anew = self._mark is None
        try:
            seen = journal.watch(self._mark, words.WATCHED)
        except (DatabaseError, InterfaceError):
            log.warning("pages are not kept: the journal cannot be read")
            connection.close_if_unusable_or_obsolete()
            self._mark = None
            self._forget(None)
            return
        self._mark = seen.mark
        self._forget(None if began_anew or seen.told is None else words.stale(seen.told))

    def _forget(self, tags: frozenset[str] | None) -> None:
        self._found.append(tags)
        self.looks += 1
        if tags is None:
            self.memory.forget_all()
            cache.forget()
        elif tags:
            self.memory.forget_tagged(tags)

    def still_true(self, tags: frozenset[str], looks: int) -> bool:
        """Whether a page with these tags, whose reading began after so many looks, may be kept: nothing that it shows
        was found stale meanwhile. Never while the journal cannot be read."""
        since = self.looks - looks
        if self._mark is None or since > len(self._found):
            return False
        found = list(self._found)[len(self._found) - since :]
        return all(each is not None and tags.isdisjoint(each) for each in found)
