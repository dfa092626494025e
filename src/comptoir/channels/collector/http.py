"""The WSGI application: addresses and answers of the widespread tracking APIs, at the host's root."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from comptoir.channels.collector import bodies, incoming, moments
from comptoir.channels.collector.bodies import Sent
from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.errors import (
    Answer,
    EventRefused,
    KeyUnknown,
    MethodRefused,
    NowhereHere,
    OriginRefused,
    SecretShown,
)
from comptoir.channels.collector.hearing import Bad, Call, hear
from comptoir.channels.collector.parcels import Event, Refused
from comptoir.channels.collector.reporting import reporter
from comptoir.channels.collector.served import bundle, settings_of, source_config
from comptoir.kit import ids
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceInfo

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]

SINGLES = {"track": "track", "identify": "identify", "page": "page", "screen": "screen", "group": "group",
           "alias": "alias", "t": "track", "i": "identify", "p": "page", "s": "screen", "g": "group",
           "a": "alias"}  # fmt: skip
BATCHES = frozenset(("/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"))
UNHEARD = frozenset(("/v1/m", "/v1/metrics", "/rsaMetrics"))  # what SDKs say of themselves
SETTINGS = re.compile(r"/v1/projects/([^/]+)/settings")
SNIPPET = re.compile(r"/analytics\.js/v1/([^/]+)/analytics(?:\.min)?\.js")
PIECES = "/analytics-next/bundles/"
MOST_NAMED = 100  # refusals that an answer lists
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
JSON, PICTURE, SCRIPT = "application/json", "image/gif", "text/javascript"
ACCEPTED = b'{"success":true}'
STATUS = {
    200: "200 OK", 204: "204 No Content", 400: "400 Bad Request", 401: "401 Unauthorized", 403: "403 Forbidden",
    404: "404 Not Found", 405: "405 Method Not Allowed", 408: "408 Request Timeout", 413: "413 Content Too Large",
    429: "429 Too Many Requests", 500: "500 Internal Server Error", 503: "503 Service Unavailable",
}  # fmt: skip
ALLOWED_HEADERS = (
    "authorization, content-type, content-encoding, x-retry-count, anonymousid, sentat, rsa-retry-attempt,"
    " rsa-retry-reason, rsa-since-first-request, rsa-since-last-attempt, rsa-recovered, x-requested-with"
)
_encode = msgspec.json.Encoder().encode


class Collector:
    """`behind_proxy` says that X-Forwarded-Proto is told by a proxy of ours, and not by whoever calls."""

    def __init__(self, desk: Desk, *, behind_proxy: bool = False) -> None:
        self._desk, self._behind_proxy = desk, behind_proxy

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        headers = _cors(environ)
        try:
            status, kind, body = self._answer(environ)
        except Answer as answer:
            status, kind = answer.status, JSON
            body = _encode({"success": False, "code": answer.code, "message": answer.message})
            if answer.retry_after is not None:
                headers.append(("Retry-After", str(answer.retry_after)))
        headers += [("Content-Type", kind), ("Content-Length", str(len(body)))]
        headers.append(("Cache-Control", "public, max-age=3600" if kind == SCRIPT else "no-store"))
        start(STATUS[status], headers)
        return [body]

    def _answer(self, environ: Environ) -> tuple[int, str, bytes]:
        method, path = environ["REQUEST_METHOD"], "/" + environ.get("PATH_INFO", "").strip("/")
        if method == "OPTIONS":
            return 204, JSON, b""
        if method in ("GET", "HEAD"):
            return self._read(environ, path)
        if path in UNHEARD:
            return 200, JSON, ACCEPTED
        kind = SINGLES.get(path.removeprefix("/v1/")) if path.startswith("/v1/") else None
        if kind is None and path not in BATCHES:
            raise NowhereHere()
        if method != "POST":
            raise MethodRefused()
        return self._take(environ, path, kind)

    def _read(self, environ: Environ, path: str) -> tuple[int, str, bytes]:
        if path == "/healthz":
            return 200, JSON, ACCEPTED
        if found := SETTINGS.fullmatch(path):
            self._desk.source(_public(found[1]))
            return 200, JSON, settings_of(found[1], _host(environ), self._protocol(environ))
        if found := SNIPPET.fullmatch(path):
            self._desk.source(_public(found[1]))
            return 200, SCRIPT, bundle("standalone.js") or b""
        if path.startswith(PIECES) and (piece := bundle(path.removeprefix(PIECES))):
            return 200, SCRIPT, piece
        if path == "/sourceConfig":
            key = _public(_basic(environ) or _query(environ).get("writeKey", ""))
            return 200, JSON, source_config(self._desk.source(key))
        kind = path.removeprefix("/v1").removeprefix("/pixel/").removeprefix("v1/")
        if "/pixel/" in path and kind in ("track", "page", "identify", "screen"):
            sent = bodies.pixel(_query(environ))
            held = self._desk.gate.enter(0)
            try:
                self._hear(environ, sent, kind, path, self._source(environ, sent))
            finally:
                self._desk.gate.leave(held)
            return 200, PICTURE, GIF
        raise NowhereHere()

    def _take(self, environ: Environ, path: str, kind: str | None) -> tuple[int, str, bytes]:
        source, basic = None, _basic(environ)
        try:
            if key := basic or _query(environ).get("writeKey"):
                source = self._allowed(environ, key)
        except Answer:
            incoming.drain(environ)
            raise
        body = incoming.read(environ)
        held = self._desk.gate.enter(len(body))
        try:
            plain = bodies.unpacked(body)
            held += self._desk.gate.more(len(plain) - len(body))
            bodies.sparse(plain)
            sent = bodies.single(plain) if kind else bodies.batch(plain)
            if source is None or (sent.write_key and not basic):
                source = self._source(environ, sent)
            return self._hear(environ, sent, kind, path, source)
        finally:
            self._desk.gate.leave(held)

    def _hear(
        self, environ: Environ, sent: Sent, kind: str | None, path: str, source: SourceInfo
    ) -> tuple[int, str, bytes]:
        call = Call(
            reporter=reporter(source),
            received=moments.micros(self._desk.clock()),
            sent=moments.read(sent.sent_at) or _sent_at(environ),
            context=sent.context,
            agent=environ.get("HTTP_USER_AGENT", ""),
            historical=path == "/v1/import",
            correlation=ids.uuid7_bytes(),
            new_id=ids.uuid7_bytes,
        )
        events = [_heard(raw, kind, call) for raw in sent.items]
        if sent.surplus:
            events.append(Refused(source.code, "", "batch_too_long", sent.surplus))
        if kind and isinstance(events[0], Refused):
            self._desk.write(events)
            raise EventRefused(events[0].code)
        if events:
            verdicts = self._desk.write(events)
            if not kind and "refused" in verdicts:
                return 200, JSON, _encode({"success": True} | _refused(events))
        return 200, JSON, ACCEPTED

    def _protocol(self, environ: Environ) -> str:
        told = environ.get("HTTP_X_FORWARDED_PROTO") if self._behind_proxy else None
        return str(told or environ["wsgi.url_scheme"])

    def _source(self, environ: Environ, sent: Sent) -> SourceInfo:
        """The user of Basic goes before the key in the body, that before the one in the address."""
        key = _basic(environ) or sent.write_key or _query(environ).get("writeKey", "")
        if not key:
            raise KeyUnknown()
        return self._allowed(environ, key)

    def _allowed(self, environ: Environ, key: str) -> SourceInfo:
        source = self._desk.source(key)
        origin = environ.get("HTTP_ORIGIN")
        if source.kind == "server" and (origin or environ["REQUEST_METHOD"] != "POST"):
            raise OriginRefused()  # a secret that a page sends is none
        if origin and source.origins and origin not in source.origins:
            raise OriginRefused()
        return source


def _heard(raw: bytes, kind: str | None, call: Call) -> Event:
    try:
        return hear(raw, kind, call)
    except Bad as bad:
        return Refused(call.reporter.source.code, bad.kind, bad.code)


def _refused(events: list[Event]) -> dict[str, Any]:
    """The first refusals one by one, and how many there are in all; what is beyond a batch's length is one of them."""
    found = [(place, event) for place, event in enumerate(events) if isinstance(event, Refused)]
    named = [{"index": place, "code": event.code} for place, event in found[:MOST_NAMED]]
    return {"refused": named, "refused_in_all": sum(event.times for _place, event in found)}


