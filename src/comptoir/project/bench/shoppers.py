"""Shoppers over HTTP in a process of their own, each on one kept connection: python -m comptoir.project.bench.shoppers.

Reads {port, what, count, at_once, variants, baskets} as JSON from its parent and answers JSON: start and end (unix
time), seconds of each, errors by text, and baskets (what=prepare) or orders.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from typing import Any
from uuid import uuid4

BUYER = {
    "email": "bench@example.com", "name": "Lou Petit", "street": "3 rue du Lac", "postcode": "69003", "city": "Lyon",
    "country": "FR",
}  # fmt: skip
CARD = {"kind": "test_card", "token": "tok_success"}
LINES = 3
PATIENCE = 60.0


class Shopper:
    def __init__(self, port: int, variants: list[str], seed: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.variants, self.chance = variants, random.Random(seed)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        self.line.request(method, "/api/v1" + path, data, headers)
        answer = self.line.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise ValueError(f"{answer.status} {content[:200]!r}")
        return json.loads(content)

    def prepare(self) -> dict[str, Any]:
        """A basket that is ready: three lines, buyer, delivery."""
        basket = self.call("POST", "/baskets")["id"]
        for variant in self.chance.sample(self.variants, LINES):
            self.call("POST", f"/baskets/{basket}/lines", {"variant_id": variant, "quantity": 1})
        self.call("PUT", f"/baskets/{basket}/buyer", BUYER)
        shown = self.call("PUT", f"/baskets/{basket}/delivery", {"delivery": "home"})
        agreed = {"shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"]}
        return {"id": basket, "agreed": agreed | {"tenders": [CARD]}}

    def place(self, basket: dict[str, Any]) -> dict[str, Any]:
        placed: dict[str, Any] = self.call("POST", f"/baskets/{basket['id']}/order", basket["agreed"])
        return placed

    def whole(self) -> dict[str, Any]:
        """From nothing to paid, as a guest sees it."""
        placed = self.place(self.prepare())
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            if self.call("GET", f"/orders/{placed['id']}?token={placed['token']}")["state"] == "confirmed":
                return placed
            time.sleep(0.05)
        raise ValueError("not paid in time")


def run(
    *, port: int, what: str, count: int, at_once: int, variants: list[str], baskets: list[dict[str, Any]]
) -> dict[str, Any]:
    waiting: list[Any] = list(baskets) if what == "place" else [None] * count
    seconds: list[float] = []
    made: list[Any] = []
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
                made.append(shopper.place(basket) if what == "place" else getattr(shopper, what)())
                seconds.append(time.perf_counter() - started)
            except (ValueError, OSError, http.client.HTTPException) as trouble:
                errors[f"{type(trouble).__name__} {trouble}"[:300]] += 1
                shopper.line.close()

    threads = [threading.Thread(target=shop, args=(number,)) for number in range(at_once)]
    started = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"start": started, "end": time.time(), "seconds": seconds, "errors": errors, "made": made}


if __name__ == "__main__":
    print(json.dumps(run(**json.load(sys.stdin))))
