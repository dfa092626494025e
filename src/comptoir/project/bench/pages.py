"""`comptoir bench pages`: product pages and listings, from memory beside a bare answer, and made anew."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.channels.storefront import visits
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import MEASUREMENT
from comptoir.project import assets
from comptoir.project.bench import many_products, processor, stage, visitors
from comptoir.project.bench.figures import Figure
from comptoir.project.bench.imports import FEED
from comptoir.project.kin import PARENT_VARIABLE

BARE = "comptoir.project.bench.bare_page"
SIZE = "COMPTOIR_BARE_SIZE"
FEW, MANY, FEED_SIZE = 100, 500, 19_406
AT_ONCE, SECONDS, ROUNDS = 8, 2.0, 5
PEOPLE = 200
ALONE = 300
QUERIES = {"product": 8, "listing": 6}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
def pages(as_json: bool) -> None:
    """Pages a second from memory beside a bare WSGI answer, milliseconds of a page made anew, statements a page."""
    for figure in measure():
        click.echo(figure.line())


def measure() -> Iterator[Figure]:
    stage.refuse_unsafe_server()
    assets.gather()  # the first pages are made in this process
    with many_products.shop() as address:
        many_products.take_in(FEW)
        yield from _queries(FEW)
        many_products.take_in(MANY)
        sql.run("ANALYZE")  # what autovacuum does within a minute
        paths = {"product": many_products.product_paths(MANY), "listing": many_products.listing_paths()}
        yield from _queries(MANY)
        with stage.programs(address, worker=False) as shop:
            for what, asked in paths.items():
                yield from _from_memory(what, asked, shop)
        with stage.programs(address, worker=False, COMPTOIR_PAGE_MEMORY_MB="0") as shop:
            for what, asked in paths.items():
                yield from _made_anew(what, asked, shop, str(MANY))
        if feed := _feed():
            many_products.feed(feed, "google")
            sql.run("ANALYZE")
            yield from _queries(FEED_SIZE + MANY)
            with stage.programs(address, worker=False, COMPTOIR_PAGE_MEMORY_MB="0") as shop:
                for what, asked in paths.items():
                    yield from _made_anew(what, asked, shop, str(FEED_SIZE + MANY))
        else:
            click.echo("pages: the electronics feed is not here, so nothing is said of 19,406 products", err=True)


def _feed() -> Path | None:
    beside = Path(os.environ.get("COMPTOIR_SHARED", Path.cwd().parent / "shared")) / FEED
    return beside if beside.exists() else None


def _queries(products: int) -> Iterator[Figure]:
    """The most that any of ten pages takes, what is kept in memory for three seconds left out, and with it."""
    paths = {"product": many_products.product_paths(10), "listing": many_products.listing_paths()[:10]}
    client = Client(headers={"cookie": consent()})
    for what, asked in paths.items():
        counts = []
        for path in asked:
            client.get(path)
            with CaptureQueriesContext(connection) as said:
                client.get(path)
            counts.append(len(said))
        yield Figure(
            name=f"pages.{what}.queries_at_{products}", value=float(max(counts)), unit="statements",
            ceiling=float(QUERIES[what]), n=len(counts),
        )  # fmt: skip


def _from_memory(what: str, paths: list[str], shop: stage.Programs) -> Iterator[Figure]:
    """Rounds of ours and of the bare answer take turns; each figure is the median of its rounds."""
    people = [consent() for _ in range(PEOPLE)]
    asked = {"paths": paths, "cookies": people, "at_once": AT_ONCE, "seconds": SECONDS, "count": 0}
    each_often = [path for path in paths for _visitor in range(AT_ONCE)]  # each of the server's workers makes it once
    warm = ask(asked | {"port": shop.port, "paths": each_often, "seconds": 60.0, "count": len(each_often)})
    size = sum(warm["sizes"]) // 2
    with bare_program(size) as bare:
        ask(asked | {"port": bare.port, "seconds": 1.0})
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_round(asked | {"port": shop.port}, shop.web))
            theirs.append(_round(asked | {"port": bare.port}, bare.web))
    ceiling, value = (statistics.median(each["rate"] for each in rounds) for rounds in (theirs, ours))
    p50, p95 = (statistics.median(each[name] for each in ours) for name in ("p50_ms", "p95_ms"))
    wrong = sum(times for each in ours for status, times in each["statuses"].items() if status != "200")
    answered = sum(each["answered"] for each in ours)
    yield Figure(
        name=f"pages.{what}.from_memory", value=value, unit="pages/s", ceiling=ceiling, ratio=value / ceiling,
        p50_ms=p50, p95_ms=p95, n=answered, errors=wrong,
    )  # fmt: skip
    used, bare_used = (statistics.median(each["web"] for each in rounds) for rounds in (ours, theirs))
    name = f"pages.{what}.from_memory.processor"
    yield Figure(name=f"{name}.web", value=used * 1000, unit="ms/page", ceiling=bare_used * 1000, n=answered)
    client = statistics.median(each["busy"] / each["seconds"] for each in ours)
    yield Figure(name=f"{name}.client", value=client, unit="processors", ceiling=1.0, n=answered)


def _round(asked: dict[str, Any], web: int) -> dict[str, Any]:
    before = processor.seconds({"web": web})
    found = ask(asked)
    used = processor.seconds({"web": web}).get("web", 0.0) - before.get("web", 0.0)
    return found | {"rate": found["answered"] / found["seconds"], "web": used / found["answered"]}


def _made_anew(what: str, paths: list[str], shop: stage.Programs, products: str) -> Iterator[Figure]:
    asked = {"port": shop.port, "cookies": [consent()], "at_once": 1, "seconds": 60.0}
    ask(asked | {"paths": paths, "count": 60})
    before = shop.busy()
    found = ask(asked | {"paths": paths[::-1], "count": ALONE})
    after = shop.busy()
    wrong = sum(times for status, times in found["statuses"].items() if status != "200")
    name = f"pages.{what}.made_anew_at_{products}"
    yield Figure(
        name=name, value=found["p50_ms"], unit="ms", p50_ms=found["p50_ms"], p95_ms=found["p95_ms"],
        n=found["answered"], errors=wrong,
    )  # fmt: skip
    for role, busy in after.items():
        used = (busy - before.get(role, 0.0)) / found["answered"] * 1000
        yield Figure(name=f"{name}.processor.{role}", value=used, unit="ms/page", n=found["answered"])


def ask(asked: dict[str, Any]) -> dict[str, Any]:
    """What the visitors of `visitors.py` found, in a process of their own."""
    program = [sys.executable, "-m", visitors.__name__]
    done = subprocess.run(program, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def consent() -> str:
    """The cookie of a visitor who allowed to be measured."""
    answer = HttpResponse()
    visits.keep_choice(HttpRequest(), answer, uuid7(), [MEASUREMENT], None)
    return f"{visits.CHOICE}={answer.cookies[visits.CHOICE].coded_value}"


@contextmanager
def bare_program(size: int) -> Iterator[stage.Programs]:
    port = stage.free_port()
    environment = os.environ | {SIZE: str(size), PARENT_VARIABLE: str(os.getpid())}
    process = subprocess.Popen([sys.executable, "-m", BARE, str(port)], env=environment, start_new_session=True)
    try:
        stage.wait_until_ready(port, "")
        yield stage.Programs(port=port, web=process.pid, worker=0)
    finally:
        process.terminate()
        process.wait(30)
