"""Tries are counted by all processes together, before they are judged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from comptoir.kit import brakes, sql
from comptoir.kit.brakes import Brake, TooFast

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
FEW = Brake("few", 3, timedelta(minutes=10))
MANY = Brake("many", 100, timedelta(minutes=10))


def test_so_many_tries_then_none_until_the_span_is_over(database) -> None:
    for _ in range(3):
        brakes.press((FEW, "ann"), now=NOW)
    with pytest.raises(TooFast) as slowed:
        brakes.press((FEW, "ann"), now=NOW + timedelta(minutes=4))
    assert slowed.value.data == {"seconds": 360, "minutes": 6} and slowed.value.status == 429
    assert "6" in slowed.value.text("fr")
    brakes.press((FEW, "bob"), now=NOW)
    brakes.press((FEW, "ann"), now=NOW + timedelta(minutes=10))


def test_of_several_brakes_the_tightest_refuses_and_a_right_try_is_forgotten(database) -> None:
    for _ in range(3):
        brakes.press((FEW, "ann"), (MANY, "ann"), now=NOW)
    brakes.release(FEW, "ann")
    brakes.press((FEW, "ann"), (MANY, "ann"), now=NOW)
    assert sql.row("SELECT tries FROM kit_brake WHERE name = 'many'") == (4,)


def test_tries_at_once_are_each_counted(database) -> None:
    """With a read before the write, two of these would read the same count."""

    def attempt(_number: int) -> bool:
        try:
            brakes.press((FEW, "ann"), now=NOW)
        except TooFast:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(attempt, range(24)))
    assert passed.count(True) == 3
    assert sql.row("SELECT tries FROM kit_brake") == (24,)


def test_a_try_is_not_counted_where_it_could_be_rolled_back(database) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        brakes.press((FEW, "ann"), now=NOW)


def test_the_table_names_nobody_and_forgets(database) -> None:
    brakes.press((FEW, "ann@example.com"), now=NOW)
    assert "ann" not in str(sql.rows("SELECT kit_brake::text, encode(key, 'escape') FROM kit_brake"))
    assert brakes.forget_old(NOW) == 0
    assert brakes.forget_old(NOW + timedelta(minutes=11)) == 1
