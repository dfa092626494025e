"""Pieces that are sold before they are here, and the orders that wait for them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Ahead, Allocation, Outlook
from comptoir.inventory.errors import AheadMoved, AheadPromised, IncomingClosed, NotReserved, StillWaiting
from comptoir.inventory.tests.shop import LATER, NOW, ORIGIN, Stock
from comptoir.kit import sql
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

TODAY = NOW.date()
SOON, THEN = TODAY + timedelta(days=5), TODAY + timedelta(days=20)


def seen(variant_id: UUID) -> Outlook:
    return inventory.outlook([variant_id], market="fr", today=TODAY)[variant_id]


def promised(variant_id: UUID) -> tuple[int, ...]:
    found = sql.row("SELECT most, promised FROM inventory_saleahead WHERE variant_id = %s", [variant_id])
    assert found
    return found


def told(name: str) -> int:
    found = sql.row("SELECT count(*) FROM journal_event WHERE name = %s", [name])
    assert found
    return int(found[0])


def test_what_is_announced_may_be_sold_up_to_the_limit_with_the_day_after_it_comes(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, SOON, "po-1")
    stock.announce(bowl, 5, THEN, "po-2")
    stock.backorder(bowl, 8)
    offer = seen(bowl).ahead
    assert offer and offer.pieces == 8
    assert [offer.ready_on(count) for count in (1, 5, 6, 8, 9)] == [
        SOON + timedelta(days=1), SOON + timedelta(days=1), THEN + timedelta(days=1), THEN + timedelta(days=1), None,
    ]  # fmt: skip
    assert [(line.reference, line.pieces, line.late) for line in seen(bowl).coming] == [
        ("po-1", 5, False), ("po-2", 5, False),
    ]  # fmt: skip


def test_who_waits_has_the_first_of_what_comes(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, SOON, "po-1")
    stock.announce(bowl, 5, THEN, "po-2")
    stock.backorder(bowl, 50)
    stock.wait(bowl, 4)
    offer = seen(bowl).ahead
    assert offer and offer.pieces == 6
    assert (offer.ready_on(1), offer.ready_on(2)) == (SOON + timedelta(days=1), THEN + timedelta(days=1))
    assert inventory.check() == []


def test_a_line_that_is_late_promises_nothing_more(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, TODAY - timedelta(days=1), "po-1")
    stock.backorder(bowl, 50)
    assert seen(bowl).ahead is None and seen(bowl).sellable == 0
    assert seen(bowl).coming[0].late
    with pytest.raises(AheadMoved):
        stock.wait(bowl, 1)
    assert told("Stock Sold Ahead") == 0
    stock.announce(bowl, 5, THEN, "po-1")
    assert seen(bowl).sellable == 5


def test_an_order_is_refused_when_its_day_moved_since_it_was_shown(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 2, SOON, "po-1")
    stock.announce(bowl, 2, THEN, "po-2")
    stock.backorder(bowl, 50)
    stock.wait(bowl, 2, by=SOON + timedelta(days=1))
    with pytest.raises(AheadMoved):
        stock.wait(bowl, 1, by=SOON + timedelta(days=1))
    assert promised(bowl) == (50, 2)
    assert inventory.check() == []


def test_what_comes_goes_to_orders_in_the_order_in_which_they_wait(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 10, SOON, "po-1")
    stock.backorder(bowl, 50)
    first, second = stock.wait(bowl, 3), stock.wait(bowl, 4)
    stock.firm(first)
    assert inventory.receive_incoming("po-1", 5, origin=ORIGIN, now=NOW) == 5
    assert stock.numbers_of(bowl) == (5, 5, 0)
    assert [(r.quantity, r.state, r.ahead) for r in inventory.reservations(first)] == [(3, "firm", None)]
    (half,) = inventory.reservations(second)
    assert (half.quantity, half.ahead and half.ahead.pieces) == (4, 2)
    assert [line.quantity for line in inventory.waiting(bowl)] == [2]
    inventory.receive_incoming("po-1", 5, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl) == (10, 7, 3)
    assert promised(bowl) == (50, 0)
    assert told("Waiting Stock Allotted") == 3
    assert inventory.check() == []


def test_whatever_way_pieces_come_who_waits_is_first_and_before_the_safety_stock(stock: Stock) -> None:
    bowl = stock.variant(safety=2)
    stock.announce(bowl, 10, SOON, "po-1")
    stock.backorder(bowl, 50)
    stock.wait(bowl, 3)
    stock.adjust(bowl, 3)
    assert stock.numbers_of(bowl) == (3, 3, 0)
    assert inventory.check() == []


def test_pieces_that_an_order_gives_back_go_to_who_waits(stock: Stock) -> None:
    bowl = stock.variant(2)
    stock.announce(bowl, 10, SOON, "po-1")
    stock.backorder(bowl, 50)
    bought = stock.reserve(stock.line(bowl, 2))
    waiting = stock.wait(bowl, 1)
    assert stock.release(bought) == 1
    assert stock.numbers_of(bowl) == (2, 1, 1)
    assert [r.ahead for r in inventory.reservations(waiting)] == [None]
    assert inventory.check() == []


def test_an_order_may_have_pieces_here_and_pieces_to_come_of_one_article(stock: Stock) -> None:
    bowl = stock.variant(2)
    stock.announce(bowl, 10, SOON, "po-1")
    stock.backorder(bowl, 50)
    order = stock.wait(bowl, 3, here=2)
    (line,) = inventory.reservations(order)
    assert (line.quantity, line.ahead and line.ahead.pieces) == (5, 3)
    assert stock.numbers_of(bowl) == (2, 2, 0)
    assert stock.firm(order) == 2
    with pytest.raises(StillWaiting) as refusal:
        stock.take(order)
    assert refusal.value.data["variant_ids"] == [str(bowl)]
    inventory.receive_incoming("po-1", 10, origin=ORIGIN, now=NOW)
    assert stock.take(order) == 1
    assert stock.numbers_of(bowl) == (7, 0, 7)
    assert inventory.check() == []


def test_an_order_that_ends_waits_no_longer_and_may_wait_again_at_the_end_of_the_queue(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 3, SOON, "po-1")
    stock.backorder(bowl, 50)
    order = stock.wait(bowl, 2)
    assert inventory.expired(LATER) == (order,)
    assert (stock.release(order), stock.release(order)) == (1, 0)
    assert promised(bowl) == (50, 0) and stock.firm(order) == 0
    other = stock.wait(bowl, 2)
    (before,) = inventory.reservations(order)
    assert before.state == "released" and before.ahead
    again = Allocation(variant_id=bowl, location_id=stock.warehouse, quantity=2, ahead=before.ahead)
    with pytest.raises(AheadMoved):
        stock.reserve(again, order_id=order)
    stock.announce(bowl, 9, SOON, "po-1")
    stock.reserve(again, order_id=order)
    assert {line.order_id for line in inventory.waiting()} == {other, order}
    with pytest.raises(NotReserved):
        stock.take(uuid7())
    assert inventory.check() == []


def test_a_pre_order_is_sold_against_its_day_and_kept_until_then(stock: Stock) -> None:
    bowl = stock.variant()
    inventory.sell_ahead(
        bowl, market="fr", location_id=stock.warehouse, kind="preorder", most=3, sent_from=THEN, origin=ORIGIN, now=NOW
    )
    found = seen(bowl)
    assert found.ahead and (found.ahead.pieces, found.ahead.ready_on(3), found.ahead.ready_on(4)) == (3, THEN, None)
    assert found.not_before == THEN
    assert inventory.outlook([bowl], market="be", today=TODAY)[bowl].ahead is None
    assert inventory.outlook([bowl], market="fr", today=THEN)[bowl].not_before is None
    stock.wait(bowl, 3)
    stock.adjust(bowl, 5)
    assert stock.numbers_of(bowl) == (5, 3, 2) and seen(bowl).not_before == THEN


def test_the_limit_cannot_fall_below_what_is_promised(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 10, SOON, "po-1")
    stock.backorder(bowl, 5)
    stock.wait(bowl, 4)
    with pytest.raises(AheadPromised):
        stock.backorder(bowl, 3)
    with pytest.raises(AheadPromised):
        stock.backorder(bowl, 5, at=stock.shop)
    stock.backorder(bowl, 4)
    assert promised(bowl) == (4, 4) and seen(bowl).sellable == 0
    assert told("Sale Ahead Set") == 2
    for wrong in ({"kind": "gift"}, {"most": -1}, {"sent_from": TODAY}):
        with pytest.raises(Invalid):
            inventory.sell_ahead(
                bowl, **({"market": "fr", "location_id": stock.warehouse, "kind": "preorder", "most": 1} | wrong),
                origin=ORIGIN, now=NOW,
            )  # fmt: skip


def test_a_line_is_known_by_its_external_id(stock: Stock) -> None:
    bowl = stock.variant()
    assert stock.announce(bowl, 10, SOON, "po-1") == 1
    assert stock.announce(bowl, 10, SOON, "po-1") == 0
    assert stock.announce(bowl, 12, THEN, "po-1") == 1
    line = inventory.incoming_by_id("po-1", today=TODAY)
    assert (line.expected, line.expected_on, line.state) == (12, THEN, "announced")
    inventory.receive_incoming("po-1", 11, origin=ORIGIN, now=NOW)
    with pytest.raises(Invalid):
        stock.announce(bowl, 11, THEN, "po-1")
    with pytest.raises(Invalid):
        stock.announce(stock.variant(), 12, THEN, "po-1")
    inventory.receive_incoming("po-1", 4, origin=ORIGIN, now=NOW)
    assert inventory.incoming_by_id("po-1", today=TODAY).state == "received"
    for call in (
        lambda: stock.announce(bowl, 20, THEN, "po-1"),
        lambda: inventory.receive_incoming("po-1", 1, origin=ORIGIN, now=NOW),
        lambda: inventory.cancel_incoming("po-1", origin=ORIGIN, now=NOW),
    ):
        with pytest.raises(IncomingClosed):
            call()
    with pytest.raises(NotFound):
        inventory.receive_incoming("po-2", 1, origin=ORIGIN, now=NOW)
    assert stock.numbers_of(bowl) == (15, 0, 15)
    assert (told("Incoming Announced"), told("Incoming Changed"), told("Incoming Received")) == (1, 1, 2)


def test_what_is_cancelled_covers_nobody_and_who_waits_goes_on_waiting_for_the_next(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, SOON, "po-1")
    stock.backorder(bowl, 50)
    order = stock.wait(bowl, 3)
    assert [(line.reference, line.expected_on) for line in inventory.waiting(bowl)] == [("po-1", SOON)]
    assert inventory.cancel_incoming("po-1", origin=ORIGIN, now=NOW) == 5
    assert inventory.cancel_incoming("po-1", origin=ORIGIN, now=NOW) == 0
    assert [(line.reference, line.expected_on) for line in inventory.waiting(bowl)] == [("", None)]
    assert seen(bowl).sellable == 0
    stock.announce(bowl, 4, THEN, "po-2")
    (line,) = inventory.waiting(bowl)
    assert (line.order_id, line.reference, line.ready_on) == (order, "po-2", SOON + timedelta(days=1))
    assert seen(bowl).sellable == 1


def test_a_hold_of_pieces_to_come_is_extended_and_made_firm(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, SOON, "po-1")
    stock.backorder(bowl, 50)
    order = stock.wait(bowl, 1)
    with transaction.atomic():
        assert inventory.extend(order, LATER + timedelta(hours=1)) == 1
    assert inventory.expired(LATER) == ()
    assert stock.firm(order) == 1
    assert inventory.expired(LATER + timedelta(days=1)) == ()


def test_nothing_is_promised_at_another_place_than_where_it_comes(stock: Stock) -> None:
    bowl = stock.variant()
    stock.announce(bowl, 5, SOON, "po-1")
    stock.backorder(bowl, 50)
    offer = seen(bowl).ahead
    assert offer
    ahead = Ahead(sale_id=offer.sale_id, pieces=1)
    with pytest.raises(AheadMoved):
        stock.reserve(Allocation(variant_id=bowl, location_id=stock.shop, quantity=1, ahead=ahead))
    more = Ahead(sale_id=offer.sale_id, pieces=2)
    with pytest.raises(Invalid):
        stock.reserve(Allocation(variant_id=bowl, location_id=stock.warehouse, quantity=1, ahead=more))
    assert promised(bowl) == (50, 0)
