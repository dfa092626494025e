"""Numbers without a gap: many at once, rolled back, killed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from comptoir.inventory.tests.shop import Buyers
from comptoir.invoicing import facade as invoicing
from comptoir.invoicing import numbers
from comptoir.invoicing.contracts import INVOICE
from comptoir.invoicing.tests import story
from comptoir.kit import sql

ENTITY = "maison-coste"
TODAY = date(2026, 11, 18)
ROW = "SELECT 1 FROM invoicing_counter FOR UPDATE"
# Reads the counter, then writes it: as a hurried hand would.
WITHOUT_LOCK = """
WITH seen AS (SELECT last_number + %(count)s AS next FROM invoicing_counter
              WHERE legal_entity = %(legal_entity)s AND kind = %(kind)s)
UPDATE invoicing_counter SET last_number = (SELECT next FROM seen)
WHERE legal_entity = %(legal_entity)s AND kind = %(kind)s RETURNING year, last_number, last_date
"""
SERIES = "SELECT sequence FROM invoicing_document WHERE kind = 'invoice' ORDER BY sequence"


def race(world: SimpleNamespace, how_many: int, before: Callable[[], None] = lambda: None) -> list[Any]:
    """So many orders are invoiced at once; all of them wait at the counter before the first goes on."""
    orders = [story.sent(world, "BOWL-OCHRE") for _ in range(how_many + 1)]
    invoicing.issue_due(orders.pop(), now=world.now)
    before()
    buyers = Buyers()
    with transaction.atomic():
        sql.run(ROW)
        for order_id in orders:
            buyers.start(lambda order_id=order_id: invoicing.issue_due(order_id, now=world.now))
        buyers.wait_until_blocked(how_many)
    return buyers.join()


def test_many_at_once_get_numbers_without_gap_or_double(world: SimpleNamespace) -> None:
    answers = race(world, 8)
    assert all(len(answer) == 1 for answer in answers)
    assert [sequence for (sequence,) in sql.rows(SERIES)] == list(range(1, 10))
    assert invoicing.check() == []


def test_without_the_lock_of_the_counter_they_collide(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = race(world, 4, before=lambda: monkeypatch.setattr(numbers, "TAKE", WITHOUT_LOCK))
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 3


def test_one_order_invoiced_ten_times_at_once_has_one_invoice(world: SimpleNamespace) -> None:
    order_id = story.sent(world, "BOWL-OCHRE")
    buyers = Buyers()
    for _ in range(10):
        buyers.start(lambda: invoicing.issue_due(order_id, now=world.now))
    assert sorted(len(answer) for answer in buyers.join()) == [0] * 9 + [1]
    assert sql.rows(SERIES) == [(1,)]


def test_what_is_rolled_back_leaves_no_gap(world: SimpleNamespace) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert numbers.take(ENTITY, INVOICE, count=3, today=TODAY).first == 1
        raise ZeroDivisionError
    invoicing.issue_due(story.sent(world, "BOWL-OCHRE"), now=world.now)
    assert sql.rows(SERIES) == [(1,)] and invoicing.check() == []


def test_a_process_that_dies_with_a_number_in_its_hand_leaves_no_gap(world: SimpleNamespace) -> None:
    first, second = story.sent(world, "BOWL-OCHRE"), story.sent(world, "BOWL-OCHRE")
    invoicing.issue_due(first, now=world.now)
    dying = psycopg.connect(**_where())
    asked = {"legal_entity": ENTITY, "kind": INVOICE, "year": 2026, "count": 1, "day": TODAY}
    taken = dying.execute(numbers.TAKE, asked).fetchone()
    assert taken and taken[1] == 2
    pid = dying.info.backend_pid
    buyers = Buyers()
    buyers.start(lambda: invoicing.issue_due(second, now=world.now))
    buyers.wait_until_blocked(1)
    sql.rows("SELECT pg_terminate_backend(%s)", [pid])  # what the server does when the process is gone
    assert len(buyers.join()[0]) == 1
    assert [sequence for (sequence,) in sql.rows(SERIES)] == [1, 2] and invoicing.check() == []
    dying.close()


def _where() -> dict[str, Any]:
    database = connection.settings_dict
    return {"host": database["HOST"], "dbname": database["NAME"], "user": database["USER"]}


def test_the_check_finds_a_gap_a_date_that_goes_back_and_a_counter_that_differs(world: SimpleNamespace) -> None:
    for _ in range(4):
        invoicing.issue_due(story.sent(world, "BOWL-OCHRE"), now=world.now)
    assert invoicing.check() == []
    sql.run("ALTER TABLE invoicing_document DISABLE TRIGGER ALL")
    sql.run("UPDATE invoicing_document SET issued_on = '2026-11-01' WHERE sequence = 2")
    sql.run("DELETE FROM invoicing_document WHERE sequence = 3")
    sql.run("UPDATE invoicing_counter SET last_number = 9")
    assert [(fault.number, fault.fault) for fault in invoicing.check()] == [
        ("F2026-000002", "date goes back"), ("F2026-000004", "gap"), ("2026-9", "counter differs"),
    ]  # fmt: skip
