"""Each race has pieces promised before it starts, and is shown to be lost without the guard."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, transaction

from comptoir.inventory import facade as inventory
from comptoir.inventory.commands import reserve as module  # the file: the facade has the function
from comptoir.inventory.errors import SoldOut
from comptoir.inventory.tests.shop import LATER, NOW, ORIGIN, Buyers, Stock
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

WITHOUT_LOCK = module.STATEMENT.replace("FOR UPDATE OF l\n", "")
WITHOUT_ORDER = module.STATEMENT.replace("ORDER BY l.id\n", "")


def last_piece(stock: Stock, *, safety: int) -> UUID:
    """One piece for sale: of the others one is firm, one is held; one more was held and given back."""
    bowl = stock.variant(3 + safety, safety=safety)
    stock.firm(stock.reserve(stock.line(bowl)))
    stock.reserve(stock.line(bowl))
    stock.release(stock.reserve(stock.line(bowl)))
    assert stock.numbers_of(bowl) == (3 + safety, 2, 1)
    return bowl


def test_of_eight_buyers_of_the_last_piece_exactly_one_gets_it(stock: Stock, buyers: Buyers) -> None:
    bowl = last_piece(stock, safety=1)
    ready = threading.Barrier(8)

    def buy() -> UUID:
        assert inventory.availability([bowl])[bowl][0].available == 1
        ready.wait(20)
        return stock.reserve(stock.line(bowl))

    for _ in range(8):
        buyers.start(buy)
    answers = buyers.join()
    assert [type(answer) for answer in answers].count(UUID) == 1
    assert sum(isinstance(answer, SoldOut) for answer in answers) == 7
    assert stock.numbers_of(bowl) == (4, 3, 0)
    assert inventory.check() == []


def second_buyer_waits_for_the_first(stock: Stock, buyers: Buyers, bowl: UUID) -> Any:
    """What the second of two gets who both saw the last piece, the second asking while the first commits."""
    with transaction.atomic():
        inventory.reserve(uuid7(), [stock.line(bowl)], expires_at=LATER, origin=ORIGIN, now=NOW)
        buyers.start(lambda: stock.reserve(stock.line(bowl)))
        buyers.wait_until_blocked(1)
    return buyers.join()[0]


@pytest.mark.parametrize("safety", [0, 1])
def test_whoever_waited_for_the_last_piece_is_told_that_it_is_sold(
    stock: Stock, buyers: Buyers, safety: int
) -> None:
    bowl = last_piece(stock, safety=safety)
    assert isinstance(second_buyer_waits_for_the_first(stock, buyers, bowl), SoldOut)
    assert stock.numbers_of(bowl) == (3 + safety, 3, 0)
    assert inventory.check() == []


def test_without_the_lock_the_safety_stock_would_be_sold(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STATEMENT", WITHOUT_LOCK)
    bowl = last_piece(stock, safety=1)
    assert isinstance(second_buyer_waits_for_the_first(stock, buyers, bowl), UUID)
    assert stock.numbers_of(bowl) == (4, 4, 0)


def test_without_the_lock_the_constraint_would_still_stand_behind(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STATEMENT", WITHOUT_LOCK)
    bowl = last_piece(stock, safety=0)
    answer = second_buyer_waits_for_the_first(stock, buyers, bowl)
    assert isinstance(answer, IntegrityError) and "stock_not_oversold" in str(answer)
    assert stock.numbers_of(bowl) == (3, 3, 0)


def opposite_orders(stock: Stock, buyers: Buyers) -> list[Any]:
    """Two orders of A and B, written in opposite order, that both find A locked and then go on together."""
    first, second = stock.variant(5), stock.variant(5)
    for variant_id in (first, second):
        stock.reserve(stock.line(variant_id))

    def order(*variant_ids: UUID) -> UUID:
        sql.run("SET enable_seqscan = off")  # rows found one after the other, as in a big table
        return stock.reserve(*(stock.line(variant_id) for variant_id in variant_ids))

    with transaction.atomic():
        sql.run("SELECT 1 FROM inventory_stocklevel WHERE variant_id = %s FOR UPDATE", [first])
        buyers.start(lambda: order(first, second))
        buyers.wait_until_blocked(1)
        buyers.start(lambda: order(second, first))
        buyers.wait_until_blocked(2)
    return buyers.join()


def test_two_orders_of_the_same_pieces_in_opposite_order_both_go_through(
    stock: Stock, buyers: Buyers
) -> None:
    assert all(isinstance(answer, UUID) for answer in opposite_orders(stock, buyers))
    assert inventory.check() == []


def test_without_their_order_the_locks_would_wait_for_each_other(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STATEMENT", WITHOUT_ORDER)
    answers = opposite_orders(stock, buyers)
    assert any(isinstance(answer, OperationalError) and "deadlock" in str(answer) for answer in answers)
