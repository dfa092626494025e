"""What happens to an order between a withdrawal from it and the worker's stop: no money goes back twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.commands import stop_parcels as stop
from comptoir.aftersales.errors import ParcelsBeingStopped
from comptoir.aftersales.tests.test_withdrawal import declare
from comptoir.checkout.tests import story
from comptoir.fulfilment.errors import PiecesGone
from comptoir.journal import facade as journal
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo
from comptoir.orders.tests import shop

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
