"""How many orders a second, beside the same statements without us, and where the time of one goes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from typing import Any

import click

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane
from comptoir.kit import clock, sql
from comptoir.orders import jobs
from comptoir.project.bench import ceiling, one_order, script, shoppers, stage, steps
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.consumers import CONSUMERS

AT_ONCE = 8
# A buyer waits for the bank most of the time, and asks ten times a second: 8 leave the processors idle, 16 do not.
WHOLE = (
    ("whole_checkout", "whole", AT_ONCE),
    ("whole_checkout.by_sixteen", "whole", 2 * AT_ONCE),
    ("whole_checkout.by_steps", "whole_by_steps", AT_ONCE),
)
TOGETHER = 20  # so many the worker finds after a tenth of a second at 200 orders a second
TAPES, WARM_UP, WARM = 16, 6, 64


@click.command()
@click.option("--orders", "count", default=300, show_default=True, help="How many orders to place.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--write-sql", is_flag=True, help="Only write bench/orders.sql anew: the statements of the ceiling.")
def orders(count: int, as_json: bool, write_sql: bool) -> None:
    """Orders a second: placed over HTTP until paid, bare SQL, whole checkouts, and the steps of one order."""
    if write_sql:
        _write_sql()
        return
    for figure in measure(count):
        click.echo(figure.line())


def _write_sql() -> None:
    with stage.staged(clock.now()) as variants:
        while jobs.work_payments(clock.now()):
            pass
        groups = [one_order.taped(variants) for _ in range(WARM_UP)]
        script.FILE.write_text(script.written(one_order.statements(groups[-1])), encoding="utf-8")


def measure(count: int) -> Iterator[Figure]:
    with stage.staged(clock.now()) as variants:
        while jobs.work_payments(clock.now()):
            pass  # what an earlier run left would be taken for ours
        taped = [one_order.taped(variants) for _ in range(WARM_UP + TAPES)][WARM_UP:]
        bare = ceiling.bare_sql(one_order.taped(variants, TOGETHER), count)
        yield bare
        with stage.programs() as shop:
            asked = {"port": shop.port, "at_once": AT_ONCE, "variants": [str(v) for v in variants], "baskets": []}
            wait_until_caught_up()
            ready = shop_by(asked | {"what": "prepare", "count": count + WARM + TAPES})
            baskets = ready["made"]
            shop_by(asked | {"what": "place", "count": 0, "baskets": [baskets.pop() for _ in range(WARM)]})
            wait_until_caught_up()
            alone = shop_by(
                asked | {"what": "place", "count": 0, "at_once": 1, "baskets": [baskets.pop() for _ in range(TAPES)]}
            )
            wait_until_caught_up()
            before = shop.busy()
            placed = shop_by(asked | {"what": "place", "count": 0, "baskets": baskets})
            end = wait_until_caught_up()
            after = shop.busy()
            behind = sql.row("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
            rate = len(placed["seconds"]) / (end - placed["start"])
            yield _figure("orders.placing", rate, placed, bare.value)
            answered = len(placed["seconds"]) / (placed["end"] - placed["start"])
            yield _figure("orders.placing.answered", answered, placed, bare.value)
            yield from _processor("orders.placing", before, after, placed)
            yield Figure(name="orders.placing.mails_behind", value=float(behind[0]) if behind else 0.0, unit="mails")
            for name, what, at_once in WHOLE:
                before = shop.busy()
                whole = shop_by(asked | {"what": what, "count": max(at_once, count // 2), "at_once": at_once})
                wait_until_caught_up()
                yield _figure(f"orders.{name}", len(whole["seconds"]) / (whole["end"] - whole["start"]), whole)
                yield from _processor(f"orders.{name}", before, shop.busy(), whole)
        yield from steps.steps(taped, alone["seconds"])


def _processor(
    name: str, before: dict[str, float], after: dict[str, float], found: dict[str, Any]
) -> Iterator[Figure]:
    used = {role: after[role] - before.get(role, 0.0) for role in after} | {"client": found["busy"]}
    times = len(found["seconds"])
    for role, seconds in used.items():
        yield Figure(name=f"{name}.processor.{role}", value=seconds / times * 1000, unit="ms/order", n=times)


def _figure(name: str, rate: float, found: dict[str, Any], ceiling: float | None = None) -> Figure:
    p50, p95 = percentiles(found["seconds"])
    for text, times in found["errors"].items():
        click.echo(f"{name}: {times} times {text}", err=True)
    return Figure(
        name=name, value=rate, unit="orders/s", ceiling=ceiling, ratio=rate / ceiling if ceiling else None,
        p50_ms=p50, p95_ms=p95, n=len(found["seconds"]), errors=sum(found["errors"].values()),
    )  # fmt: skip


def shop_by(asked: dict[str, Any]) -> dict[str, Any]:
    """What the shoppers of `shoppers.py` found, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", shoppers.__name__],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def wait_until_caught_up(lanes: Collection[Lane] = tuple(Lane)) -> float:
    """Everything is paid and every listener has heard it in these lanes; answers when (unix time)."""
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up:
        waiting = sql.row("SELECT count(*) FROM payments_paymentrequest WHERE state = 'requested'")
        if waiting == (0,) and not any(lag.rows for lag in journal.lag(CONSUMERS, lanes)):
            return time.time()
        time.sleep(0.02)
    raise click.ClickException("The worker did not catch up in two minutes.")
