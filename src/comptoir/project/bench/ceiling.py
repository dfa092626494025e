"""What the database could do without us: the same statements, by libpq alone."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import click

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.project.bench import bare, script, stage, tape
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.one_order import TapedGroup
from comptoir.project.bench.tape import COMMIT, Taped

PROCESSES = 2
PAID = """
SELECT count(*) FROM orders_order
WHERE basket_id = ANY(%s) AND state = 'confirmed' AND paid_minor = total_minor
"""
COPY = """
INSERT INTO checkout_basket
SELECT (jsonb_populate_record(b, jsonb_build_object('id', n.id))).*
FROM checkout_basket b, unnest(%s::uuid[]) AS n(id) WHERE b.id = %s
"""
COPY_LINES = """
INSERT INTO checkout_basketline (basket_id, variant_id, quantity, seen_minor, added_at)
SELECT n.id, l.variant_id, l.quantity, l.seen_minor, l.added_at
FROM checkout_basketline l, unnest(%s::uuid[]) AS n(id) WHERE l.basket_id = %s
"""
KEPT = " UNION ALL ".join(
    f"SELECT id FROM {table}"
    for table in ("catalog_variant", "org_location", "customers_customer", "customers_address")
)


def bare_sql(group: TapedGroup, count: int) -> Figure:
    """Place and settle `count` orders or a few more, 8 at once: the statements of orders.sql as taped, on the same
    tables and server, so many settled together as in the group.

    The journal's listeners have no part in it. Refuses when the path says something that the file does not, and when
    the orders are not all paid afterwards.
    """
    kept = {row[0] for row in sql.rows(KEPT)}
    warm_up = PROCESSES * bare.CONNECTIONS
    jobs = -(-count // len(group.orders)) + warm_up
    copies: dict[UUID, list[UUID]] = {order.basket_id: [uuid7() for _ in range(jobs)] for order in group.orders}
    scripts = [
        _script(group, kept, {basket: ids[number] for basket, ids in copies.items()}) for number in range(jobs)
    ]
    for basket, ids in copies.items():
        sql.run(COPY, [ids, basket])
        sql.run("UPDATE checkout_basket SET state = 'open' WHERE id = ANY(%s)", [ids])
        sql.run(COPY_LINES, [ids, basket])
    found = _played(scripts)
    seconds = [each for part in found for each in part[2]]
    errors = [each for part in found for each in part[3]]
    for text in set(errors):
        click.echo(f"orders.bare_sql: {text}", err=True)
    _refuse_unpaid([basket for ids in copies.values() for basket in ids], len(seconds) + warm_up * len(group.orders))
    rate = len(seconds) / (max(part[1] for part in found) - min(part[0] for part in found))
    p50, p95 = percentiles(seconds)
    return Figure(
        name="orders.bare_sql", value=rate, unit="orders/s", p50_ms=p50, p95_ms=p95, n=len(seconds), errors=len(errors)
    )  # fmt: skip


def _refuse_unpaid(baskets: list[UUID], expected: int) -> None:
    found = sql.row(PAID, [baskets])
    if found != (expected,):
        raise click.ClickException(f"The bare statements left {found and found[0]} orders paid, not {expected}.")


def _script(group: TapedGroup, kept: set[UUID], baskets: dict[UUID, UUID]) -> bare.Job:
    """The group once more, as other orders."""
    given = {str(before): str(after) for before, after in baskets.items()}
    given |= {order.number: orders.new_number() for order in group.orders}
    units = [*(order.placing for order in group.orders), group.settling]
    numbers = {statement: number for number, statement in enumerate(script.read())}
    anew = iter(tape.anew([each for unit in units for each in unit], kept, given))
    try:
        return [_steps(unit, anew, numbers) for unit in units]
    except KeyError as stale:
        told = f"orders.sql is not what the path says: {stale}. Write it by --write-sql."
        raise click.ClickException(told) from stale


def _steps(unit: list[Taped], anew: Iterator[tuple[str, Any]], numbers: dict[str, int]) -> list[bare.Step]:
    """A BEGIN before the first statement of each transaction."""
    steps: list[bare.Step] = []
    open_now = False
    for each in unit:
        statement, params = next(anew)
        if each.inside and not open_now:
            steps.append(("BEGIN", None, True))
        open_now = each.inside and statement != COMMIT
        steps.append((COMMIT, None, False) if statement == COMMIT else (numbers[statement.strip()], params, each.waits))
    return steps


def _played(scripts: list[bare.Job]) -> list[tuple[float, float, list[float], list[str]]]:
    players = [
        subprocess.Popen(
            [sys.executable, "-m", bare.__name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for number, player in enumerate(players):
        assert player.stdin
        player.stdin.write(pickle.dumps((stage.address(), scripts[number::PROCESSES])))
        player.stdin.close()
    found = []
    for player in players:
        assert player.stdout
        found.append(pickle.loads(player.stdout.read()))
        player.wait()
    return found
