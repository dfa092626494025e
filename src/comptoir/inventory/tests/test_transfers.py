"""Pieces that go from one place to another."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import TransferDraft
from comptoir.inventory.errors import NegativeStock, TransferExists, TransferMoveRefused
from comptoir.inventory.tests.shop import NOW, ORIGIN, Stock
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound

DAY = NOW.date() + timedelta(days=2)


def announced(stock: Stock, *lines: tuple[UUID, int], name: str = "t-1") -> UUID:
    draft = TransferDraft(
        reference=name, source_id=stock.warehouse, target_id=stock.shop, expected_on=DAY, lines=lines
    )
    return inventory.announce_transfer(draft, origin=ORIGIN, now=NOW)


def test_pieces_leave_one_place_and_arrive_at_the_other_with_the_difference_said(stock: Stock) -> None:
    bowl, cup = stock.variant(10), stock.variant(5)
    transfer = announced(stock, (bowl, 4), (cup, 2))
    assert stock.numbers_of(bowl) == (10, 0, 10)
    inventory.send_transfer(transfer, {cup: 1}, origin=ORIGIN, now=NOW)
    assert (stock.numbers_of(bowl)[0], stock.numbers_of(cup)[0]) == (6, 4)
    seen = inventory.outlook([bowl], market="fr", today=NOW.date())[bowl]
    assert [(line.location_id, line.pieces, line.reference) for line in seen.coming] == [(stock.shop, 4, "t-1")]
    assert inventory.receive_transfer(transfer, {bowl: 3}, origin=ORIGIN, now=NOW) == 1
    assert (stock.numbers_of(bowl, at=stock.shop)[0], stock.numbers_of(cup, at=stock.shop)[0]) == (3, 1)
    found = inventory.transfer(transfer)
    assert (found.state, found.missing) == ("received", 1)
    lines = {line.variant_id: (line.announced, line.sent, line.received) for line in found.lines}
    assert lines == {bowl: (4, 4, 3), cup: (2, 1, 1)}
    assert inventory.movements(bowl)[0].reference == f"transfer:{transfer}"
    assert inventory.check() == []


def test_what_orders_hold_does_not_leave(stock: Stock) -> None:
    bowl = stock.variant(5)
    stock.reserve(stock.line(bowl, 3))
    transfer = announced(stock, (bowl, 3))
    with pytest.raises(NegativeStock):
        inventory.send_transfer(transfer, origin=ORIGIN, now=NOW)
    assert inventory.transfer(transfer).state == "announced"
    assert stock.numbers_of(bowl) == (5, 3, 2)
    inventory.send_transfer(transfer, {bowl: 2}, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl) == (3, 3, 0)


def test_what_arrives_goes_to_who_waits_there(stock: Stock) -> None:
    bowl = stock.variant(5)
    transfer = announced(stock, (bowl, 4))
    inventory.send_transfer(transfer, origin=ORIGIN, now=NOW)
    stock.backorder(bowl, 9, at=stock.shop)
    order = stock.wait(bowl, 3, at=stock.shop)
    inventory.receive_transfer(transfer, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl, at=stock.shop) == (4, 3, 1)
    assert [line.ahead for line in inventory.reservations(order)] == [None]
    assert inventory.check() == []


def test_each_step_happens_once_and_in_its_order(stock: Stock) -> None:
    bowl = stock.variant(5)
    transfer = announced(stock, (bowl, 2))
    assert announced(stock, (bowl, 2)) == transfer
    with pytest.raises(TransferExists):
        announced(stock, (bowl, 3))
    with pytest.raises(TransferMoveRefused):
        inventory.receive_transfer(transfer, origin=ORIGIN, now=NOW)
    key = IdempotencyKey.of(actor="key:1", endpoint="send", key="12345678", request=None)
    for _ in range(2):
        inventory.send_transfer(transfer, origin=ORIGIN, now=NOW, idempotency_key=key)
    for call in (inventory.send_transfer, inventory.cancel_transfer):
        with pytest.raises(TransferMoveRefused):
            call(transfer, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl) == (3, 0, 3)
    other = announced(stock, (bowl, 1), name="t-2")
    inventory.cancel_transfer(other, origin=ORIGIN, now=NOW)
    with pytest.raises(TransferMoveRefused):
        inventory.send_transfer(other, origin=ORIGIN, now=NOW)
    with pytest.raises(NotFound):
        inventory.send_transfer(bowl, origin=ORIGIN, now=NOW)


def test_what_cannot_be_moved_is_refused(stock: Stock) -> None:
    bowl = stock.variant(5)
    for lines in ((), ((bowl, 0),), ((bowl, 1), (bowl, 2))):
        with pytest.raises(Invalid):
            announced(stock, *lines)
    transfer = announced(stock, (bowl, 2))
    for pieces in ({bowl: 0}, {bowl: -1}, {stock.shop: 1}):
        with pytest.raises(Invalid):
            inventory.send_transfer(transfer, pieces, origin=ORIGIN, now=NOW)
    assert inventory.transfer(transfer).state == "announced"
