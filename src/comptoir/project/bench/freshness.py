"""From an event that a browser sends to the profile and the segment that know of it, while 500 a second come in."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click
from django.db import connections
from psycopg.conninfo import make_conninfo

from comptoir.consent import facade as consent
from comptoir.consent.contracts import BANNER, Given, Subject
from comptoir.journal import facade as journal
from comptoir.kit import clock, sql
from comptoir.org.contracts import MEASUREMENT, PERSONALISATION
from comptoir.profiles import facade as profiles
from comptoir.project import database, founding
from comptoir.project.bench import scratch, stage
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.segments import facade as segments
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft

NAME = "comptoir_bench_freshness"
RATE, SECONDS, TICK = 500, 20, 0.05
NEWCOMERS, KNOWN = 0.1, 0.1  # one in ten events is somebody's first; one in ten says who it is
LOOK, PATIENCE = 0.02, 60.0
FIRST = 10**9  # of an event before all others
BEHIND = 4_000  # rows that may become visible after a later one
PURPOSES = frozenset((MEASUREMENT, PERSONALISATION))
RULE = {"version": 1, "rule": {"event": "Product Viewed", "test": "at_least", "times": 1, "days": 7}}
MOMENTS = "SELECT id, (payload->'properties'->>'n')::int FROM profiles_moment WHERE id > %s"
MEMBERS = """
SELECT m.id, i.value FROM segments_membership m JOIN profiles_identity i ON i.person_id = m.person_id
WHERE m.id > %s AND i.kind = 'visitor'
"""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--rate", default=RATE, show_default=True, help="events a second")
@click.option("--seconds", default=SECONDS, show_default=True)
def freshness(as_json: bool, rate: int, seconds: int) -> None:
    """How old an event is when the profile, and the segment, of its person have it: over HTTP to the collector, and
    through the worker as it runs, in a database of its own."""
    for figure in measure(rate, seconds):
        click.echo(figure.line())


def measure(rate: int, seconds: int) -> Iterator[Figure]:
    """`value` is the 95th percentile in seconds from before a request is sent; `errors` counts what never came, and
    identifiers that a full recomputation moves."""
    stage.refuse_unsafe_server()
    with scratch.database(NAME):
        key = _prepared(rate * seconds)
        connections.close_all()
        address = make_conninfo(database.url(), dbname=NAME)
        with stage.collector(address) as (port, _pid), stage.program("worker", address):
            _send(port, key, range(FIRST, FIRST + 1))
            while not sql.rows(MOMENTS, [0]):
                time.sleep(LOOK)  # until the worker is there
            sent: dict[int, float] = {}
            feeding = threading.Thread(target=_feed, args=(port, key, rate, seconds, sent))
            feeding.start()
            moments, members = _watch(rate * seconds, feeding)
        firsts = {_visitor(n): n for n in reversed(range(rate * seconds))}
        yield _figure("freshness.profile", {n: at - sent[n] for n, at in moments.items()}, rate * seconds)
        entered = {firsts[visitor]: at - sent[firsts[visitor]] for visitor, at in members.items()}
        yield _figure("freshness.segment", entered, len(firsts))


def _prepared(events: int) -> str:
    """A source, a segment, and visitors who said yes; answers the source's key."""
    now = clock.now()
    founding.found_house(now)
    journal.make_partitions_ahead(now)
    draft = SourceDraft(name="bench", storefront=founding.STOREFRONT, regime="carried")
    source = sources.open_source("bench", draft, origin=founding.origin(), now=now)
    segments.define("looked", name={"en": "Looked"}, definition=RULE, origin=founding.origin(), now=now)
    visitors = sorted({_visitor(n) for n in range(events)})
    consent.choose_many([
        Given(subject=Subject("visitor", each), purposes=PURPOSES, means=BANNER, at=now, origin=founding.origin())
        for each in visitors
    ])  # fmt: skip
    segments.work(now)
    sql.run("ANALYZE")
    return source.write_key


def _visitor(number: int) -> str:
    """Each tenth event is of somebody new; the others are of those who came before."""
    step = round(1 / NEWCOMERS)
    return f"device-{number // step if number % step == 0 else (number * 7919) % (number // step + 1)}"


def _feed(port: int, key: str, rate: int, seconds: int, sent: dict[int, float]) -> None:
    """So many events a second, some in a request, each request when it is due, over connections that wait for their
    answers beside each other."""
    each, begun = round(rate * TICK), time.perf_counter()
    senders = []
    for tick in range(round(seconds / TICK)):
        time.sleep(max(0.0, begun + tick * TICK - time.perf_counter()))
        numbers = range(tick * each, (tick + 1) * each)
        sent |= dict.fromkeys(numbers, time.perf_counter())
        senders.append(threading.Thread(target=_send, args=(port, key, numbers)))
        senders[-1].start()
    for sender in senders:
        sender.join()


def _send(port: int, key: str, numbers: range) -> None:
    body = json.dumps({"batch": [_event(n) for n in numbers], "sentAt": datetime.now(UTC).isoformat()}).encode()
    secret = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {secret}"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/v1/batch", data=body, headers=headers)
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        answer.read()


def _event(number: int) -> dict[str, Any]:
    visitor = _visitor(number) if number < FIRST else "device-first"
    said: dict[str, Any] = {
        "type": "track", "event": "Product Viewed", "anonymousId": visitor, "messageId": f"bench-{number}",
        "timestamp": datetime.now(UTC).isoformat(),
        "properties": {"n": number, "category": f"c{number % 30}", "price": 20, "name": "A bowl"},
        "context": {"consent": {"categoryPreferences": {"measurement": True, "personalisation": True}}},
    }  # fmt: skip
    return said | ({"userId": f"user-{visitor}"} if number % round(1 / KNOWN) == 5 else {})


def _watch(events: int, feeding: threading.Thread) -> tuple[dict[int, float], dict[str, float]]:
    """When each event was seen in a profile, and each visitor in the segment: looked at every 20 ms, so that a figure
    is up to as much too old."""
    moments: dict[int, float] = {}
    members: dict[str, float] = {}
    visitors = {_visitor(n) for n in range(events)}
    last_moment = last_member = 0
    give_up = float("inf")
    while (len(moments) < events or len(members) < len(visitors)) and time.perf_counter() < give_up:
        for id_, number in sql.rows(MOMENTS, [last_moment - BEHIND]):
            last_moment = max(last_moment, id_)
            if number < FIRST:
                moments.setdefault(number, time.perf_counter())
        for id_, visitor in sql.rows(MEMBERS, [last_member - BEHIND]):
            last_member = max(last_member, id_)
            if visitor in visitors:
                members.setdefault(visitor, time.perf_counter())
        if not feeding.is_alive() and give_up == float("inf"):
            give_up = time.perf_counter() + PATIENCE
        time.sleep(LOOK)
    feeding.join()
    return moments, members


def _figure(name: str, ages: dict[int, float], meant: int) -> Figure:
    p50, p95 = percentiles(list(ages.values()))
    errors = meant - len(ages) + (profiles.resolve_all() if name == "freshness.profile" else 0)
    return Figure(
        name=name, value=(p95 or 0) / 1000, unit="s", ceiling=1.0, p50_ms=p50, p95_ms=p95, n=len(ages), errors=errors
    )
