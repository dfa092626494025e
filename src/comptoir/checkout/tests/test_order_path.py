"""From a basket to a delivered order, on a real database with the worker's own steps."""

from datetime import timedelta

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import BasketEmpty, BuyerMissing, PriceChanged, PromiseChanged
from comptoir.checkout.tests import story
from comptoir.inventory import facade as inventory
from comptoir.inventory.errors import SoldOut
from comptoir.journal import facade as journal
from comptoir.kit.idempotency import IdempotencyConflict
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.errors import AlreadyPaid, NothingToGiveBack, OrderMoveRefused, OrderNotPaid
from comptoir.payments import facade as payments
from comptoir.payments.adapters import PROVIDERS
from comptoir.payments.contracts import PaymentResult, Tender
from comptoir.payments.errors import TenderUnknown
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet
from comptoir.project import founding

STAFF = "staff:tests"


def names(order_id):
    return [event.name for event in journal.timeline("order", order_id)]


def work(world, minutes=0):
    now = world.now + timedelta(minutes=minutes)
    while jobs.work_payments(now):
        pass


def test_a_guest_buys_and_everything_agrees(world):
    opened = story.placed(world, "BOWL-OCHRE", "BOOK")
    order = orders.get(opened.order_id)
    assert order.state == "pending" and order.total == opened.total == order.goods + order.delivery
    assert {part.rate_bp for part in order.vat_parts} == {2000, 550}
    assert sum(line.total.minor for line in order.lines) == order.total.minor
    assert story.levels(world, "BOWL-OCHRE")["entrepot"] == (10, 1)

    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid) == ("confirmed", order.total)
    assert [p.state for p in order.payments] == ["paid"] and len(order.shipments) == 1

    orders.mark_shipped(order.id, tracking_number="6A 1234 5678", actor=STAFF, now=world.now)
    assert story.levels(world, "BOWL-OCHRE")["entrepot"] == (9, 0)
    orders.mark_delivered(order.id, actor=STAFF, now=world.now + timedelta(days=1))
    order = orders.get(order.id)
    assert (order.state, order.promise.state) == ("delivered", "kept")
    assert order.shipments[0].tracking_number == "6A12345678"
    assert inventory.check() == []
    for expected in (
        "Order Placed", "Payment Requested", "Stock Reserved", "Payment Received", "Order Confirmed",
        "Shipment Planned", "Shipment Shipped", "Order Shipped", "Stock Taken", "Shipment Delivered",
        "Order Delivered",
    ):  # fmt: skip
        assert names(order.id).count(expected) == 1, expected


def test_the_link_of_an_order_opens_that_order_and_a_forged_one_nothing(world):
    opened = story.placed(world, "BOOK")
    assert orders.by_link(opened.link).number == opened.number
    with pytest.raises(NotFound.__mro__[1]):
        orders.by_link(opened.link[:-2] + "xx")


def test_a_basket_placed_twice_is_one_order(world):
    wanted = story.wish(story.filled(world, "BOOK"), world.context)
    first, second = checkout.place_order(wanted), checkout.place_order(wanted)
    assert first.order_id == second.order_id and story.written()["orders_order"] == 1


def test_the_same_key_gets_the_same_answer_and_another_body_is_refused(world):
    basket = story.filled(world, "BOOK")
    wanted = story.wish(basket, world.context, key="key-00000001")
    first = checkout.place_order(wanted)
    assert checkout.place_order(wanted) == first
    other = story.wish(story.filled(world, "THROW"), world.context, key="key-00000001")
    before = story.written()
    with pytest.raises(IdempotencyConflict):
        checkout.place_order(other)
    assert story.written() == before


def test_a_price_that_changed_is_refused_with_both_totals_and_writes_nothing(world):
    basket = story.filled(world, "BOOK")
    wanted = story.wish(basket, world.context)
    prices = [PriceToSet(variant_id=world.variants["BOOK"], amount=Money(2700, "EUR"))]
    pricing.set_prices(prices, market="fr", origin=founding.origin(), now=world.now)
    before = story.written()
    with pytest.raises(PriceChanged) as refused:
        checkout.place_order(wanted)
    assert refused.value.data["total"] - refused.value.data["shown"] == 200
    assert story.written() == before
    assert [n.code for n in checkout.view(basket, world.context).notices] == ["price_changed"]


def test_a_promise_that_moved_is_refused_and_writes_nothing(world):
    from dataclasses import replace

    wanted = story.wish(story.filled(world, "BOOK"), world.context)
    later = replace(world.context, now=world.now + timedelta(days=1))
    before = story.written()
    with pytest.raises(PromiseChanged):
        checkout.place_order(replace(wanted, context=later))
    assert story.written() == before


