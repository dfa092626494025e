"""What the database could do without us: the same statements, by psycopg alone."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import click

from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.orders import facade as orders
from comptoir.project.bench import bare, stage, tape
from comptoir.project.bench.figures import Figure, percentiles
from comptoir.project.bench.one_order import TapedOrder
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


def bare_sql(taped: Sequence[TapedOrder], count: int) -> Figure:
    """Place and settle `count` orders, 8 at once: reads, writes, commits as taped, on the same tables and server.

    The journal's listeners have no part in it. Refuses when the orders are not all paid afterwards.
    """
    kept = {row[0] for row in sql.rows(KEPT)}
    scripts = []
    copies: dict[UUID, list[UUID]] = {each.basket_id: [] for each in taped}
    warm_up = PROCESSES * bare.CONNECTIONS * bare.WARM_UP
    for each in itertools.islice(itertools.cycle(taped), count + warm_up):
        copies[each.basket_id].append(uuid7())
        given = {str(each.basket_id): str(copies[each.basket_id][-1]), each.number: orders.new_number()}
        statements = each.placing + each.settling
        scripts.append(_with_begins(statements, tape.anew(statements, kept, given)))
    for basket, ids in copies.items():
        sql.run(COPY, [ids, basket])
        sql.run("UPDATE checkout_basket SET state = 'open' WHERE id = ANY(%s)", [ids])
        sql.run(COPY_LINES, [ids, basket])
    found = _played(scripts)
    seconds = [each for part in found for each in part[2]]
    errors = [each for part in found for each in part[3]]
    for text in set(errors):
        click.echo(f"orders.bare_sql: {text}", err=True)
    _refuse_unpaid([basket for ids in copies.values() for basket in ids], len(seconds) + warm_up)
    rate = len(seconds) / (max(part[1] for part in found) - min(part[0] for part in found))
    p50, p95 = percentiles(seconds)
    return Figure(
        name="orders.bare_sql", value=rate, unit="orders/s", p50_ms=p50, p95_ms=p95, n=len(seconds), errors=len(errors)
    )  # fmt: skip


def _refuse_unpaid(baskets: list[UUID], expected: int) -> None:
    found = sql.row(PAID, [baskets])
    if found != (expected,):
        raise click.ClickException(f"The bare statements left {found and found[0]} orders paid, not {expected}.")


def _with_begins(taped: list[Taped], anew: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """A BEGIN before the first statement of each transaction."""
    script: list[tuple[str, Any]] = []
    open_now = False
    for each, statement in zip(taped, anew, strict=True):
        if each.inside and not open_now:
            script.append(("BEGIN", None))
        open_now = each.inside and each.statement != COMMIT
        script.append(statement)
    return script


def _played(scripts: list[list[tuple[str, Any]]]) -> list[tuple[float, float, list[float], list[str]]]:
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
