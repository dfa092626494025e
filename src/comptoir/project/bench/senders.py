"""SDKs over HTTP in a process of their own, one thread for all: python -m comptoir.project.bench.senders.

Reads {port, key, name, at_once, events, requests, seconds, rate} as JSON from its parent: connections that each send
the next request of so many `events` (1: to /v1/track) as soon as they have their answer and, with a `rate`, the next of
so many a second is due, until the time is over or so many `requests` are sent. What is sent is made before the clock
starts; `name` makes its message ids unique. After a 429 a connection goes on at once, as no SDK would. Answers JSON:
answered, seconds, p50_ms and p95_ms of the accepted, statuses, and its own seconds of processor.
"""

from __future__ import annotations

import base64
import json
import selectors
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from comptoir.project.bench.figures import percentiles
from comptoir.project.bench.visitors import Connection

AGENT = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
PURPOSES = {"measurement": True, "personalisation": False, "marketing": False}


def event(name: str, number: int) -> dict[str, Any]:
    """A product viewed, as a page reports it: some 800 bytes."""
    return {
        "type": "track", "event": "Product Viewed", "anonymousId": f"{name}-visitor-{number % 50_000}",
        "messageId": f"{name}-{number}", "timestamp": datetime.now(UTC).isoformat(),
        "properties": {
            "product_id": f"bol-{number % 400}", "sku": f"BOL-{number % 400}-OCRE", "name": "Bol du matin",
            "price": 14.5, "category": "Tables / Bols", "brand": "Maison Coste", "variant": "ocre",
            "quantity": 1, "currency": "EUR", "position": number % 24,
            "url": f"https://shop.example/fr/produit/bol-{number % 400}/?utm_source=lettre",
        },
        "context": {
            "consent": {"categoryPreferences": PURPOSES}, "locale": "fr-FR", "userAgent": AGENT,
            "library": {"name": "analytics.js", "version": "1"},
            "page": {"path": f"/fr/produit/bol-{number % 400}/", "referrer": "https://search.example/",
                     "title": "Bol du matin", "search": "?utm_source=lettre&utm_campaign=noel", "url": "https://shop.example/fr/produit/"},
        },
    }  # fmt: skip


def bodies(name: str, events: int, requests: int) -> list[bytes]:
    if events == 1:
        return [json.dumps(event(name, number)).encode() for number in range(requests)]
    sent_at = datetime.now(UTC).isoformat()
    return [
        json.dumps({"batch": [event(name, first + n) for n in range(events)], "sentAt": sent_at}).encode()
        for first in range(0, events * requests, events)
    ]


def send(
    *, port: int, key: str, name: str, at_once: int, events: int, requests: int, seconds: float, rate: float = 0.0
) -> dict[str, Any]:
    path = "/v1/track" if events == 1 else "/v1/batch"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nAuthorization: Basic"
        f" {base64.b64encode(f'{key}:'.encode()).decode()}\r\nContent-Length: "
    )  # fmt: skip
    made = [f"{head}{len(body)}\r\n\r\n".encode() + body for body in bodies(name, events, requests)]
    made.reverse()
    waiting = selectors.EpollSelector()
    began, busy = time.perf_counter(), time.process_time()
    idle = [Connection(port) for _ in range(min(at_once, len(made)))]
    took: list[float] = []
    statuses: Counter[str] = Counter()
    while (made or waiting.get_map()) and (now := time.perf_counter()) - began < seconds:
        while made and idle and (not rate or (requests - len(made)) / rate <= now - began):
            connection = idle.pop()
            connection.ask(made.pop())
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
        for ready, _mask in waiting.select(0.001 if rate else 1):
            status = ready.data.socket.recv(65_536)[9:12].decode()
            if not status:
                raise OSError("the server closed the connection")
            statuses[status] += 1
            if status == "200":
                took.append(time.perf_counter() - ready.data.asked)
            waiting.unregister(ready.fileobj)
            idle.append(ready.data)
    total, busy = time.perf_counter() - began, time.process_time() - busy
    p50, p95 = percentiles(took)
    return {
        "answered": sum(statuses.values()), "accepted": len(took), "seconds": total, "busy": busy, "p50_ms": p50,
        "p95_ms": p95, "statuses": statuses,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(send(**json.load(sys.stdin))))
