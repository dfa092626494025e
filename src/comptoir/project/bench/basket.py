"""The 200th line of a basket, its quote included."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

import click

from comptoir.kit import clock
from comptoir.project.bench import stage
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.shoppers import Shopper

LINES, TIMES, WARM_UP = 200, 100, 10


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
def basket(as_json: bool) -> None:
    """Put the 200th line into a basket over HTTP, again and again, one call at a time."""
    for figure in measure():
        click.echo(figure.line())


def measure() -> Iterator[Figure]:
    with stage.staged(clock.now(), LINES) as variants, stage.programs() as shop:
        if len(variants) < LINES:
            raise click.ClickException(f"The demo shop sells {len(variants)} variants, {LINES} are needed.")
        shopper = Shopper(shop.port, [str(variant) for variant in variants], seed=1)
        address = f"/baskets/{shopper.call('POST', '/baskets')['id']}/lines"
        for variant in shopper.variants:
            shown = shopper.call("POST", address, {"variant_id": variant, "quantity": 1})
        assert len(shown["lines"]) == LINES
        seconds = [_again(shopper, address) for _ in range(WARM_UP + TIMES)][WARM_UP:]
        p50, p95 = percentiles(seconds)
        yield Figure(name="basket.line_200", value=p95 or 0.0, unit="ms p95", p50_ms=p50, p95_ms=p95, n=len(seconds))


def _again(shopper: Shopper, address: str) -> float:
    """Take one of the lines out, then put it in again: the second is what counts."""
    variant = random.choice(shopper.variants)
    shopper.call("DELETE", f"{address}/{variant}")
    line: dict[str, Any] = {"variant_id": variant, "quantity": 1}
    started = time.perf_counter()
    shopper.call("POST", address, line)
    return time.perf_counter() - started