@pytest.mark.parametrize("tender", [Tender(kind="gold"), Tender(kind="test_card", token="x"), Tender(kind="in_shop")])
def test_a_means_of_payment_that_is_not_offered_is_refused_and_writes_nothing(world, tender):
    wanted = story.wish(story.filled(world, "BOOK"), world.context, tender)
    before = story.written()
    with pytest.raises(TenderUnknown):
        checkout.place_order(wanted)
    assert story.written() == before


def test_an_empty_basket_and_a_nameless_buyer_are_refused(world):
    basket = checkout.open_basket(world.context)
    checkout.add(basket, world.variants["BOOK"], 1, world.context)
    with pytest.raises(BuyerMissing):
        checkout.place_order(story.wish(basket, world.context))
    wanted = story.wish(basket, world.context)
    checkout.set_quantity(basket, world.variants["BOOK"], 0, world.context)
    with pytest.raises(BasketEmpty):
        checkout.place_order(wanted)


def test_more_than_there_is_is_refused_and_said_in_words(world):
    basket = story.filled(world, "BOWL-BLUE", quantity=2)
    view = checkout.view(basket, world.context)
    assert [n.code for n in view.notices] == ["quantity_reduced"] and "stock" in view.blockers
    assert "il n’en reste que 1" in view.notices[0].text["fr"]
    assert (view.lines[0].quantity, view.notices[0].available) == (2, 1), "the line is as it was asked for"
    before = story.written()
    with pytest.raises(SoldOut):
        checkout.place_order(story.wish(basket, world.context))
    assert story.written() == before


def test_a_refused_payment_keeps_the_order_and_another_means_pays_it(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_refused"))
    work(world)
    assert orders.get(opened.order_id).state == "pending"
    orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)
    work(world)
    order = orders.get(opened.order_id)
    assert order.state == "confirmed" and [p.state for p in order.payments] == ["refused", "paid"]
    with pytest.raises(AlreadyPaid):
        orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)


@pytest.mark.parametrize(("approve", "state"), [(True, "confirmed"), (False, "pending")])
def test_a_bank_that_asks_first_is_answered_by_the_customer(world, approve, state):
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_authenticate"))
    work(world)
    request = orders.get(opened.order_id).payments[0]
    assert request.state == "action_required" and request.action_address
    payments.authenticate(request.id, approve=approve)
    assert orders.refresh_payment(request.id, actor="guest", now=world.now)
    assert not orders.refresh_payment(request.id, actor="guest", now=world.now)
    assert orders.get(opened.order_id).state == state


def test_paying_in_the_shop_confirms_first_and_is_recorded_at_the_counter(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor) == ("confirmed", 0)
    orders.mark_ready(order.id, actor=STAFF, now=world.now)
    with pytest.raises(OrderNotPaid):
        orders.mark_delivered(order.id, actor=STAFF, now=world.now)
    orders.receive_in_shop(order.id, actor=STAFF, now=world.now)
    orders.mark_delivered(order.id, actor=STAFF, now=world.now)
    order = orders.get(order.id)
    assert (order.state, order.paid) == ("delivered", order.total)
    assert story.levels(world, "BOOK")["paris-11"] == (2, 0) and inventory.check() == []


def test_a_cancelled_order_gives_stock_and_money_back(world):
    opened = story.placed(world, "BOOK")
    work(world)
    before = names(opened.order_id)
    with pytest.raises(Invalid):
        orders.cancel(opened.order_id, reason="Zoé asked for it", actor="guest", now=world.now)
    assert (orders.get(opened.order_id).state, names(opened.order_id)) == ("confirmed", before)
    orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now)
    work(world)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor) == ("cancelled", 0)
    assert [(p.kind, p.state) for p in order.payments] == [("charge", "paid"), ("refund", "paid")]
    assert story.levels(world, "BOOK")["entrepot"] == (8, 0) and inventory.check() == []
    assert order.promise.state == "withdrawn"
    with pytest.raises(OrderMoveRefused):
        orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now)


def test_a_collection_that_is_ready_can_still_be_cancelled(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    work(world)
    orders.mark_ready(opened.order_id, actor=STAFF, now=world.now)
    orders.cancel(opened.order_id, reason="too_late", actor="guest", now=world.now)
    assert story.levels(world, "BOOK")["paris-11"] == (3, 0) and inventory.check() == []


def test_an_unpaid_order_expires_and_late_money_takes_the_stock_again(world):
    opened = story.placed(world, "BOWL-BLUE", tender=Tender(kind="test_card", token="tok_authenticate"))
    work(world)
    late = world.now + timedelta(hours=25)
    assert orders.expire_unpaid(late) == 1 and orders.expire_unpaid(late) == 0
    assert orders.get(opened.order_id).state == "expired"
    assert story.levels(world, "BOWL-BLUE")["entrepot"] == (1, 0)
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total, reference="late")
    withdrawn = orders.get(opened.order_id).promise
    assert orders.settle_payment(request.id, result, actor="system:bank", now=late) == "confirmed"
    promise = orders.get(opened.order_id).promise
    assert (withdrawn.state, promise.state) == ("withdrawn", "made") and promise.due > withdrawn.due
    assert promise.due.time() == withdrawn.due.time(), "its way's own day, though nothing is left but what it holds"
    assert story.levels(world, "BOWL-BLUE")["entrepot"] == (1, 1) and inventory.check() == []