def _basic(environ: Environ) -> str:
    """The user of `Authorization: Basic`; a lone key without a colon is tolerated."""
    header = environ.get("HTTP_AUTHORIZATION")
    return _user_of(header[:1_000]) if header else ""


@lru_cache(maxsize=1_000)
def _user_of(header: str) -> str:
    scheme, _space, given = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _sent_at(environ: Environ) -> int | None:
    given = environ.get("HTTP_SENTAT")
    return moments.read(given) if given else None


def _query(environ: Environ) -> dict[str, str]:
    """What the address says besides. Refuses SecretShown."""
    found = dict(parse_qsl(environ.get("QUERY_STRING", "")[:16_000], keep_blank_values=True))
    _public(found.get("writeKey", ""))
    return found


def _public(key: str) -> str:
    """What stands in an address is in every log on the way, and what a browser asks with is in its page."""
    if sources.is_secret(key):
        raise SecretShown()
    return key


def _host(environ: Environ) -> str:
    return str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""))


def _cors(environ: Environ) -> list[tuple[str, str]]:
    """Any web origin may ask: who may report is decided by key and by the origins of its source. No cookie is read."""
    origin = environ.get("HTTP_ORIGIN")
    if not origin:
        return []
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
        ("Access-Control-Allow-Headers", ALLOWED_HEADERS),
        ("Access-Control-Expose-Headers", "Retry-After"),
        ("Access-Control-Max-Age", "86400"),
        ("Vary", "Origin"),
    ]
