"""Orders of what is not here yet, from the basket to the parcel."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import PromiseChanged
from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import IncomingDraft
from comptoir.inventory.errors import AheadMoved, StillWaiting
from comptoir.orders import facade as orders
from comptoir.orders import jobs


def announce(world, pieces=5, days=10, sku="BOWL-BLUE"):
    """Pieces that come to the warehouse, and may be sold ahead; the day from which they can be sent."""
    origin, day = world.context.origin(), (world.now + timedelta(days=days)).date()
    draft = IncomingDraft(
        external_id="po-1", reference="PO 1", variant_id=world.variants[sku], location_id=world.warehouse.id,
        expected=pieces, expected_on=day,
    )  # fmt: skip
    inventory.announce_incoming([draft], origin=origin, now=world.now)
    inventory.sell_ahead(
        world.variants[sku], market=world.context.market.code, location_id=world.warehouse.id, kind="backorder",
        most=50, origin=origin, now=world.now,
    )  # fmt: skip
    return day + timedelta(days=1)


def pay(world):
    while jobs.work_payments(world.now):
        pass


def test_a_back_order_is_promised_for_its_day_and_sent_when_it_came(world):
    ready_on = announce(world)
    basket = story.filled(world, "BOWL-BLUE", quantity=3)  # one is here
    view = checkout.view(basket, world.context)
    (line,) = view.lines
    assert (line.available, line.ahead, line.ready_on) == (6, "backorder", ready_on)
    assert view.blockers == () and view.chosen.promise.earliest > ready_on
    opened = checkout.place_order(story.wish(basket, world.context))
    order = orders.get(opened.order_id)
    assert order.promise.due == view.chosen.promise.due
    pay(world)
    order = orders.get(opened.order_id)
    assert order.state == "confirmed"
    assert [shipment.lines for shipment in order.shipments] == [((world.variants["BOWL-BLUE"], 3),)]
    with pytest.raises(StillWaiting):
        orders.mark_shipped(order.id, tracking_number="6A 1", actor="staff:1", now=world.now)
    assert orders.get(order.id).state == "confirmed"
    inventory.receive_incoming("po-1", 5, origin=world.context.origin(), now=world.now)
    orders.mark_shipped(order.id, tracking_number="6A 1", actor="staff:1", now=world.now)
    assert story.levels(world, "BOWL-BLUE")["entrepot"] == (3, 0)
    assert inventory.check() == []


def test_what_is_shown_is_what_is_promised_when_somebody_was_quicker(world):
    announce(world, pieces=2)
    wanted = story.wish(story.filled(world, "BOWL-BLUE", quantity=3), world.context)
    inventory.announce_incoming(
        [IncomingDraft(
            external_id="po-2", reference="PO 2", variant_id=world.variants["BOWL-BLUE"],
            location_id=world.warehouse.id, expected=9, expected_on=(world.now + timedelta(days=40)).date(),
        )],
        origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    checkout.place_order(story.wish(story.filled(world, "BOWL-BLUE", quantity=2), world.context))
    before = story.written()
    with pytest.raises((PromiseChanged, AheadMoved)):
        checkout.place_order(wanted)
    assert story.written() == before


def test_an_order_that_is_cancelled_waits_no_longer(world):
    announce(world)
    opened = checkout.place_order(story.wish(story.filled(world, "BOWL-BLUE", quantity=4), world.context))
    pay(world)
    assert len(inventory.waiting()) == 1
    orders.cancel(opened.order_id, reason="changed_mind", actor="staff:1", now=world.now)
    assert inventory.waiting() == ()
    assert story.levels(world, "BOWL-BLUE")["entrepot"] == (1, 0)
    assert inventory.check() == []


def test_a_pre_order_is_promised_after_its_day_also_when_pieces_are_here(world):
    day = (world.now + timedelta(days=30)).date()
    inventory.sell_ahead(
        world.variants["BOOK"], market=world.context.market.code, location_id=world.warehouse.id, kind="preorder",
        most=9, sent_from=day, origin=world.context.origin(), now=world.now,
    )  # fmt: skip
    view = checkout.view(story.filled(world, "BOOK"), world.context)
    (line,) = view.lines
    assert (line.ahead, line.ready_on) == ("preorder", day)
    assert view.chosen.promise.earliest >= day
    assert all(option.promise.earliest >= day for option in view.delivery)
