"""Everybody wants the same thing at the same moment: few pieces, then pieces for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import click

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.kit import clock, sql
from comptoir.kit.ids import uuid7
from comptoir.orders import jobs
from comptoir.project import founding
from comptoir.project.bench import ceiling, stage
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.orders import shop_by, wait_until_caught_up

BUYERS, AT_ONCE, PIECES = 2_000, 64, 50
PAID = """
SELECT count(*) FROM orders_order
WHERE basket_id = ANY(%s) AND state = 'confirmed' AND paid_minor = total_minor
"""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--buyers", default=BUYERS, show_default=True)
def flash(as_json: bool, buyers: int) -> None:
    """2,000 buyers at 64 connections, each with a basket of one piece: 50 pieces there, then enough for all."""
    for figure in measure(buyers):
        click.echo(figure.line())


def measure(buyers: int) -> Iterator[Figure]:
    with stage.staged(clock.now()) as variants:
        while jobs.work_payments(clock.now()):
            pass
        with stage.programs() as shop:
            wait_until_caught_up()
            asked = {"port": shop.port, "at_once": AT_ONCE, "variants": [str(variants[0])], "baskets": [], "count": 0}
            model = shop_by(asked | {"what": "prepare", "count": 1})["made"][0]
            shop_by(asked | {"what": "rush", "baskets": _copies(model, 4 * AT_ONCE)})  # connections, statements
            wait_until_caught_up()
            yield from _few(asked, model, variants[0], buyers)
            yield from _for_all(asked, model, variants[0], buyers)


def _few(asked: dict[str, Any], model: dict[str, Any], variant: UUID, buyers: int) -> Iterator[Figure]:
    leave(variant, PIECES)
    baskets = _copies(model, buyers)
    found = shop_by(asked | {"what": "rush", "baskets": baskets})
    wait_until_caught_up()
    paid = sql.row(PAID, [[UUID(basket["id"]) for basket in baskets]])
    answers = found["answers"]
    bought = sorted(at for status, at in answers if status == 201)
    unwanted = sum(status not in (201, 409) for status, _ in answers) + sum(found["errors"].values())
    p50, p95 = percentiles(found["seconds"])
    for text, times in found["errors"].items():
        click.echo(f"flash: {times} times {text}", err=True)
    shared = {"p50_ms": p50, "p95_ms": p95, "n": len(answers), "errors": unwanted}
    yield Figure(name="flash.paid", value=float(paid[0]) if paid else 0.0, unit="orders", ceiling=PIECES, **shared)
    yield Figure(name="flash.sold_out", value=bought[-1] if bought else 0.0, unit="s", **shared)
    yield Figure(name="flash.all_answered", value=max(at for _, at in answers), unit="s", **shared)


def _for_all(asked: dict[str, Any], model: dict[str, Any], variant: UUID, buyers: int) -> Iterator[Figure]:
    leave(variant, stage.PIECES)
    found = shop_by(asked | {"what": "rush", "baskets": _copies(model, buyers)})
    placed = sum(status == 201 for status, _ in found["answers"])
    p50, p95 = percentiles(found["seconds"])
    yield Figure(
        name="flash.stock_for_all", value=placed / (found["end"] - found["start"]), unit="orders/s", p50_ms=p50,
        p95_ms=p95, n=placed, errors=len(found["answers"]) - placed + sum(found["errors"].values()),
    )  # fmt: skip
    wait_until_caught_up()


def leave(variant: UUID, pieces: int) -> None:
    """So many pieces of it can be sold, all of them at the place that holds most."""
    places = sorted(inventory.availability([variant])[variant], key=lambda place: -place.on_hand)
    levels = [
        Adjustment(
            variant_id=variant, location_id=place.location_id,
            quantity=place.reserved + (place.safety + pieces if place is places[0] else 0),
        )
        for place in places
    ]  # fmt: skip
    inventory.set_levels(levels, reason="correction", origin=founding.origin(), now=clock.now())


def _copies(model: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The prepared basket as often as there are buyers."""
    ids = [uuid7() for _ in range(count)]
    sql.run(ceiling.COPY, [ids, UUID(model["id"])])
    sql.run(ceiling.COPY_LINES, [ids, UUID(model["id"])])
    return [model | {"id": str(each)} for each in ids]
