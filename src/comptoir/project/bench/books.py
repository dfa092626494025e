"""A million movements of stock and of money: how long it takes to show that everything agrees."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import UUID

import click
from django.conf import settings

from comptoir.inventory import facade as inventory
from comptoir.kit import clock, sql
from comptoir.orders import facade as orders
from comptoir.project.bench import one_order, scratch, stage
from comptoir.project.bench.figures import Figure
from comptoir.project.demo.seed import seed

NAME = "comptoir_bench_books"
MOVEMENTS = 1_000_000
# One order that was really placed and paid, as often as it takes: other ids, the same sums.
ORDER, REQUEST = "md5('order' || n)::uuid", "md5('request' || n)::uuid"
COPIES = (
    ("orders_order", "id", {"id": ORDER, "basket_id": "md5('basket' || n)::uuid", "number": "'B' || n"}),
    ("payments_paymentrequest", "order_id", {"id": REQUEST, "order_id": ORDER}),
    ("payments_receipt", "order_id", {"id": "md5('receipt' || n)::uuid", "order_id": ORDER, "request_id": REQUEST}),
    (
        "ledger_transfer",
        "subject_id",
        {"id": "nextval(pg_get_serial_sequence('ledger_transfer', 'id'))", "subject_id": ORDER},
    ),
)
COPY = """
INSERT INTO {table}
SELECT (jsonb_populate_record(model, jsonb_build_object({changes}))).*
FROM {table} AS model, generate_series(1, %(count)s) AS n
WHERE model.{owner} = %(order)s
"""
MOVE = """
INSERT INTO inventory_movement (id, variant_id, location_id, kind, quantity, reason, reference, actor, occurred_at)
SELECT gen_random_uuid(), l.variant_id, l.location_id, 'adjustment', 1 + n %% 2, '', '', 'bench', now()
FROM (SELECT row_number() OVER () - 1 AS place, count(*) OVER () AS levels, variant_id, location_id
      FROM inventory_stocklevel) AS l
JOIN generate_series(1, %(count)s) AS n ON n %% l.levels = l.place
"""
PROVE = """
UPDATE inventory_stocklevel AS l SET on_hand = m.pieces
FROM (SELECT variant_id, location_id, sum(quantity) AS pieces FROM inventory_movement GROUP BY 1, 2) AS m
WHERE (m.variant_id, m.location_id) = (l.variant_id, l.location_id)
"""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; the only form.")
@click.option("--movements", default=MOVEMENTS, show_default=True)
def ledger(as_json: bool, movements: int) -> None:
    """Balance and stock checks over a million transfers and a million movements, in a database of their own."""
    for figure in measure(movements):
        click.echo(figure.line())


def measure(movements: int) -> Iterator[Figure]:
    settings.TEST_CARD, settings.TEST_BANK_BOOKS = True, False
    with scratch.database(NAME):
        sql.run("SET statement_timeout = 0")
        seed(clock.now())
        sql.run("SET statement_timeout = 0")
        order_id = one_order.taped(stage.stocked(clock.now(), stage.VARIANTS)).orders[0].order_id
        transfers = _fill(order_id, movements)
        sql.run("ANALYZE")
        yield _figure("ledger.money", orders.check_money, transfers, "SELECT sum(amount_minor) FROM ledger_transfer")
        yield _figure("ledger.stock", inventory.check, movements, "SELECT sum(quantity) FROM inventory_movement")


def _fill(order_id: UUID, movements: int) -> int:
    """Orders until there are so many transfers; movements spread over all levels. Answers how many transfers."""
    found = sql.row("SELECT count(*) FROM ledger_transfer WHERE subject_id = %s", [order_id])
    each = int(found[0]) if found else 0
    if not each:
        raise click.ClickException("The order was not paid: nothing stands in the ledger.")
    count = -(-movements // each)
    for table, owner, changes in COPIES:
        built = ", ".join(f"'{name}', {value}" for name, value in changes.items())
        sql.run(COPY.format(table=table, changes=built, owner=owner), {"count": count, "order": order_id})
    sql.run(MOVE, {"count": movements})
    sql.run(PROVE)
    return each * count


def _figure(name: str, check: Callable[[], object], rows: int, bare: str) -> Figure:
    """`ceiling` is a bare sum over the same rows."""
    started = time.perf_counter()
    found = check()
    seconds = time.perf_counter() - started
    wrong = sum(found.values()) if isinstance(found, dict) else len(found)  # type: ignore[arg-type]
    started = time.perf_counter()
    sql.rows(bare)
    ceiling = time.perf_counter() - started
    return Figure(
        name=name, value=seconds, unit="s", ceiling=ceiling, ratio=ceiling / seconds, n=rows, errors=wrong
    )
