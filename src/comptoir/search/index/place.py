"""Where the index of this machine lies, and the reader of this process."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import tantivy
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from comptoir.search.errors import IndexBusy
from comptoir.search.index import shape

SMALL_HEAP = 15_000_000  # bytes: the least that tantivy takes
LARGE_HEAP = 60_000_000
log = structlog.get_logger("comptoir.search")


@dataclass(slots=True)
class _Open:
    """`stamp` is that of the file that a commit replaces."""

    index: tantivy.Index
    stamp: tuple[int, int]
    searcher: tantivy.Searcher

    @property
    def filled(self) -> tantivy.Searcher | None:
        """An index that is being built for the first time has not even its place in the journal."""
        return self.searcher if self.searcher.num_docs else None


_open: dict[str, _Open] = {}
_lock = threading.Lock()


def folder() -> Path:
    """One for each database that this machine serves, and for each shape of the index."""
    database = connections[DEFAULT_DB_ALIAS].settings_dict
    name = "/".join(str(database[part]) for part in ("HOST", "PORT", "NAME"))
    mark = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
    return Path(settings.HOME) / "search" / f"{mark}-{shape.VERSION}"


def searcher() -> tantivy.Searcher | None:
    """What the last commit left, or None while nothing was committed, or what was is damaged: the next writer begins
    anew. A look at one file's date a call."""
    path = str(folder())
    try:
        found = os.stat(f"{path}/meta.json")
    except FileNotFoundError:
        return None
    stamp = (found.st_mtime_ns, found.st_ino)
    known = _open.get(path)
    if known and known.stamp == stamp:
        return known.filled
    with _lock:
        known = _open.get(path)
        if known and known.stamp == stamp:
            return known.filled
        try:
            index = known.index if known else _index(path)
            index.reload()
        except ValueError:
            _open.pop(path, None)
            return None
        _open[path] = _Open(index, stamp, index.searcher())
        return _open[path].filled


@contextmanager
def writer(heap: int = SMALL_HEAP) -> Iterator[tuple[tantivy.IndexWriter, tantivy.Searcher]]:
    """The one writer, and what was committed before; what is not committed inside is forgotten. Refuses IndexBusy."""
    path = folder()
    index = _sound(path)
    try:
        made = index.writer(heap, 1)
    except ValueError as busy:
        if "LockBusy" not in str(busy) and "lock" not in str(busy).lower():
            raise
        raise IndexBusy() from busy
    try:
        yield made, index.searcher()
    except BaseException:
        made.rollback()
        raise
    finally:
        made.wait_merging_threads()


def count(answer: tantivy.SearchResult) -> int:
    """How many documents match in all; tantivy's stub does not name it."""
    return int(getattr(answer, "count"))  # noqa: B009


def _sound(path: Path) -> tantivy.Index:
    """The index that lies there. One that cannot be read is thrown away: all that it knew is known to the database."""
    path.mkdir(parents=True, exist_ok=True)
    try:
        return _index(str(path))
    except ValueError as damage:
        log.warning("the index cannot be read and is begun anew", reason=str(damage))
    shutil.rmtree(path)
    path.mkdir()
    return _index(str(path))


def _index(path: str) -> tantivy.Index:
    index = tantivy.Index(shape.schema(), path, reuse=True)
    for name, analyzer in shape.analyzers().items():
        index.register_tokenizer(name, analyzer)
    index.config_reader("manual")
    return index
