"""An order is changed before it is prepared: what was agreed stays, the rest is of today, the difference moves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import (
    ChangeDiffers,
    NothingChanges,
    NothingLeft,
    OrderChangedMeanwhile,
    OrderNotChangeable,
    OrderNotPaid,
)
from comptoir.orders.tests import shop
from comptoir.orders.tests.shop import CARD, STAFF, euros
from comptoir.payments.contracts import Tender
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.promises import facade as promises


def set_price(world, sku, cents):
    price = PriceToSet(variant_id=world.variants[sku], amount=Money(cents, "EUR"))
    pricing.set_prices([price], market="fr", origin=world.context.origin(), now=world.now)


def test_fewer_pieces_give_back_what_was_paid_for_them_and_no_more(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    changed = shop.change(world, order.id, ChangeWish(quantities={shop.line(order, "BOOK"): 0}))
    after = orders.get(order.id)
    assert (changed.to_return, changed.to_pay) == (euros(2500), euros(0))
    assert (after.total, after.paid) == (order.total - euros(2500), order.total - euros(2500))
    assert after.delivery == order.delivery and after.promise.id == order.promise.id
    assert [(r.kind, r.amount, r.state) for r in after.payments][1:] == [("refund", euros(2500), "paid")]
    assert story.levels(world, "BOOK")["entrepot"] == (8, 0)
    shop.assert_sound(order.id)


def test_what_was_agreed_keeps_its_price_and_what_is_added_has_todays(world):
    order = shop.paid(world, "BOOK", "BOWL-OCHRE")
    set_price(world, "BOOK", 3000)
    set_price(world, "BOWL-OCHRE", 9900)
    wish = ChangeWish(quantities={shop.line(order, "BOOK"): 2}, added=[(world.variants["THROW"], 1)])
    changed = shop.change(world, order.id, wish, CARD)
    after = orders.get(order.id)
    goods = [(line.sku, line.quantity, line.unit.minor) for line in after.lines if line.kind == "goods"]
    assert goods == [("BOOK", 1, 2500), ("BOWL-OCHRE", 1, 2400), ("BOOK", 1, 3000), ("THROW", 1, 14900)]
    assert changed.to_pay == euros(3000 + 14900) and after.paid == after.total
    assert [r.amount.minor for r in after.payments] == [order.total.minor, 17900]
    shop.assert_sound(order.id)


def test_more_of_the_same_at_the_same_price_stays_one_line(world):
    order = shop.paid(world, "BOOK")
    shop.change(world, order.id, ChangeWish(quantities={shop.line(order, "BOOK"): 3}), CARD)
    (line,) = (each for each in orders.get(order.id).lines if each.kind == "goods")
    assert (line.position, line.quantity, line.total) == (1, 3, euros(7500))
    assert story.levels(world, "BOOK")["entrepot"] == (8, 3)
    shop.assert_sound(order.id)


def test_another_way_has_its_own_price_and_replaces_the_promise(world):
    order = shop.paid(world, "BOOK")
    changed = shop.change(world, order.id, ChangeWish(delivery="collect@paris-11"))
    after = orders.get(order.id)
    assert (after.delivery, after.delivery_method, changed.to_return) == (euros(0), "collect", order.delivery)
    assert [p.state for p in promises.of("order", order.id)] == ["withdrawn", "made"]
    assert (after.promise.kind, after.promise.terms["place"]) == ("collection", "paris-11")
    assert [(s.state, s.location.code, s.method) for s in after.shipments] == [
        ("cancelled", "entrepot", "home"), ("planned", "paris-11", "collect")
    ]  # fmt: skip
    shop.assert_sound(order.id)


def test_another_address_in_another_country_keeps_prices_and_takes_its_vat(world):
    order = shop.paid(world, "BOOK")
    to = replace(order.contact, street="Rue Neuve 1", postcode="1000", city="Bruxelles", country="BE", email="x@y.zz")
    seen = orders.preview_change(order.id, ChangeWish(contact=to), actor=STAFF, now=world.now)
    shop.change(world, order.id, ChangeWish(contact=to), CARD)
    after = orders.get(order.id)
    assert (after.contact.city, after.contact.email) == ("Bruxelles", order.contact.email)
    assert after.goods == order.goods and after.total == seen.total
    assert {line.vat_rate_bp for line in after.lines} == {600} != {line.vat_rate_bp for line in order.lines}
    shop.assert_sound(order.id)


def test_a_later_day_is_promised_anew_and_an_earlier_one_is_left_alone(world):
    order = shop.paid(world, "BOOK")
    world.now += timedelta(days=2)
    shop.change(world, order.id, ChangeWish(added=[(world.variants["THROW"], 1)]), CARD)
    after = orders.get(order.id)
    assert after.promise.id != order.promise.id and after.promise.due > order.promise.due
    assert promises.get(order.promise.id).state == "withdrawn"
    assert {s.promise_id for s in after.shipments} == {after.promise.id}


def test_the_journal_tells_enough_to_know_the_order_again(world):
    order = shop.paid(world, "BOOK")
    shop.change(world, order.id, ChangeWish(quantities={1: 2}), CARD)
    after = orders.get(order.id)
    (told,) = (e.payload for e in journal.timeline("order", order.id) if e.name == "Order Changed")
    assert told["total_minor"] == after.total.minor and told["difference_minor"] == 2500
    assert [(each["position"], each["quantity"], each["total_minor"], each["vat_minor"]) for each in told["lines"]] == [
        (line.position, line.quantity, line.total.minor, line.vat.minor) for line in after.lines
    ]
    assert "lilas" not in str(told).lower()


def test_what_is_due_waits_for_the_link_and_keeps_the_parcel_back(world):
    order = shop.paid(world, "BOOK")
    changed = shop.change(world, order.id, ChangeWish(quantities={1: 2}))
    assert (changed.to_pay, changed.payment) == (euros(2500), None)
    waiting = orders.get(order.id)
    assert (waiting.due, waiting.difference_until, waiting.blocked) == (
        euros(2500), world.now + timedelta(hours=24), "difference_waits"
    )  # fmt: skip
    before = shop.everything()
    for refused in (
        lambda: orders.mark_shipped(order.id, tracking_number="1", actor=STAFF, now=world.now),
        lambda: orders.start_preparing(order.id, actor=STAFF, now=world.now),
    ):
        with pytest.raises(OrderNotPaid):
            refused()
    assert shop.everything() == before
    orders.pay_again(order.id, tender=CARD, actor="guest", now=world.now)
    shop.work(world.now)
    assert orders.get(order.id).blocked == "" and orders.lapse_unpaid_changes(world.now + timedelta(days=2)) == 1
    assert orders.get(order.id).goods == euros(5000)


def test_a_change_that_nobody_pays_goes_back_to_what_was_agreed(world):
    order = shop.paid(world, "BOOK")
    shop.change(world, order.id, ChangeWish(quantities={1: 3}), Tender(kind="test_card", token="tok_refused"))
    assert orders.lapse_unpaid_changes(world.now + timedelta(minutes=29)) == 0
    assert orders.lapse_unpaid_changes(world.now + timedelta(minutes=31)) == 1
    after = orders.get(order.id)
    assert (after.total, after.lines, after.blocked) == (order.total, order.lines, "")
    assert story.levels(world, "BOOK")["entrepot"] == (8, 1)
    assert [e.payload["cause"] for e in journal.timeline("order", order.id) if e.name == "Order Changed"] == [
        "edit", "lapsed"
    ]  # fmt: skip
    shop.assert_sound(order.id)


def test_a_change_can_be_taken_back_and_what_it_removed_may_be_sold(world):
    order = shop.paid(world, "BOOK", "BOWL-BLUE")
    wish = ChangeWish(quantities={shop.line(order, "BOWL-BLUE"): 0}, added=[(world.variants["THROW"], 1)])
    shop.change(world, order.id, wish)
    story.placed(world, "BOWL-BLUE")
    before = shop.everything()
    with pytest.raises(SoldOut):
        orders.take_back_change(order.id, actor=STAFF, now=world.now)
    assert shop.everything() == before
    line = Adjustment(variant_id=world.variants["BOWL-BLUE"], location_id=world.warehouse.id, quantity=1)
    inventory.adjust([line], kind="receipt", reason="delivery", origin=world.context.origin(), now=world.now)
    orders.take_back_change(order.id, actor=STAFF, now=world.now)
    assert orders.get(order.id).total == order.total
    shop.assert_sound(order.id)


def test_what_is_paid_in_the_shop_is_asked_for_there_with_its_new_sum(world):
    order = shop.paid(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    changed = shop.change(world, order.id, ChangeWish(quantities={1: 2}))
    assert changed.to_pay == euros(5000) and changed.pay_until is None
    asked = [(r.amount.minor, r.state) for r in orders.get(order.id).payments]
    assert asked == [(2500, "cancelled"), (5000, "awaited")]
    orders.receive_in_shop(order.id, actor=STAFF, now=world.now)
    assert orders.get(order.id).due == euros(0)


def test_every_refusal_leaves_everything_as_it_was(world):
    order = shop.paid(world, "BOOK")
    pending = story.placed(world, "BOOK")
    more = ChangeWish(quantities={1: 2})

    def attempt(order_id=order.id, wish=more, version=order.version, total=None, promise=None):
        seen = orders.preview_change(order.id, more, actor=STAFF, now=world.now)
        return orders.change_order(
            order_id, wish, version=version, shown_total=total or seen.total,
            shown_promise=seen.promise if promise is None else promise, actor=STAFF, now=world.now,
        )  # fmt: skip

    before = shop.everything()
    for refusal, given in (
        (OrderNotChangeable, {"order_id": pending.order_id, "version": 1}),
        (OrderChangedMeanwhile, {"version": 1}),
        (ChangeDiffers, {"total": euros(1)}),
        (ChangeDiffers, {"promise": "another"}),
        (NothingChanges, {"wish": ChangeWish(quantities={1: 1})}),
        (NothingLeft, {"wish": ChangeWish(quantities={1: 0})}),
        (Invalid, {"wish": ChangeWish(quantities={9: 1})}),
        (Invalid, {"wish": ChangeWish(quantities={1: -1})}),
        (Invalid, {"wish": ChangeWish(quantities={1: 10**9})}),
    ):
        with pytest.raises(refusal):
            attempt(**given)
        assert shop.everything() == before


def test_the_same_key_changes_once_and_answers_alike(world):
    order = shop.paid(world, "BOOK")
    wish = ChangeWish(quantities={1: 2})
    seen = orders.preview_change(order.id, wish, actor=STAFF, now=world.now)
    key = IdempotencyKey.of(actor=STAFF, endpoint="change", key="key-00000001", request={"1": 2})
    given = {"version": seen.version, "shown_total": seen.total, "shown_promise": seen.promise, "tender": CARD}
    first, second = (
        orders.change_order(order.id, wish, **given, actor=STAFF, now=world.now, idempotency_key=key) for _ in "12"
    )
    assert first == second and orders.get(order.id).version == order.version + 1
