"""A collector on the test's database, called as granian calls it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.desk import now as present
from comptoir.channels.collector.history import address
from comptoir.channels.collector.http import Collector
from comptoir.kit import ids, sql
from comptoir.project import founding
from comptoir.sources import facade as sources
from comptoir.sources.contracts import Regime, SourceDraft


def opened(code: str = "site", regime: Regime = "contract", **more: Any) -> str:
    """The write key of a new source."""
    draft = SourceDraft(name=code, storefront=founding.STOREFRONT, regime=regime, **more)
    return sources.open_source(code, draft, origin=founding.origin(), now=present()).write_key


class Caller:
    """`moment` is the collector's clock; None is the machine's."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.desk = Desk(address(), clock=lambda: self.moment or present())
        self.application = Collector(self.desk)

    def call(
        self, method: str, path: str, body: bytes = b"", *, key: str = "", query: str = "", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http", "HTTP_HOST": "collect.test",
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if key:
            environ["HTTP_AUTHORIZATION"] = f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"
        told: list[Any] = []
        answer = b"".join(self.application(environ, lambda status, given: told.extend((status, given))))
        return int(told[0][:3]), dict(told[1]), answer

    def post(self, path: str, value: Any, key: str = "", **headers: str) -> tuple[int, Any]:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        status, _headers, answer = self.call("POST", path, body, key=key, **headers)
        return status, json.loads(answer)


@contextmanager
def collecting() -> Iterator[Caller]:
    caller = Caller()
    try:
        yield caller
    finally:
        caller.desk.close()


def kept(order: str = "position") -> list[tuple[Any, ...]]:
    """Name, subject, visitor, time and payload of what is in the lane of behaviour."""
    return sql.rows(
        f"SELECT name, subject_id, visitor, occurred_at, payload, event_id FROM journal_behaviour ORDER BY {order}"
    )


def track(event: str = "Size Guide Opened", **more: Any) -> dict[str, Any]:
    return {
        "type": "track", "event": event, "anonymousId": "device-1", "messageId": str(ids.uuid7()),
        "timestamp": present().isoformat(),
    } | more  # fmt: skip
