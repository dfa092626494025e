"""`comptoir bench search`: how well and how fast things are found in a real catalogue."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterator, Sequence
from urllib.parse import quote
from uuid import uuid4

import click
from psycopg.conninfo import make_conninfo

from comptoir.kit import clock, sql
from comptoir.project import database, founding
from comptoir.project.bench import judged, scratch, stage
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.imports import shared, timed
from comptoir.project.bench.orders import wait_until_caught_up
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit
from comptoir.search import facade as search_room
from comptoir.search.contracts import Asked

NAME = "comptoir_bench_search"
RATINGS = "data/electronics-search-ratings.csv"
ROUNDS = 8
MISSPELT = ("headpones", "keybord", "docking sation", "lenvo", "memry card", "rechargable batteries")
ENDPOINTS = {
    "search.api": "/api/v1/products?search={}",
    "search.api_facets": "/api/v1/products?facets=true&search={}",
    "search.suggestions": "/api/v1/suggestions?search={}",
}
BARE = "/api/v1/categories"
INDEX_SECONDS = 600.0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--rounds", default=ROUNDS, show_default=True)
def search(as_json: bool, rounds: int) -> None:
    """Index, relevance and answering times over the shared electronics feed, in a database of its own."""
    for figure in measure(rounds):
        click.echo(figure.line())


def measure(rounds: int) -> Iterator[Figure]:
    ratings = judged.read(shared(RATINGS))
    with scratch.database(NAME):
        founding.found_house(clock.now())
        place = founding.open_warehouse(clock.now())
        count = timed(shared("data/electronics-feed.tsv.gz"), place.id).done.created
        sql.run("ANALYZE")
        started = time.perf_counter()
        search_room.rebuild()
        seconds = time.perf_counter() - started
        yield Figure(name="search.index", value=count / seconds, unit="products/s", n=count)
        yield from relevance(ratings)
        address = make_conninfo(database.url(), dbname=NAME)
        with stage.programs(address, COMPTOIR_UNLIMITED="1") as shop:
            _wait_for_the_index(shop.port)
            wait_until_caught_up()  # a shop that digests an import is another figure
            yield from _answers(shop.port, [*ratings, *MISSPELT], rounds)


def relevance(ratings: judged.Judged) -> Iterator[Figure]:
    """Of all searches, and of every second one: weights were chosen on the first half alone."""
    external = dict(sql.rows("SELECT id, external_id FROM catalog_product"))
    visit = Visit(channel="api", locale="en", now=clock.now(), correlation=uuid4())
    context = recognition.recognise(visit)
    found = {}
    for query, known in ratings.items():
        cards = search_room.find(Asked(text=query, size=10), context).cards.items
        found[query] = judged.ndcg([external[card.product_id] for card in cards], known)
    every = list(found.values())
    for name, values in (("", every), ("_first_half", every[0::2]), ("_second_half", every[1::2])):
        yield Figure(name=f"search.ndcg10{name}", value=statistics.mean(values), unit="", n=len(values))


def _answers(port: int, queries: Sequence[str], rounds: int) -> Iterator[Figure]:
    """One after the other over one connection; `ceiling` is what the same server answers without a search."""
    bare = _seconds(port, [BARE] * len(queries), rounds)
    for name, address in ENDPOINTS.items():
        seconds = _seconds(port, [address.format(quote(query)) for query in queries], rounds)
        p50, p95 = percentiles(seconds)
        rate, ceiling = 1 / statistics.mean(seconds), 1 / statistics.mean(bare)
        yield Figure(
            name=name, value=rate, unit="answers/s", ceiling=ceiling, ratio=rate / ceiling, p50_ms=p50, p95_ms=p95,
            n=len(seconds),
        )  # fmt: skip


def _seconds(port: int, addresses: Sequence[str], rounds: int) -> list[float]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    found = []
    for number in range(rounds + 1):
        for address in addresses:
            started = time.perf_counter()
            client.request("GET", address)
            answer = client.getresponse()
            answer.read()
            if answer.status != 200:
                raise click.ClickException(f"{address} answers {answer.status}.")
            if number:  # the first round warms up
                found.append(time.perf_counter() - started)
    client.close()
    return found


def _wait_for_the_index(port: int) -> None:
    """The worker builds one for the measured shop."""
    give_up = time.monotonic() + INDEX_SECONDS
    while time.monotonic() < give_up:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        client.request("GET", ENDPOINTS["search.api"].format("printer"))
        status = client.getresponse().status
        client.close()
        if status == 200:
            return
        time.sleep(0.5)
    raise click.ClickException("The worker makes no index. See worker.log in bench of the data folder.")
