"""Races of receipts, counts, transfers and bundles; each is lost when its guard is taken out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from comptoir.inventory import facade as inventory
from comptoir.inventory import rules
from comptoir.inventory.commands import book, queue
from comptoir.inventory.contracts import Adjustment, Ahead, Allocation, TransferDraft
from comptoir.inventory.errors import AheadMoved, NegativeStock, SoldOut
from comptoir.inventory.tests.shop import LATER, NOW, ORIGIN, Buyers, Stock
from comptoir.kit import sql
from comptoir.kit.ids import uuid7

SOON = NOW.date() + timedelta(days=5)
HELD_BY_NOBODY = queue.HOLD.replace(" FOR UPDATE", "")
BOOKED_UNLOCKED = book.STATEMENT.replace("FOR UPDATE OF l\n", "")


def to_come(stock: Stock, pieces: int) -> tuple[UUID, Allocation]:
    """A variant of which so many pieces are to come, and an order's line of one of them."""
    bowl = stock.variant()
    stock.announce(bowl, pieces, SOON, "po-1")
    stock.backorder(bowl, 50)
    found = sql.row("SELECT id FROM inventory_saleahead WHERE variant_id = %s", [bowl])
    assert found
    ahead = Ahead(sale_id=found[0], pieces=1)
    return bowl, Allocation(variant_id=bowl, location_id=stock.warehouse, quantity=1, ahead=ahead)


def receive() -> int:
    return inventory.receive_incoming("po-1", 5, origin=ORIGIN, now=NOW)


def reserve(line: Allocation) -> None:
    inventory.reserve(uuid7(), [line], expires_at=LATER, origin=ORIGIN, now=NOW)


def test_who_joins_the_queue_while_pieces_are_received_gets_one(stock: Stock, buyers: Buyers) -> None:
    bowl, line = to_come(stock, 5)
    with transaction.atomic():
        reserve(line)
        buyers.start(receive)
        buyers.wait_until_blocked(1)
    assert buyers.join() == [5]
    assert inventory.waiting(bowl) == ()
    assert stock.numbers_of(bowl) == (5, 1, 4)
    assert inventory.check() == []


def test_without_the_terms_held_the_receipt_would_miss_who_joins(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "HOLD", HELD_BY_NOBODY)
    bowl, line = to_come(stock, 5)
    with transaction.atomic():
        reserve(line)
        buyers.start(receive)
        assert buyers.join() == [5]
    assert len(inventory.waiting(bowl)) == 1
    assert stock.numbers_of(bowl) == (5, 0, 5)


def two_for_the_last_that_comes(stock: Stock, buyers: Buyers) -> tuple[UUID, Any]:
    bowl, line = to_come(stock, 1)
    with transaction.atomic():
        reserve(line)
        buyers.start(lambda: stock.reserve(line))
        buyers.wait_until_blocked(1)
    return bowl, buyers.join()[0]


def test_the_last_piece_that_comes_is_promised_once(stock: Stock, buyers: Buyers) -> None:
    bowl, second = two_for_the_last_that_comes(stock, buyers)
    assert isinstance(second, AheadMoved)
    assert len(inventory.waiting(bowl)) == 1
    assert inventory.check() == []


def test_without_the_terms_held_it_would_be_promised_twice(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "HOLD", HELD_BY_NOBODY)
    bowl, second = two_for_the_last_that_comes(stock, buyers)
    assert isinstance(second, UUID)
    assert len(inventory.waiting(bowl)) == 2


def counted(stock: Stock, bowl: UUID, pieces: int) -> Callable[[], Any]:
    """A count in which both found so many pieces; to be approved."""
    count = inventory.open_count(stock.warehouse, variant_ids=[bowl], origin=ORIGIN, now=NOW)
    for who in ("ana", "ben"):
        inventory.enter_figure(count, bowl, pieces, counter=who, origin=ORIGIN, now=NOW)
    for who in ("ana", "ben"):
        inventory.finish_count(count, counter=who, origin=ORIGIN, now=NOW)
    return lambda: inventory.approve_count(count, origin=ORIGIN, now=NOW)


def transferred(stock: Stock, bowl: UUID, pieces: int) -> Callable[[], Any]:
    """A transfer of so many pieces; to be sent."""
    draft = TransferDraft(
        reference="t-1", source_id=stock.warehouse, target_id=stock.shop, expected_on=SOON, lines=((bowl, pieces),)
    )
    transfer = inventory.announce_transfer(draft, origin=ORIGIN, now=NOW)
    return lambda: inventory.send_transfer(transfer, origin=ORIGIN, now=NOW)


def adjusted(stock: Stock, bowl: UUID, pieces: int) -> Callable[[], Any]:
    line = Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=-pieces)
    return lambda: inventory.adjust([line], kind="adjustment", reason="damaged", origin=ORIGIN, now=NOW)


LEAVING = {
    "count": lambda stock, bowl: counted(stock, bowl, 5),
    "transfer": lambda stock, bowl: transferred(stock, bowl, 5),
    "staff": lambda stock, bowl: adjusted(stock, bowl, 5),
}


def during_a_sale(stock: Stock, buyers: Buyers, way: str) -> tuple[UUID, Any]:
    """Five of ten pieces are to go in some way, while an order of eight commits."""
    bowl = stock.variant(10)
    leave = LEAVING[way](stock, bowl)
    with transaction.atomic():
        inventory.reserve(uuid7(), [stock.line(bowl, 8)], expires_at=LATER, origin=ORIGIN, now=NOW)
        buyers.start(leave)
        buyers.wait_until_blocked(1)
    return bowl, buyers.join()[0]


