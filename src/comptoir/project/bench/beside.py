"""What a flood of reported events costs those who are buying: orders placed until paid and heard of (the events have a
lane of their own), alone and while twice as many events come as the collector could write."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from comptoir.journal.contracts import Lane
from comptoir.kit import clock
from comptoir.kit.ids import uuid7
from comptoir.orders import jobs
from comptoir.project import founding
from comptoir.project.bench import processor, senders, stage
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.orders import AT_ONCE, WARM, shop_by, wait_until_caught_up
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft, SourceInfo

ORDERS, SECONDS = 250, 6.0
STARTED = 0.2  # seconds of processor after which the collector is in the flood


def measure(rate: float, batch: int, at_once: int) -> Iterator[Figure]:
    """`rate` is events a second that the collector has written in batches of `batch`, when nobody bought anything;
    `at_once` so many send them."""
    with stage.staged(clock.now()) as variants:
        while jobs.work_payments(clock.now()):
            pass
        draft = SourceDraft(name="bench", storefront=founding.STOREFRONT, regime="carried")
        source = sources.open_source(f"bench-{uuid7().hex}", draft, origin=founding.origin(), now=clock.now())
        with stage.programs() as shop, stage.collector(stage.address()) as (port, pid):
            asked = {"port": shop.port, "at_once": AT_ONCE, "variants": [str(v) for v in variants], "baskets": []}
            baskets = shop_by(asked | {"what": "prepare", "count": 2 * ORDERS + WARM})["made"]

            def placed(count: int) -> tuple[float, dict[str, Any]]:
                taken = [baskets.pop() for _ in range(count)]
                found = shop_by(asked | {"what": "place", "count": 0, "baskets": taken})
                return count / (wait_until_caught_up([Lane.FACTS]) - found["start"]), found

            placed(WARM)
            alone, _ = placed(ORDERS)
            with flooded(port, pid, source, 2 * rate, batch, at_once) as flood:
                beside, found = placed(ORDERS)
            events = flood()
            wait_until_caught_up()  # what is left would be taken for the next run's
        p50, p95 = percentiles(found["seconds"])
        yield Figure(
            name="collector.beside.orders", value=beside, unit="orders/s", ceiling=alone, ratio=beside / alone,
            p50_ms=p50, p95_ms=p95, n=ORDERS, errors=sum(found["errors"].values()),
        )  # fmt: skip
        yield Figure(
            name="collector.beside.events", value=events["accepted"] * batch / events["seconds"], unit="events/s",
            ceiling=2 * rate, p50_ms=events["p50_ms"], p95_ms=events["p95_ms"], n=events["answered"],
            errors=events["answered"] - events["accepted"] - events["statuses"].get("429", 0),
        )  # fmt: skip


@contextmanager
def flooded(
    port: int, pid: int, source: SourceInfo, rate: float, batch: int, at_once: int
) -> Iterator[Callable[[], dict[str, Any]]]:
    """While inside, `rate` events a second are sent; gives what tells afterwards how they were answered."""
    asked = {
        "port": port, "key": source.write_key, "name": f"beside-{time.time()}", "at_once": at_once,
        "events": batch, "requests": int(rate / batch * SECONDS), "seconds": SECONDS, "rate": rate / batch,
    }  # fmt: skip
    idle = processor.seconds({"collector": pid})["collector"]
    program = [sys.executable, "-m", senders.__name__]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdin and sender.stdout
        sender.stdin.write(json.dumps(asked))
        sender.stdin.close()
        while sender.poll() is None and processor.seconds({"collector": pid})["collector"] - idle < STARTED:
            time.sleep(0.05)
        told: dict[str, Any] = {}
        yield lambda: told
        told |= json.loads(sender.stdout.read())
