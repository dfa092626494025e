"""`comptoir bench basket`: the two-hundredth line, its quote included, beside its statements alone."""

from __future__ import annotations

import http.client
import json
import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import click

from comptoir.checkout import facade as checkout
from comptoir.project.bench import many_products, one_order, stage, tape
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.shoppers import Line

LINES, TIMES, WARM = 200, 60, 5
BACK = "/fr/panier/"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
def basket(as_json: bool) -> None:
    """Adding the 200th line: by the API with the whole basket as answer, by the shop's form with its page."""
    for figure in measure():
        click.echo(figure.line())


def measure() -> Iterator[Figure]:
    stage.refuse_unsafe_server()
    with many_products.shop() as address:
        many_products.take_in(LINES)
        variants = many_products.variants(LINES)
        statements = _statements(variants)
        with stage.programs(address, worker=False) as shop:
            before = shop.busy()
            yield _figure("basket.api.line_200", _by_api(shop, variants), statements)
            yield from _processor("basket.api", before, shop.busy())
            before = shop.busy()
            sent, shown = _by_form(shop, variants)
            yield from _processor("basket.form", before, shop.busy())
            yield _figure("basket.form.line_200", sent)
            both = [first + second for first, second in zip(sent, shown, strict=True)]
            yield _figure("basket.form.line_200_and_its_page", both, statements)
    p50, p95 = percentiles(statements)
    yield Figure(name="basket.statements", value=p95 or 0.0, unit="ms", p50_ms=p50, p95_ms=p95, n=len(statements))


def _figure(name: str, seconds: list[float], statements: list[float] | None = None) -> Figure:
    """`value` is the 95th percentile, as the ceiling is of what the statements take."""
    p50, p95 = percentiles(seconds)
    ceiling = percentiles(statements)[1] if statements else None
    return Figure(
        name=name, value=p95 or 0.0, unit="ms", ceiling=ceiling, ratio=ceiling / p95 if ceiling and p95 else None,
        p50_ms=p50, p95_ms=p95, n=len(seconds),
    )  # fmt: skip


def _processor(name: str, before: dict[str, float], after: dict[str, float]) -> Iterator[Figure]:
    """Of everything that was asked, filling the basket and taking the line out included: of each line added."""
    for role, used in after.items():
        value = (used - before.get(role, 0.0)) * 1000 / (LINES + TIMES)
        yield Figure(name=f"{name}.processor.{role}", value=value, unit="ms/line added", n=LINES + TIMES)


def _statements(variants: list[str]) -> list[float]:
    """Seconds that adding and quoting spend on statements, in this process, with nothing of ours between them."""
    context = one_order.context()
    basket_id = checkout.open_basket(context)
    for variant in variants[:-1]:
        checkout.add(basket_id, UUID(variant), 1, context)
    found = []
    for _ in range(TIMES):
        with tape.taping() as taped:
            checkout.add(basket_id, UUID(variants[-1]), 1, context)
            checkout.view(basket_id, context)
        found.append(sum(each.seconds for each in taped))
        checkout.set_quantity(basket_id, UUID(variants[-1]), 0, context)
    return found[WARM:]


def _by_api(shop: stage.Programs, variants: list[str]) -> list[float]:
    line = Line(shop.port)

    def call(method: str, path: str, body: Any = None) -> Any:
        status, content = line.ask(method, path, b"" if body is None else json.dumps(body).encode())
        if status >= 300:
            raise click.ClickException(f"{method} {path}: {status} {content[:200]!r}")
        return json.loads(content)

    address = f"/baskets/{call('POST', '/baskets')['id']}/lines"
    for variant in variants[:-1]:
        call("POST", address, {"variant_id": variant, "quantity": 1})
    return _timed(
        lambda: call("POST", address, {"variant_id": variants[-1], "quantity": 1})["lines"],
        lambda: call("DELETE", f"{address}/{variants[-1]}"),
    )


def _timed(add: Callable[[], Any], take_out: Callable[[], Any]) -> list[float]:
    found = []
    for _ in range(TIMES):
        started = time.perf_counter()
        lines = add()
        found.append(time.perf_counter() - started)
        if len(lines) != LINES:
            raise click.ClickException(f"The basket has {len(lines)} lines, not {LINES}.")
        take_out()
    return found[WARM:]


def _by_form(shop: stage.Programs, variants: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of the form alone, and of the basket's page behind it."""
    browser = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=60)
    own = {"Origin": f"http://127.0.0.1:{shop.port}", "Content-Type": "application/x-www-form-urlencoded"}

    def send(path: str, **fields: str) -> http.client.HTTPResponse:
        browser.request("POST", path, urllib.parse.urlencode(fields), own)
        answer = browser.getresponse()
        answer.read()
        if answer.status != 302:
            raise click.ClickException(f"POST {path}: {answer.status}")
        return answer

    def page() -> bytes:
        browser.request("GET", BACK, headers=own)
        return browser.getresponse().read()

    first = send("/fr/panier/ajouter/", variant=variants[0], back=BACK)
    own["Cookie"] = first.headers["Set-Cookie"].partition(";")[0]
    for variant in variants[1:-1]:
        send("/fr/panier/ajouter/", variant=variant, back=BACK)
    sent, shown = [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        send("/fr/panier/ajouter/", variant=variants[-1], back=BACK)
        between = time.perf_counter()
        content = page()
        sent.append(between - started)
        shown.append(time.perf_counter() - between)
        if content.count(b'<li class="line">') != LINES:
            raise click.ClickException("The page does not show all lines.")
        send("/fr/panier/changer/", line=variants[-1], quantity="1", remove="1")
    return sent[WARM:], shown[WARM:]
