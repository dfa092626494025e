"""From an event that is written to the profile that knows it, while 500 a second come in."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

import click
from django.db import connections, transaction

from comptoir.journal import facade as journal
from comptoir.journal.contracts import REGISTRY, Origin
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.profiles import facade as profiles
from comptoir.project.bench import scratch
from comptoir.project.bench.figures import Figure, percentiles

NAME = "comptoir_bench_freshness"
RATE, SECONDS, TICK = 500, 20, 0.05
VISITORS, KNOWN = 2_000, 0.1  # one in ten events says who it is
IDLE = 0.05  # as the worker's loop waits when there was nothing
REPORT: Any = REGISTRY["Event Tracked", 1]  # by its name: the collector alone says it, and this stands in its place


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--rate", default=RATE, show_default=True, help="events a second")
@click.option("--seconds", default=SECONDS, show_default=True)
def freshness(as_json: bool, rate: int, seconds: int) -> None:
    """How old an event is when its person's profile has it, in a database of its own."""
    for figure in measure(rate, seconds):
        click.echo(figure.line())


def measure(rate: int, seconds: int) -> Iterator[Figure]:
    """`value` is the 95th percentile in seconds; `errors` counts events without a moment, and identifiers that a full
    recomputation moves."""
    with scratch.database(NAME):
        journal.make_partitions_ahead(clock.now())
        waiting: deque[float] = deque()
        feeding = threading.Thread(target=_feed, args=(rate, seconds, waiting))
        feeding.start()
        ages: list[float] = []
        while feeding.is_alive() or waiting:
            passed = journal.deliver_round(profiles.BEHAVIOUR, now=clock.now())
            done = time.perf_counter()
            ages += [done - waiting.popleft() for _ in range(passed)]
            if not passed:
                time.sleep(IDLE)
        feeding.join()
        p50, p95 = percentiles(ages)
        ((kept,),) = sql.rows("SELECT count(*) FROM profiles_moment")
        errors = abs(len(ages) - kept) + profiles.resolve_all()
        value = (p95 or 0) / 1000
        yield Figure(name="freshness.profile", value=value, unit="s", p50_ms=p50, p95_ms=p95, n=kept, errors=errors)


def _feed(rate: int, seconds: int, waiting: deque[float]) -> None:
    """So many events a second, some at a time, each time when it is due; one that is late is not left out."""
    chance = random.Random(7)
    each = round(rate * TICK)
    begun = time.perf_counter()
    try:
        for tick in range(round(seconds / TICK)):
            time.sleep(max(0.0, begun + tick * TICK - time.perf_counter()))
            with transaction.atomic():
                for _ in range(each):
                    _say(chance)
                waiting.extend([time.perf_counter()] * each)
    finally:
        connections.close_all()


def _say(chance: random.Random) -> None:
    visitor = chance.randrange(VISITORS)
    word = REPORT(
        visitor_id=f"device-{visitor}", message_id=str(uuid7()), event="Product Viewed", purposes=["measurement"],
        user_key=f"user-{visitor // 2}" if chance.random() < KNOWN else None,
        properties={"category": f"c{visitor % 30}", "price": 20, "name": "A bowl"},
    )  # fmt: skip
    origin = Origin(actor="guest", channel="web", correlation=uuid7(), visitor=word.visitor_id, source="bench")
    journal.append(word, origin=origin, occurred_at=clock.now())
