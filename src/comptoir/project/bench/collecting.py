"""`comptoir bench collector`: events a second that are acknowledged after COMMIT, beside a bare COPY of the same rows
with the same look at what is known already."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from django.db import connections
from psycopg.conninfo import make_conninfo

from comptoir.channels.collector import connecting, hearing, lines, moments, spans
from comptoir.channels.collector.reporting import reporter
from comptoir.kit import clock, ids, sql
from comptoir.project import database, founding
from comptoir.project.bench import beside, processor, scratch, senders, stage
from comptoir.project.bench.figures import Figure
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft, SourceInfo

NAME = "comptoir_bench_collector"
ROUNDS = 3
BATCH, BATCHES, BATCHES_AT_ONCE = 100, 400, 8
SINGLES, SINGLES_AT_ONCE = 8_000, 32
OVERLOAD_AT_ONCE, TWICE_SECONDS = 240, 4.0
WRITERS = 2
REMEMBERED = 900_000  # ids in the older span, which is asked too
OLDER = "INSERT INTO collector_seen_{span} SELECT gen_random_uuid() FROM generate_series(1, %s)"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
def collector(as_json: bool) -> None:
    """Events a second in batches and alone, and what happens when more comes than can be written."""
    for figure in measure():
        click.echo(figure.line())


def measure() -> Iterator[Figure]:
    stage.refuse_unsafe_server()
    with scratch.database(NAME):
        now = clock.now()
        founding.found_house(now)
        draft = SourceDraft(name="bench", storefront=founding.STOREFRONT, regime="carried")
        source = sources.open_source("bench", draft, origin=founding.origin(), now=now)
        sql.run(OLDER.format(span=spans.span_of(now) - 1), [REMEMBERED])
        sql.run("ANALYZE")
        connections.close_all()
        address = make_conninfo(database.url(), dbname=NAME)
        with stage.collector(address) as (port, pid):
            batches = list(_batches(port, pid, source, address))
            yield from batches
            alone = list(_singles(port, pid, source))
            yield from alone
            yield from _twice(port, pid, source, alone[0].value)
            yield from _overload(port, pid, source)
    yield from beside.measure(batches[0].value, BATCH, OVERLOAD_AT_ONCE)


def _batches(port: int, pid: int, source: SourceInfo, address: str) -> Iterator[Figure]:
    """Rounds of ours and of the bare COPY take turns; each figure is the median."""
    ours, bare = [], []
    for turn in range(ROUNDS):
        bare.append(_bare(address, source, f"bare{turn}"))
        ours.append(_round(port, pid, source, f"batch{turn}", BATCHES_AT_ONCE, BATCH, BATCHES))
    value = statistics.median(each["accepted"] * BATCH / each["seconds"] for each in ours)
    ceiling = statistics.median(bare)
    p50, p95 = (statistics.median(each[name] for each in ours) for name in ("p50_ms", "p95_ms"))
    sent = ROUNDS * BATCH * BATCHES
    yield Figure(
        name="collector.batches", value=value, unit="events/s", ceiling=ceiling, ratio=value / ceiling, p50_ms=p50,
        p95_ms=p95, n=sent, errors=sum(each["answered"] - each["accepted"] for each in ours),
    )  # fmt: skip
    yield from _busy("collector.batches", ours, BATCH)


def _singles(port: int, pid: int, source: SourceInfo) -> Iterator[Figure]:
    ours = [_round(port, pid, source, f"single{turn}", SINGLES_AT_ONCE, 1, SINGLES) for turn in range(ROUNDS)]
    value = statistics.median(each["accepted"] / each["seconds"] for each in ours)
    p50, p95 = (statistics.median(each[name] for each in ours) for name in ("p50_ms", "p95_ms"))
    yield Figure(
        name="collector.singles", value=value, unit="events/s", p50_ms=p50, p95_ms=p95, n=ROUNDS * SINGLES,
        errors=sum(each["answered"] - each["accepted"] for each in ours),
    )  # fmt: skip
    yield from _busy("collector.singles", ours, 1)


def _twice(port: int, pid: int, source: SourceInfo, rate: float) -> Iterator[Figure]:
    """Single events at twice the rate that was just reached, whether they can be written or not."""
    requests = int(2 * rate * TWICE_SECONDS)
    found = _round(port, pid, source, "twice", OVERLOAD_AT_ONCE, 1, requests, rate=2 * rate)
    refused = found["statuses"].get("429", 0)
    value = found["accepted"] / found["seconds"]
    yield Figure(
        name="collector.singles.at_twice", value=value, unit="events/s", ceiling=2 * rate, ratio=value / (2 * rate),
        p50_ms=found["p50_ms"], p95_ms=found["p95_ms"], n=found["answered"],
        errors=found["answered"] - found["accepted"] - refused,
    )  # fmt: skip
    yield Figure(name="collector.singles.at_twice.refused", value=refused / found["answered"], unit="share", n=refused)


def _overload(port: int, pid: int, source: SourceInfo) -> Iterator[Figure]:
    """More connections than threads, each with a hundred events at once, which none of them spares."""
    before = _memory(pid)
    found = _round(port, pid, source, "overload", OVERLOAD_AT_ONCE, BATCH, BATCHES)
    refused = found["statuses"].get("429", 0)
    yield Figure(
        name="collector.overload", value=found["accepted"] * BATCH / found["seconds"], unit="events/s",
        p50_ms=found["p50_ms"], p95_ms=found["p95_ms"], n=found["answered"],
        errors=found["answered"] - found["accepted"] - refused,
    )  # fmt: skip
    yield Figure(name="collector.overload.refused", value=refused / found["answered"], unit="share", n=refused)
    yield Figure(name="collector.overload.memory", value=_memory(pid), unit="MB", ceiling=before)


def _round(
    port: int, pid: int, source: SourceInfo, name: str, at_once: int, events: int, requests: int, rate: float = 0.0
) -> dict[str, Any]:
    asked = {
        "port": port, "key": source.write_key, "name": name, "at_once": at_once, "events": events,
        "requests": requests, "seconds": 60.0, "rate": rate,
    }  # fmt: skip
    heads = {"collector": pid}
    backend = sql.row("SELECT pg_backend_pid()")
    if backend and (server := processor.parent_of(backend[0])):
        heads["database"] = server
    before = processor.seconds(heads)
    program = [sys.executable, "-m", senders.__name__]
    done = subprocess.run(program, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    after = processor.seconds(heads)
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"used": {role: after[role] - before.get(role, 0.0) for role in after}}


def _busy(name: str, rounds: list[dict[str, Any]], events: int) -> Iterator[Figure]:
    """Processor time an event, which a crowded machine changes less than the rate."""
    for role in rounds[0]["used"]:
        used = statistics.median(each["used"][role] * 1e6 / (each["accepted"] * events) for each in rounds)
        yield Figure(name=f"{name}.processor.{role}", value=used, unit="us/event", n=len(rounds))
    client = statistics.median(each["busy"] / each["seconds"] for each in rounds)
    yield Figure(name=f"{name}.processor.client", value=client, unit="processors", ceiling=1.0, n=len(rounds))


def _bare(address: str, source: SourceInfo, name: str) -> float:
    """Events a second of rows that were made before, written by as many connections in the same transactions."""
    shares = [_rows(source, f"{name}-{writer}", BATCHES // WRITERS) for writer in range(WRITERS)]
    ready = threading.Barrier(WRITERS + 1)
    threads = [threading.Thread(target=_copy, args=(address, share, ready)) for share in shares]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return BATCH * BATCHES / (time.perf_counter() - began)


def _rows(source: SourceInfo, name: str, batches: int) -> list[tuple[bytes, bytes]]:
    call = hearing.Call(
        reporter=reporter(source), received=moments.micros(clock.now()), sent=None, context={}, agent="",
        historical=False, correlation=ids.uuid7_bytes(), new_id=ids.uuid7_bytes,
    )  # fmt: skip
    made = []
    for body in senders.bodies(name, BATCH, batches):
        heard = [hearing.hear(json.dumps(each).encode(), None, call) for each in json.loads(body)["batch"]]
        kept = [each for each in heard if isinstance(each, hearing.Heard)]
        rows = lines.together([each.row for each in kept], 1)
        made.append((connecting.uuids(sorted(each.key for each in kept)), rows))
    return made


def _copy(address: str, share: list[tuple[bytes, bytes]], ready: threading.Barrier) -> None:
    remembering = spans.remembering(spans.span_of(clock.now()))
    with closing(connecting.Link(address)) as link:
        link.run("SELECT 1")
        ready.wait()
        for keys, rows in share:
            link.run("BEGIN")
            link.ask(remembering, (connecting.ARRAYS[connecting.UUID], keys))
            link.copy(lines.COPY_EVENTS, rows)
            link.commit()


def _memory(pid: int) -> float:
    """Megabytes of the processes that take the events, without what they share."""
    told = [Path(f"/proc/{each}/status").read_text() for each in processor.children_of(pid) or [pid]]
    return sum(int(each.partition("RssAnon:")[2].split()[0]) for each in told) / 1024
