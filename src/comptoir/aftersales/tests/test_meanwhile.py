"""What happens to an order between a withdrawal from it and the worker's stop: no money goes back twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.commands import stop_parcels as stop
from comptoir.aftersales.errors import ParcelsBeingStopped
from comptoir.aftersales.tests.test_withdrawal import declare, delivered
from comptoir.checkout.tests import story
from comptoir.fulfilment.errors import PiecesGone
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, RefundWish
from comptoir.orders.tests import shop
from comptoir.payments.contracts import PaymentResult, Tender

STAFF = {"actor": "staff:1", "channel": "backoffice"}


def cancel_line(world: Any, order: OrderInfo, sku: str) -> None:
    orders.cancel_lines(
        order.id, {shop.line(order, sku): 1}, reason="changed_mind", actor="staff:1", now=world.now
    )


def test_an_unpaid_order_is_cancelled_also_when_its_money_comes_before_the_stop(world) -> None:
    order = orders.get(story.placed(world, "BOOK", "BOWL-OCHRE").order_id)
    made = declare(order, world.now)
    assert made.to_return == 0 and "Renvoyez" not in made.statement
    shop.work(world.now)
    assert orders.get(order.id).state == "confirmed"
    assert aftersales.stop_parcels(made.id, now=world.now) == 2
    shop.work(world.now)
    after = orders.get(order.id)
    assert (after.state, after.paid.minor) == ("cancelled", 0) and aftersales.close(made.id, now=world.now)


def test_a_line_that_was_cancelled_on_the_order_too_is_paid_back_once(world) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE", "THROW")
    made = declare(order, world.now, {shop.line(order, "BOOK"): 1, shop.line(order, "THROW"): 1})
    cancel_line(world, order, "BOOK")
    assert aftersales.stop_parcels(made.id, now=world.now) == 2
    shop.work(world.now)
    found, after = aftersales.get(made.id), orders.get(order.id)
    assert (found.state, found.to_return) == ("refunding", 0)
    assert [line.sku for line in after.lines if line.kind == "goods"] == ["BOWL-OCHRE"]
    assert after.paid == after.total and after.credited.minor == 0
    shop.assert_sound(order.id)


def test_goods_that_come_back_are_paid_only_while_their_line_is_charged(world, monkeypatch) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    made = declare(order, world.now, {shop.line(order, "BOOK"): 1})
    with pytest.raises(ParcelsBeingStopped):
        aftersales.take_back(made.id, evidence="received", now=world.now, **STAFF)

    for refusal in (Invalid({"quantities": "too_large"}), PiecesGone(variant_ids=[])):
        with monkeypatch.context() as patch:
            patch.setattr(stop.orders, "cancel_lines", Mock(side_effect=refusal))
            if isinstance(refusal, Invalid):  # a fault is never taken for a parcel that left
                with pytest.raises(Invalid):
                    aftersales.stop_parcels(made.id, now=world.now)
            else:
                assert aftersales.stop_parcels(made.id, now=world.now) == 0
    assert aftersales.get(made.id).to_return == 1
    cancel_line(world, order, "BOOK")
    aftersales.take_back(made.id, evidence="received", now=world.now, **STAFF)
    shop.work(world.now)
    after = orders.get(order.id)
    assert after.paid == after.total and after.credited.minor == 0


def test_two_runs_of_the_stop_give_the_delivery_back_once(world, monkeypatch) -> None:
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    parcel = order.shipments[0]
    orders.split_order(
        order.id, parcel.id, {world.variants["BOOK"]: 1}, day=world.context.today + timedelta(days=9),
        actor="staff:1", now=world.now,
    )  # fmt: skip
    first = orders.get(order.id).shipments[0]
    orders.mark_shipped(order.id, shipment_id=first.id, tracking_number="1", actor="staff:1", now=world.now)
    shop.work(world.now)
    came = declare(order, world.now, {shop.line(order, "BOWL-OCHRE"): 1})
    assert aftersales.stop_parcels(came.id, now=world.now) == 0
    aftersales.take_back(came.id, evidence="received", now=world.now, **STAFF)
    made = declare(order, world.now)
    assert made.is_whole and made.to_return == 0
    note, runs = stop._note, []

    def met(*given: Any) -> int:
        with monkeypatch.context() as patch:
            patch.setattr(stop, "_note", note)
            runs.append(aftersales.stop_parcels(made.id, now=world.now))
        return note(*given)

    monkeypatch.setattr(stop, "_note", met)
    assert (aftersales.stop_parcels(made.id, now=world.now), runs) == (0, [1])
    shop.work(world.now)
    after = orders.get(order.id)
    assert after.paid.minor == 0 and after.credited == after.total
    told = [event.name for event in journal.timeline("order", order.id)]
    assert told.count("Order Refunded") == 2  # the bowl, then the delivery


def test_a_run_after_a_crash_knows_what_was_cancelled_before_it(world, monkeypatch) -> None:
    order = shop.paid(world, "BOOK", "BOOK")
    assert [line.quantity for line in order.lines if line.kind == "goods"] == [2]
    made = declare(order, world.now, {shop.line(order, "BOOK"): 1})
    with monkeypatch.context() as patch, pytest.raises(ConnectionError):
        patch.setattr(stop, "_note", Mock(side_effect=ConnectionError))
        aftersales.stop_parcels(made.id, now=world.now)
    orders.mark_shipped(order.id, tracking_number="1", actor="staff:1", now=world.now)
    assert aftersales.stop_parcels(made.id, now=world.now) == 1
    assert aftersales.get(made.id).to_return == 0


def test_what_staff_gave_back_by_hand_is_counted_when_the_goods_come(world) -> None:
    order = delivered(world, "BOOK", "BOWL-OCHRE")
    now = world.now + timedelta(days=3)
    made = declare(order, now, {shop.line(order, "BOOK"): 1})
    aftersales.stop_parcels(made.id, now=now)
    for cents, reason in ((2000, "returned"), (300, "goodwill"), (700, "damaged")):  # the bowl is chipped, and kept
        orders.refund(order.id, amount=shop.euros(cents), reason=reason, actor="staff:1", now=now)
    found = aftersales.take_back(made.id, evidence="received", now=now, **STAFF)
    shop.work(now)
    after = orders.get(order.id)
    assert (found.refund, found.counted) == (shop.euros(2500), shop.euros(2000))
    assert order.total - after.paid == shop.euros(2500 + 300 + 700)
    other = declare(after, now, {shop.line(order, "BOWL-OCHRE"): 1})  # what was counted is counted once
    aftersales.stop_parcels(other.id, now=now)
    assert not aftersales.take_back(other.id, evidence="received", now=now, **STAFF).counted
    shop.work(now)
    assert orders.get(order.id).paid < order.delivery + shop.euros(1)


def in_stock(world: Any, sku: str) -> int:
    variant = world.variants[sku]
    return sum(place.on_hand for place in inventory.availability([variant])[variant])


def test_what_staff_named_is_counted_for_its_own_line_and_may_not_be_withdrawn_from_again(world) -> None:
    order = delivered(world, "BOOK", "BOOK", "BOWL-OCHRE")
    now, (book, bowl) = world.now + timedelta(days=3), (shop.line(order, sku) for sku in ("BOOK", "BOWL-OCHRE"))
    made = declare(order, now, {book: 1})
    aftersales.stop_parcels(made.id, now=now)
    before = in_stock(world, "BOWL-OCHRE")
    staff = {"reason": "returned", "actor": "staff:1", "now": now}
    orders.refund(order.id, wish=RefundWish(pieces={bowl: 1}, put_back={bowl: 1}), **staff)
    assert in_stock(world, "BOWL-OCHRE") == before + 1
    assert {line.position: line.quantity for line in aftersales.right(orders.get(order.id), now).lines} == {
        book: 1, bowl: 0
    }  # fmt: skip
    books = in_stock(world, "BOOK")
    with pytest.raises(Invalid):
        aftersales.take_back(made.id, evidence="received", put_back={book: 2}, now=now, **STAFF)
    assert (aftersales.get(made.id).received_at, in_stock(world, "BOOK")) == (None, books)
    found = aftersales.take_back(made.id, evidence="received", put_back={book: 1}, now=now, **STAFF)
    assert in_stock(world, "BOOK") == books + 1
    assert (found.refund, found.counted) == (shop.euros(2500), shop.euros(0)), "the bowl was not for the book"
    lines = {line.position: line for line in orders.get(order.id).lines}
    assert (lines[book].refunded, lines[bowl].refunded) == (1, 1)
    rest = declare(orders.get(order.id), now)
    assert rest.is_whole
    aftersales.stop_parcels(rest.id, now=now)
    orders.refund(order.id, wish=RefundWish(pieces={book: 1}), **staff)
    told = aftersales.take_back(rest.id, evidence="received", now=now, **STAFF)
    shop.work(now)
    after = orders.get(order.id)
    assert (told.counted, after.paid.minor) == (shop.euros(2500), 0) and after.credited == after.total
    assert all(line.refunded == line.quantity for line in after.lines), "the delivery too"
    shop.assert_sound(order.id)


def test_late_money_does_not_begin_an_order_again_that_was_withdrawn_from(world) -> None:
    order = shop.paid(world, "BOOK", tender=Tender(kind="test_card", token="tok_authenticate"))
    made = declare(order, world.now)
    late = world.now + timedelta(days=1)
    assert orders.expire_unpaid(late) == 1
    assert aftersales.stop_parcels(made.id, now=late) == 1
    assert orders.get(order.id).state == "cancelled"
    asked = order.payments[0]
    came = PaymentResult(outcome="paid", amount=asked.amount, reference="test_late")
    assert orders.settle_payment(asked.id, came, actor="provider:test-bank", now=late) == "cancelled"
    shop.work(late)
    after = orders.get(order.id)
    assert (after.state, after.paid.minor, aftersales.close(made.id, now=late)) == ("cancelled", 0, True)
    assert story.levels(world, "BOOK")["entrepot"][1] == 0