@pytest.mark.parametrize("way", LEAVING)
def test_what_an_order_got_meanwhile_does_not_leave(stock: Stock, buyers: Buyers, way: str) -> None:
    bowl, answer = during_a_sale(stock, buyers, way)
    assert isinstance(answer, NegativeStock)
    assert stock.numbers_of(bowl) == (10, 8, 2)
    assert inventory.check() == []


@pytest.mark.parametrize("way", LEAVING)
def test_without_the_lock_only_the_constraint_would_stand_behind(
    stock: Stock, buyers: Buyers, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(book, "STATEMENT", BOOKED_UNLOCKED)
    bowl, answer = during_a_sale(stock, buyers, way)
    assert isinstance(answer, IntegrityError) and "stock_not_oversold" in str(answer)
    assert stock.numbers_of(bowl) == (10, 8, 2)


def sold_while_approved(stock: Stock, buyers: Buyers, approve: Callable[[UUID], Callable[[], Any]]) -> UUID:
    """Two of ten pieces are missing; one more is being sold while that is booked."""
    bowl = stock.variant(10)
    order = stock.reserve(stock.line(bowl))
    book_it = approve(bowl)
    with transaction.atomic():
        inventory.take(order, stock.warehouse, origin=ORIGIN, now=NOW)
        buyers.start(book_it)
        buyers.wait_until_blocked(1)
    buyers.join()
    return bowl


def test_a_count_that_is_approved_during_a_sale_books_what_was_missing(stock: Stock, buyers: Buyers) -> None:
    bowl = sold_while_approved(stock, buyers, lambda bowl: counted(stock, bowl, 8))
    assert stock.numbers_of(bowl) == (7, 0, 7)
    assert inventory.check() == []


def test_a_figure_instead_of_a_difference_would_bring_the_sold_piece_back(stock: Stock, buyers: Buyers) -> None:
    def overwrite(bowl: UUID) -> Callable[[], Any]:
        line = Adjustment(variant_id=bowl, location_id=stock.warehouse, quantity=8)
        return lambda: inventory.set_levels([line], reason="correction", origin=ORIGIN, now=NOW)

    bowl = sold_while_approved(stock, buyers, overwrite)
    assert stock.numbers_of(bowl) == (8, 0, 8)


def test_the_last_piece_goes_to_one_of_several_buyers_and_staff(stock: Stock, buyers: Buyers) -> None:
    bowl = stock.variant(1)
    ready = threading.Barrier(5)
    write_off = adjusted(stock, bowl, 1)

    def at_once(call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            ready.wait(20)
            return call()

        return run

    for _ in range(4):
        buyers.start(at_once(lambda: stock.reserve(stock.line(bowl))))
    buyers.start(at_once(write_off))
    *orders, staff = buyers.join()
    won = [answer for answer in orders if isinstance(answer, UUID)]
    assert len(won) + (staff is None) == 1
    assert all(isinstance(answer, UUID | SoldOut) for answer in orders)
    assert staff is None or isinstance(staff, NegativeStock)
    assert inventory.check() == []


def bundles(stock: Stock, buyers: Buyers, pieces: int) -> list[Any]:
    """Two orders, each with two lines of one article and one of the other, crosswise and at the same time."""
    cup, bowl = stock.variant(pieces), stock.variant(pieces)

    def order(*variant_ids: UUID) -> UUID:
        sql.run("SET enable_seqscan = off")  # rows found one after the other, as in a big table
        return stock.reserve(*(stock.line(variant_id) for variant_id in variant_ids))

    with transaction.atomic():
        sql.run("SELECT 1 FROM inventory_stocklevel WHERE variant_id = %s FOR UPDATE", [cup])
        buyers.start(lambda: order(cup, bowl, cup))
        buyers.wait_until_blocked(1)
        buyers.start(lambda: order(bowl, cup, bowl))
        buyers.wait_until_blocked(2)
    return buyers.join()


@pytest.mark.parametrize(("pieces", "sold"), [(3, 2), (2, 1)])
def test_bundles_that_share_articles_are_added_up_and_never_wait_for_each_other(
    stock: Stock, buyers: Buyers, pieces: int, sold: int
) -> None:
    answers = bundles(stock, buyers, pieces)
    assert sum(isinstance(answer, UUID) for answer in answers) == sold
    assert all(isinstance(answer, UUID | SoldOut) for answer in answers)
    assert inventory.check() == []


class Apart(dict[Any, int]):
    """Lines as they were given, none added up."""

    def __init__(self, lines: list[Allocation]) -> None:
        super().__init__({(line.variant_id, line.location_id): line.quantity for line in lines})
        self.lines = [((line.variant_id, line.location_id), line.quantity) for line in lines]

    def items(self) -> Any:
        return self.lines

    def values(self) -> Any:
        return [quantity for _, quantity in self.lines]

    def __iter__(self) -> Any:
        return iter([place for place, _ in self.lines])


def test_lines_that_were_not_added_up_would_not_be_reserved(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "wanted", lambda allocations: Apart(list(allocations)))
    bowl = stock.variant(1)
    with pytest.raises(ProgrammingError, match="second time"):
        stock.reserve(stock.line(bowl), stock.line(bowl))
