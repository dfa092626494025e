"""Shoppers over HTTP in a process of their own, each on one kept connection: python -m comptoir.project.bench.shoppers.

Reads {port, what, count, at_once, variants, baskets} as JSON from its parent and answers JSON: start and end (unix
time), seconds of each, for what=rush (status, seconds since the start) of each, errors by text, baskets (what=prepare)
or orders, and its own seconds of processor.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
import time
from collections import Counter
from typing import Any
from uuid import uuid4

CARD = {"kind": "test_card", "token": "tok_success"}
LINES = 3
PATIENCE = 60.0
ASK_AGAIN = 0.1


def buyer() -> dict[str, str]:
    """Somebody new: the memory of one person with thousands of orders would be measured instead of a shop's."""
    return {
        "email": f"bench-{uuid4().hex}@example.com", "name": "Lou Petit", "street": "3 rue du Lac",
        "postcode": "69003", "city": "Lyon", "country": "FR",
    }  # fmt: skip


class Line:
    """One kept connection that says and reads as little as HTTP allows: the client shares the processors."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and content."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: {uuid4().hex}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + body)
        return self._read()

    def _read(self) -> tuple[int, bytes]:
        assert self.socket
        found = b""
        while (end := found.find(b"\r\n\r\n")) < 0:
            found += self._more()
        head = found[:end].lower()
        start = head.index(b"content-length:") + 15
        size = int(head[start:].split(b"\r\n", 1)[0])
        while len(found) < end + 4 + size:
            found += self._more()
        return int(head[9:12]), found[end + 4 :]

    def _more(self) -> bytes:
        assert self.socket
        more = self.socket.recv(65536)
        if not more:
            raise OSError("the server closed the connection")
        return more

    def close(self) -> None:
        if self.socket:
            self.socket.close()
            self.socket = None


class Shopper:
    def __init__(self, port: int, variants: list[str], seed: int) -> None:
        self.line = Line(port)
        self.variants, self.chance = variants, random.Random(seed)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        status, content = self.line.ask(method, path, b"" if body is None else json.dumps(body).encode())
        if status >= 300:
            raise ValueError(f"{status} {content[:200]!r}")
        return json.loads(content)

    def prepare(self) -> dict[str, Any]:
        """A basket that is ready: three lines (or as many as there are variants), buyer, delivery."""
        basket = self.call("POST", "/baskets")["id"]
        for variant in self.chance.sample(self.variants, min(LINES, len(self.variants))):
            self.call("POST", f"/baskets/{basket}/lines", {"variant_id": variant, "quantity": 1})
        self.call("PUT", f"/baskets/{basket}/buyer", buyer())
        shown = self.call("PUT", f"/baskets/{basket}/delivery", {"delivery": "home"})
        return self.ready(shown)

    def place(self, basket: dict[str, Any]) -> dict[str, Any]:
        placed: dict[str, Any] = self.call("POST", f"/baskets/{basket['id']}/order", basket["agreed"])
        return placed

    def rush(self, basket: dict[str, Any]) -> int:
        """Try to place; the status of the answer."""
        body = json.dumps(basket["agreed"]).encode()
        return self.line.ask("POST", f"/baskets/{basket['id']}/order", body)[0]

    def begin(self) -> dict[str, Any]:
        """The same basket in one call."""
        chosen = self.chance.sample(self.variants, min(LINES, len(self.variants)))
        known = {"lines": [{"variant_id": each} for each in chosen], "buyer": buyer(), "delivery": "home"}
        return self.ready(self.call("POST", "/baskets", known))

    def ready(self, shown: dict[str, Any]) -> dict[str, Any]:
        agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"]}
        return {"id": shown["id"], "agreed": agreed | {"tenders": [CARD]}}

    def whole(self) -> dict[str, Any]:
        """From nothing to paid, as a guest sees it, with the fewest calls."""
        return self.paid(self.place(self.begin()))

    def whole_by_steps(self) -> dict[str, Any]:
        """The same as a page does it: a call for each line, buyer and delivery."""
        return self.paid(self.place(self.prepare()))

    def paid(self, placed: dict[str, Any]) -> dict[str, Any]:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            time.sleep(ASK_AGAIN)
            if self.call("GET", f"/orders/{placed['id']}/state?token={placed['token']}")["state"] == "confirmed":
                return placed
        raise ValueError("not paid in time")


def run(
    *, port: int, what: str, count: int, at_once: int, variants: list[str], baskets: list[dict[str, Any]]
) -> dict[str, Any]:
    waiting: list[Any] = list(baskets) if what in ("place", "rush") else [None] * count
    seconds: list[float] = []
    made: list[Any] = []
    answers: list[tuple[int, float]] = []
    errors: Counter[str] = Counter()

    def shop(number: int) -> None:
        shopper = Shopper(port, variants, number)
        while waiting:
            try:
                basket = waiting.pop()
            except IndexError:
                return
            started = time.perf_counter()
            try:
                if what == "rush":
                    answers.append((shopper.rush(basket), time.time() - began))
                else:
                    made.append(shopper.place(basket) if what == "place" else getattr(shopper, what)())
                seconds.append(time.perf_counter() - started)
            except (ValueError, OSError) as trouble:
                errors[f"{type(trouble).__name__} {trouble}"[:300]] += 1
                shopper.line.close()

    began, busy = time.time(), time.process_time()
    threads = [threading.Thread(target=shop, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "start": began, "end": time.time(), "seconds": seconds, "errors": errors, "made": made, "answers": answers,
        "busy": time.process_time() - busy,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(**json.load(sys.stdin))))
