"""Pages in the memory of this process, bounded in bytes; those that nobody asked for longest go first."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from comptoir.channels.storefront.counting import Place
from comptoir.channels.storefront.keeping import Key

# What a page takes besides its content and its key: headers, tags. Measured, rounded up.
BESIDES = 3_000


@dataclass(frozen=True, slots=True)
class Page:
    """`content` is the body as the only element of a list, as WSGI wants it, `packed` the same with gzip, each
    with its headers; `ends` is on the monotonic clock."""

    headers: list[tuple[str, str]]
    content: list[bytes]
    packed_headers: list[tuple[str, str]]
    packed: list[bytes]
    etag: str
    route: str
    ends: float
    tags: frozenset[str]
    place: Place

    def size(self, key: Key) -> int:
        return len(self.content[0]) + len(self.packed[0]) + sum(map(len, key)) + BESIDES


class Memory:
    """Reading takes no lock; whatever changes it does."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.tagged: defaultdict[str, set[Key]] = defaultdict(set)
        self.lock = threading.Lock()

    def get(self, key: Key, moment: float) -> Page | None:
        page = self.pages.get(key)
        if page is None:
            return None
        if page.ends <= moment:
            self.forget([key])
            return None
        try:
            self.pages.move_to_end(key)
        except KeyError:  # another thread has just forgotten it
            return None
        return page

    def keep(self, key: Key, page: Page) -> None:
        with self.lock:
            self._drop(key)
            size = page.size(key)
            if size > self.most_bytes:
                return
            self.pages[key] = page
            self.bytes += size
            for tag in page.tags:
                self.tagged[tag].add(key)
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.pages)))

    def forget(self, keys: Iterable[Key]) -> None:
        with self.lock:
            for key in list(keys):
                self._drop(key)

    def forget_tagged(self, tags: Iterable[str]) -> None:
        with self.lock:
            for tag in tags:
                for key in list(self.tagged.get(tag, ())):
                    self._drop(key)

    def forget_all(self) -> None:
        with self.lock:
            self.pages.clear()
            self.tagged.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page is None:
            return
        self.bytes -= page.size(key)
        for tag in page.tags:
            keys = self.tagged[tag]
            keys.discard(key)
            if not keys:
                del self.tagged[tag]
