"""Parts of an order: cancelled by line, split, shipped and delivered one after the other."""

from datetime import timedelta

import pytest

from comptoir.checkout.tests import story
from comptoir.fulfilment.errors import PiecesGone, ShipmentMoveRefused
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.journal.testing import deliver
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders import rules, sales
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import OrderChangedMeanwhile, OrderNotChangeable
from comptoir.orders.tests import shop
from comptoir.orders.tests.shop import CARD, STAFF, euros
from comptoir.promises import facade as promises


def cancel(world, order_id, quantities, **more):
    return orders.cancel_lines(
        order_id, quantities, reason="not_available", actor=STAFF, now=world.now, **more
    )


def names(order_id):
    return [event.name for event in journal.timeline("order", order_id)]


def split(world, order, sku, pieces=1, **how):
    parcel = next(s for s in order.shipments if s.state == "planned")
    return orders.split_order(
        order.id, parcel.id, {world.variants[sku]: pieces}, actor=STAFF, now=world.now, **how
    )


def test_a_cancelled_line_gives_back_exactly_what_was_paid_for_it(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    done = cancel(world, order.id, {shop.line(order, "BOOK"): 1})
    shop.work(world.now)
    after = orders.get(order.id)
    assert (done.refund, done.state) == (euros(2500), "confirmed")
    assert after.total == after.paid == order.total - euros(2500)
    assert after.delivery == order.delivery
    assert story.levels(world, "BOOK")["entrepot"] == (8, 0)
    (told,) = (e.payload for e in journal.timeline("order", order.id) if e.name == "Order Lines Cancelled")
    assert told["cancelled"][0]["total_minor"] == 2500 and told["difference_minor"] == -2500
    shop.assert_sound(order.id)


def test_two_cancellations_in_a_row_do_not_give_the_first_back_twice(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE", "THROW")
    refunds = [cancel(world, order.id, {shop.line(order, sku): 1}).refund for sku in ("BOOK", "BOWL-OCHRE")]
    assert refunds == [euros(2500), euros(2400)]
    shop.work(world.now)
    after = orders.get(order.id)
    assert after.paid == after.total == order.total - euros(4900)


def test_the_last_line_cancels_the_order_with_its_delivery(world):
    order = shop.paid(world, "BOOK")
    done = cancel(world, order.id, {1: 1})
    shop.work(world.now)
    assert (done.state, done.refund, orders.get(order.id).paid) == ("cancelled", order.total, euros(0))
    assert promises.get(order.promise.id).state == "withdrawn"


def test_what_has_left_is_not_cancelled_and_what_has_not_may_be(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    split(world, order, "BOOK", day=world.context.today + timedelta(days=9))
    first, second = orders.get(order.id).shipments
    state = orders.mark_shipped(order.id, shipment_id=first.id, tracking_number="1", actor=STAFF, now=world.now)
    assert state == "partly_shipped" and "Order Partly Shipped" in names(order.id)
    partly = orders.get(order.id)
    assert [(line.sku, line.cancellable) for line in partly.lines] [:2] == [("BOOK", 1), ("BOWL-OCHRE", 0)]
    before = shop.everything()
    with pytest.raises(PiecesGone):
        cancel(world, order.id, {shop.line(order, "BOWL-OCHRE"): 1})
    assert shop.everything() == before
    assert cancel(world, order.id, {shop.line(order, "BOOK"): 1}).state == "shipped"
    after = orders.get(order.id)
    assert [s.state for s in after.shipments] == ["shipped", "cancelled"]
    assert promises.get(second.promise_id).state == "withdrawn"
    assert orders.mark_delivered(order.id, actor=STAFF, now=world.now) == "delivered"
    assert promises.get(order.promise.id).state == "kept"
    shop.assert_sound(order.id)


def test_a_part_from_another_place_moves_its_stock_and_has_a_promise_of_its_own(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    made = split(world, order, "BOWL-OCHRE", place="paris-11")
    after = orders.get(order.id)
    here, there = after.shipments
    assert (there.id, there.location.code) == (made, "paris-11") and there.promise_id != here.promise_id
    assert story.levels(world, "BOWL-OCHRE") == {"entrepot": (10, 0), "paris-11": (2, 1)}
    assert {p.state for p in promises.of("order", order.id)} == {"made"}
    shop.assert_sound(order.id)


def test_parts_from_one_place_leave_one_after_the_other_with_their_own_pieces(world):
    opened = shop.paid(world, "BOOK")
    order_id = opened.id
    shop.change(world, order_id, ChangeWish(quantities={1: 3}), CARD)
    split(world, orders.get(order_id), "BOOK", 2, day=world.context.today + timedelta(days=9))
    first, second = orders.get(order_id).shipments
    orders.mark_shipped(order_id, shipment_id=first.id, tracking_number="1", actor=STAFF, now=world.now)
    assert story.levels(world, "BOOK")["entrepot"] == (7, 2)
    assert orders.mark_delivered(order_id, actor=STAFF, now=world.now) == "partly_delivered"
    assert promises.get(first.promise_id).state == "kept" and promises.get(second.promise_id).state == "made"
    orders.mark_shipped(order_id, tracking_number="2", actor=STAFF, now=world.now)
    assert story.levels(world, "BOOK")["entrepot"] == (5, 0)
    assert orders.mark_delivered(order_id, actor=STAFF, now=world.now) == "delivered"
    assert promises.get(second.promise_id).state == "kept"
    shop.assert_sound(order_id)


def test_a_refused_split_leaves_everything_as_it_was(world):
    order = shop.paid(world, "BOOK", "BOWL-BLUE")
    day = world.context.today + timedelta(days=9)
    before = shop.everything()
    for refusal, given in (
        (Invalid, {"pieces": 1}),
        (Invalid, {"day": world.context.today - timedelta(days=2)}),
        (Invalid, {"place": "nowhere"}),
        (PiecesGone, {"pieces": 7, "day": day}),
        (OrderChangedMeanwhile, {"version": 99, "day": day}),
    ):
        with pytest.raises(refusal):
            split(world, order, "BOOK", **given)
        assert shop.everything() == before
    with pytest.raises(SoldOut):
        split(world, order, "BOWL-BLUE", place="paris-11", day=day)
    assert shop.everything() == before
    orders.start_preparing(order.id, actor=STAFF, now=world.now)
    before = shop.everything()
    with pytest.raises(ShipmentMoveRefused):
        orders.split_order(
            order.id, order.shipments[0].id, {world.variants["BOOK"]: 1}, day=day, actor=STAFF, now=world.now
        )
    assert shop.everything() == before


def test_what_is_being_prepared_is_not_changed_until_it_is_put_back(world):
    order = shop.paid(world, "BOOK")
    orders.start_preparing(order.id, actor=STAFF, now=world.now)
    assert orders.get(order.id).blocked == "prepared"
    with pytest.raises(OrderNotChangeable):
        shop.change(world, order.id, ChangeWish(quantities={1: 2}), CARD)
    orders.stop_preparing(order.id, actor=STAFF, now=world.now)
    shop.change(world, order.id, ChangeWish(quantities={1: 2}), CARD)
    shop.assert_sound(order.id)


@pytest.mark.parametrize(
    ("shipments", "state"),
    [
        (["planned", "preparing"], "confirmed"),
        (["ready", "planned"], "confirmed"),
        (["ready", "cancelled"], "ready"),
        (["shipped", "planned"], "partly_shipped"),
        (["shipped", "cancelled"], "shipped"),
        (["delivered", "shipped"], "partly_delivered"),
        (["delivered", "planned"], "partly_delivered"),
        (["delivered", "cancelled"], "delivered"),
    ],
)
def test_the_state_of_an_order_is_that_of_its_shipments(shipments, state):
    assert rules.state_of((True, each) for each in shipments) == state


def test_what_needs_no_parcel_keeps_no_parcel_from_being_ready():
    assert rules.state_of([(True, "ready"), (False, "planned")]) == "ready"
    assert rules.state_of([(True, "delivered"), (False, "planned")]) == "partly_delivered"
    assert rules.state_of([(False, "delivered")]) == "delivered"


def test_sales_by_day_count_changes_and_cancelled_lines_and_replay_equals_state(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    shop.change(world, order.id, ChangeWish(quantities={1: 3}), CARD)
    cancel(world, order.id, {shop.line(order, "BOWL-OCHRE"): 1})
    shop.work(world.now)
    deliver([sales.SALES])
    day = world.context.today
    (kept,) = orders.sales("fr", day, day)
    after = orders.get(order.id)
    assert kept.changed == after.total - order.total == euros(5000 - 2400)
    assert kept.ordered + kept.changed == kept.received - kept.refunded == after.paid
    sales.rebuild()
    assert orders.sales("fr", day, day) == ()
    deliver([sales.SALES])
    assert orders.sales("fr", day, day) == (kept,)