def test_late_money_for_what_was_sold_meanwhile_goes_back(world):
    opened = story.placed(world, "BOWL-BLUE", tender=Tender(kind="test_card", token="tok_authenticate"))
    work(world)
    late = world.now + timedelta(hours=1)
    orders.expire_unpaid(late)
    story.placed(world, "BOWL-BLUE")
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total, reference="late")
    assert orders.settle_payment(request.id, result, actor="system:bank", now=late) == "expired"
    work(world, minutes=61)
    order = orders.get(opened.order_id)
    assert (order.state, order.paid.minor) == ("expired", 0)
    assert names(order.id).count("Money Unexpected") == 1
    assert inventory.check() == []


@pytest.mark.parametrize("closed", ["expired", "cancelled", "paid otherwise"])
def test_who_confirms_late_is_noticed_and_gets_goods_or_money_back(world, closed):
    opened = story.placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_authenticate"))
    work(world)
    request = orders.get(opened.order_id).payments[0]
    late = world.now + timedelta(hours=1)
    if closed == "expired":
        orders.expire_unpaid(late)
    elif closed == "cancelled":
        orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now)
    else:
        orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)
        work(world)
    payments.authenticate(request.id, approve=True)
    assert jobs.sweep_payments(late) == 1
    work(world, minutes=61)
    order = orders.get(opened.order_id)
    expected = {"expired": "confirmed", "cancelled": "cancelled", "paid otherwise": "confirmed"}[closed]
    owed = {"expired": order.total, "cancelled": order.total - order.total, "paid otherwise": order.total}[closed]
    assert (order.state, order.paid) == (expected, owed)
    assert jobs.sweep_payments(late + timedelta(minutes=5)) == 0


def test_a_provider_that_never_answers_is_given_up_and_another_means_can_pay(world, monkeypatch):
    silent = PaymentResult(outcome="unknown", amount=Money(1, "EUR"))
    monkeypatch.setattr(PROVIDERS["test_card"], "charge", lambda demand: silent)
    monkeypatch.setattr(PROVIDERS["test_card"], "ask", lambda demand: None)
    opened = story.placed(world, "BOOK")
    for minutes in range(0, 80, 8):
        jobs.work_payments(world.now + timedelta(minutes=minutes))
    assert [p.state for p in orders.get(opened.order_id).payments] == ["cancelled"]
    monkeypatch.undo()
    orders.pay_again(opened.order_id, tender=story.CARD, actor="guest", now=world.now)
    work(world)
    assert orders.get(opened.order_id).state == "confirmed"


def test_a_refund_at_the_counter_is_recorded_when_it_was_given(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    work(world)
    orders.receive_in_shop(opened.order_id, actor=STAFF, now=world.now)
    orders.cancel(opened.order_id, reason="changed_mind", actor=STAFF, now=world.now)
    work(world)
    assert orders.get(opened.order_id).paid == opened.total
    orders.give_back_in_shop(opened.order_id, actor=STAFF, now=world.now)
    assert orders.get(opened.order_id).paid.minor == 0
    with pytest.raises(NothingToGiveBack):
        orders.give_back_in_shop(opened.order_id, actor=STAFF, now=world.now)


def test_too_much_money_goes_back_and_the_order_can_still_be_cancelled(world):
    opened = story.placed(world, "BOOK")
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total + Money(500, "EUR"), reference="r1")
    orders.settle_payment(request.id, result, actor="system:bank", now=world.now)
    orders.cancel(opened.order_id, reason="changed_mind", actor="guest", now=world.now)
    work(world)
    order = orders.get(opened.order_id)
    assert order.paid.minor == 0
    assert sorted(p.amount.minor for p in order.payments if p.kind == "refund") == [500, opened.total.minor]


def test_the_same_answer_twice_moves_money_once(world):
    opened = story.placed(world, "BOOK")
    request = orders.get(opened.order_id).payments[0]
    result = PaymentResult(outcome="paid", amount=opened.total, reference="r1")
    for _ in range(2):
        orders.settle_payment(request.id, result, actor="system:bank", now=world.now)
    assert orders.get(opened.order_id).paid == opened.total
    assert story.written()["payments_receipt"] == 1
    assert names(opened.order_id).count("Payment Received") == 1
