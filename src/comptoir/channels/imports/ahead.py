"""Read on while the database works."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from queue import Full, Queue
from typing import TypeVar

Item = TypeVar("Item")

CHUNK = 50
CHUNKS = 4
PATIENCE = 0.2
# A thread that computes keeps the interpreter this long, in seconds, while the other waits with an answer in hand;
# Python's own 5 ms would cost more than reading ahead wins.
SWITCH = 0.0005


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in the same order, made in a thread of its own, at most 200 ahead. What the making raises is
    raised here, after the items before it; who stops early stops the making."""
    chunks: Queue[list[Item] | BaseException | None] = Queue(CHUNKS)
    stop = threading.Event()

    def put(chunk: list[Item] | BaseException | None) -> None:
        while not stop.is_set():
            try:
                return chunks.put(chunk, timeout=PATIENCE)
            except Full:
                continue

    def make() -> None:
        chunk: list[Item] = []
        try:
            for item in items:
                chunk.append(item)
                if len(chunk) == CHUNK:
                    put(chunk)
                    chunk = []
                if stop.is_set():
                    return
            put(chunk)
            put(None)
        except BaseException as problem:
            put(chunk)
            put(problem)

    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    maker = threading.Thread(target=make, name="read ahead", daemon=True)
    maker.start()
    try:
        while (chunk := chunks.get()) is not None:
            if isinstance(chunk, BaseException):
                raise chunk
            yield from chunk
    finally:
        stop.set()
        maker.join()
        sys.setswitchinterval(before)
