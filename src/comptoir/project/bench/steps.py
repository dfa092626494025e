"""Where the time of one order goes: by door and worker in one process, nothing else asked at the same time."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from comptoir.project.bench.figures import Figure
from comptoir.project.bench.one_order import TapedGroup
from comptoir.project.bench.tape import Taped


def steps(taped: Sequence[TapedGroup], over_http: Sequence[float]) -> Iterator[Figure]:
    """`value` is of the order that was quickest of all, so that steps add up; p50_ms the median of the step. `taped`
    are groups of one order.

    `over_http` are the seconds of the same call, alone too, through the web server.
    """
    orders = [order for group in taped for order in group.orders]
    placed = [each.placed for each in orders]
    yield _step("place", placed, min(placed))
    yield _step("place.over_http", over_http, min(over_http))
    yield from _parts("place", [each.placing for each in orders], placed)
    busy = [each.busy for each in orders]
    yield _step("place.python_processor", busy, min(busy))
    settled = [each.settled for each in taped]
    yield _step("settle", settled, min(settled))
    yield from _parts("settle", [each.settling for each in taped], settled)
    busy = [each.busy for each in taped]
    yield _step("settle.python_processor", busy, min(busy))


def _parts(name: str, runs: list[list[Taped]], totals: list[float]) -> Iterator[Figure]:
    quickest = totals.index(min(totals))
    shape = [each.label for each in runs[quickest]]
    alike = [run for run in runs if [each.label for each in run] == shape]
    for number, each in enumerate(runs[quickest]):
        where = "in" if each.inside else "before"
        column = [run[number].seconds for run in alike]
        yield _step(f"{name}.{number:02} {where} transaction: {each.label}", column, each.seconds)
    python = [total - sum(each.seconds for each in run) for total, run in zip(totals, runs, strict=True)]
    yield _step(f"{name}.python", python, python[quickest])


def _step(name: str, seconds: Sequence[float], value: float) -> Figure:
    return Figure(
        name=f"orders.step.{name}",
        value=value * 1000,
        unit="ms",
        p50_ms=statistics.median(seconds) * 1000,
        n=len(seconds),
    )
