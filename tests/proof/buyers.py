"""Buyers over the HTTP API who never give up: whatever breaks, the same call is sent again with the same key."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

BUYER = {
    "email": "proof@example.com", "name": "Lou Petit", "street": "3 rue du Lac", "postcode": "69003", "city": "Lyon",
    "country": "FR",
}  # fmt: skip
PAUSE = 0.3
AGAIN = {500, 502, 503, 504}


@dataclass
class Buyers:
    """Threads that buy until `stop` is set; each finishes the basket that it has begun.

    `answers` are the bodies of all 201 by key of the order's call: each call is sent once more after it was
    answered, so a key has two or more. `refused` are counted by code.
    """

    port: int
    variants: list[UUID]
    seed: int
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    resent: Counter[str] = field(default_factory=Counter)
    trouble: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, count: int) -> None:
        for number in range(count):
            self.threads.append(threading.Thread(target=self._buy, args=(number,), daemon=True))
            self.threads[-1].start()

    def finish(self, seconds: float) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(seconds)
            assert not thread.is_alive(), "a buyer got no answer"
        if self.trouble:
            raise self.trouble[0]

    def _buy(self, number: int) -> None:
        chance = random.Random(self.seed * 1000 + number)
        try:
            while not self.stop.is_set():
                self._one(chance)
        except BaseException as trouble:
            self.trouble.append(trouble)

    def _one(self, chance: random.Random) -> None:
        status, basket = self._send("POST", "/baskets")
        assert status == 201, basket
        here = f"/baskets/{basket['id']}"
        for variant in chance.sample(self.variants, chance.randint(1, 3)):
            self._send("POST", f"{here}/lines", {"variant_id": str(variant), "quantity": 1})
        self._send("PUT", f"{here}/buyer", BUYER)
        status, shown = self._send("PUT", f"{here}/delivery", {"delivery": "home"})
        if not shown.get("shown_promise"):
            self.refused["nothing to deliver"] += 1
            return
        token = "tok_refused" if chance.random() < 0.15 else "tok_success"
        wish = {
            "shown_total": shown["sums"]["total"], "shown_promise": shown["shown_promise"],
            "tenders": [{"kind": "test_card", "token": token}],
        }  # fmt: skip
        key = str(uuid4())
        status, answer = self._send("POST", f"{here}/order", wish, key)
        if status != 201:
            self.refused[answer.get("code", str(status))] += 1
            return
        self.answers[key] = [answer]
        self.answers[key].append(self._send("POST", f"{here}/order", wish, key)[1])

    def _send(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        headers = {"Idempotency-Key": key or str(uuid4()), "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        give_up = time.monotonic() + 120
        while True:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
                line.request(method, "/api/v1" + path, data, headers)
                answer = line.getresponse()
                content = answer.read()
                line.close()
                if answer.status not in AGAIN:
                    return answer.status, json.loads(content)
                self.resent[f"status {answer.status}"] += 1
            except (OSError, http.client.HTTPException) as trouble:
                self.resent[type(trouble).__name__] += 1
            assert time.monotonic() < give_up, f"{method} {path} got no answer"
            time.sleep(PAUSE)
