"""The web server's entrance: what is in memory is answered from it, everything else by Django.

An answer from memory costs no statement, no session and no middleware. It is counted and logged like every other. Kept
pages go out with gzip: they are the same for everybody, so their length tells nobody a secret; all others go out plain.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from comptoir.channels.storefront import counting, keeping
from comptoir.channels.storefront.keeping import Key, Offer
from comptoir.kit import clock
from comptoir.kit.ids import uuid7_text
from comptoir.project.middleware import given_id, record_from_memory
from comptoir.project.whole_pages.memory import Memory, Page
from comptoir.project.whole_pages.watch import Watch

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# A page is made anew after so long whatever happens: for what no word tells, the name of a category for example.
LONGEST = 600.0
# Who asks for a page that is being made waits for it: so long, then makes one.
PATIENCE = 5.0
REFUSED = frozenset({"q=0", "q=0.0", "q=0.00", "q=0.000"})
LONGEST_ASKED = 200  # of Accept-Encoding; no browser's is longer
LEVEL = 6  # of gzip: a page is packed once and given many times
# Of this answer alone, or said by the server for each one.
OWN = frozenset({"x-request-id", "content-length", "date", "connection"})


class WholePages:
    """A WSGI application in front of `application`, with `most_bytes` of pages in its memory."""

    def __init__(self, application: Application, most_bytes: int) -> None:
        self.application = application
        self.memory = Memory(most_bytes)
        self.watch = Watch(self.memory)
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = keeping.key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        moment = time.monotonic()
        if moment >= self.watch.due:
            self.watch.look(moment)
        page = self.memory.get(key, moment)
        if page is not None:
            return _from_memory(page, key, environ, start_response, moment)
        return self._once(key, environ, start_response)

    def _once(self, key: Key, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Many ask for a page that is not there: one makes it, the others wait for that one."""
        with self._lock:
            making = self._making.get(key)
            if making is None:
                made = self._making[key] = threading.Event()
        if making is not None:
            making.wait(PATIENCE)
            moment = time.monotonic()
            if page := self.memory.get(key, moment):
                return _from_memory(page, key, environ, start_response, moment)
            return self.application(environ, start_response)
        try:
            return self._make(key, environ, start_response)
        finally:
            with self._lock:
                del self._making[key]
            made.set()

    def _make(self, key: Key, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        known = environ.pop("HTTP_IF_NONE_MATCH", "")  # a page is made whole, and compared when it is there
        looks = self.watch.looks
        said: list[Any] = []
        answer = self.application(environ, lambda *told: said.extend(told))
        offer: Offer | None = environ.get(keeping.OFFER)
        status, headers = said[0], said[1]
        if offer is None or not status.startswith("200 ") or any(name == "Set-Cookie" for name, _ in headers):
            start_response(*said)
            return answer
        content = b"".join(answer)
        with suppress(AttributeError):
            answer.close()  # type: ignore[attr-defined]
        etag = next((value for name, value in headers if name == "ETag"), "")
        packed = gzip.compress(content, LEVEL, mtime=0)
        shared = [(name, value) for name, value in headers if name.lower() not in OWN] + [("Vary", "Accept-Encoding")]
        weak = [(name, f"W/{value}" if name == "ETag" else value) for name, value in shared]
        left = min(LONGEST, (offer.ends_at - clock.now()).total_seconds())
        page = Page(
            headers=[*shared, ("Content-Length", str(len(content)))],
            content=[content],
            packed_headers=[*weak, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))],
            packed=[packed],
            etag=etag,
            route=environ.get(keeping.ROUTE, ""),
            ends=time.monotonic() + left,
            tags=offer.tags,
            place=offer.place,
        )
        if left > 0:
            # Kept first, asked afterwards: what another thread finds stale in between would stay otherwise.
            self.memory.keep(key, page)
            if not self.watch.still_true(offer.tags, looks):
                self.memory.forget([key])
        own = [(name, value) for name, value in headers if name.lower() == "x-request-id"]
        return _answer(page, known, _unpacks(environ), own, start_response)


def _from_memory(
    page: Page, key: Key, environ: Environ, start_response: Callable[..., Any], began: float
) -> Iterable[bytes]:
    given = given_id(environ.get("HTTP_X_REQUEST_ID", ""))
    identity = str(given) if given else uuid7_text()
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    status = 304 if known and _is_known(page.etag, known) else 200
    content = _answer(page, known, _unpacks(environ), [("X-Request-Id", identity)], start_response)
    record_from_memory(page.route, status, time.monotonic() - began, identity)
    if not keeping.is_measured(key):
        counting.given(page.place, environ, clock.now())
    return content


def _answer(
    page: Page, known: str, unpacks: bool, own: list[tuple[str, str]], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    if known and _is_known(page.etag, known):
        kept = [(name, value) for name, value in page.headers if not name.startswith("Content-")]
        start_response("304 Not Modified", kept + own)
        return []
    start_response("200 OK", (page.packed_headers if unpacks else page.headers) + own)
    return page.packed if unpacks else page.content


def _unpacks(environ: Environ) -> bool:
    """Whether this browser reads gzip (RFC 9110, 12.5.3): every one does; who refuses it says `q=0`, or nothing."""
    asked = environ.get("HTTP_ACCEPT_ENCODING", "")
    return _reads_gzip(asked) if len(asked) <= LONGEST_ASKED else False


@lru_cache(maxsize=200)
def _reads_gzip(asked: str) -> bool:
    return any(
        name.strip() == "gzip" and weight.strip() not in REFUSED
        for name, _mark, weight in (one.partition(";") for one in asked.lower().split(","))
    )


def _is_known(etag: str, known: str) -> bool:
    """If-None-Match (RFC 9110, 13.1.2), compared weakly."""
    return known.strip() == "*" or etag in {each.strip().removeprefix("W/") for each in known.split(",")}
