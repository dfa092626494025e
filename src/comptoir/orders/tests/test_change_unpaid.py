"""An order that is not paid yet is changed: what it asks for follows in the same transaction, whatever its bank says
meanwhile."""

from datetime import timedelta

import pytest

from comptoir.checkout.tests import story
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders import rules
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import OrderChangedMeanwhile, OrderNotChangeable
from comptoir.orders.tests import shop
from comptoir.orders.tests.shop import CARD, STAFF, euros
from comptoir.orders.tests.test_order_races import edit, one_after_the_other
from comptoir.payments import facade as payments
from comptoir.payments.contracts import PaymentResult, Tender


def waits(world, *skus, token="tok_authenticate"):
    """An order whose buyer stands before the bank's page."""
    order = shop.paid(world, *skus, tender=Tender(kind="test_card", token=token))
    assert order.state == "pending"
    return order


def says(order, amount=None):
    """The bank's answer to the first demand: the buyer confirmed what it asked for."""
    asked = order.payments[0]
    result = PaymentResult(outcome="paid", amount=amount or asked.amount, reference="test_1")
    return lambda: orders.settle_payment(asked.id, result, actor="provider:test-bank", now=order.placed_at)


def more(world):
    return ChangeWish(added=[(world.variants["THROW"], 1)])


def states(order_id):
    return [(each.kind, each.state, each.amount.minor) for each in orders.get(order_id).payments]


def held(world, sku):
    return story.levels(world, sku)["entrepot"][1]


def test_more_less_and_another_address_are_asked_for_anew_and_held(world):
    order = waits(world, "BOOK", "BOWL-OCHRE")
    changed = shop.change(world, order.id, more(world), CARD)
    after = orders.get(order.id)
    assert (after.state, after.due, changed.state) == ("confirmed", euros(0), "pending")
    assert states(order.id) == [
        ("charge", "cancelled", order.total.minor), ("charge", "paid", after.total.minor),
    ]  # fmt: skip
    assert [(s.state, sum(n for _, n in s.lines)) for s in after.shipments] == [("planned", 3)]
    shop.assert_sound(order.id)

    order = waits(world, "BOOK", "BOWL-OCHRE")
    changed = shop.change(world, order.id, ChangeWish(quantities={shop.line(order, "BOOK"): 0}))
    after = orders.get(order.id)
    assert (after.state, after.due, changed.to_pay) == ("pending", after.total, after.total)
    assert changed.pay_until == after.hold_until == world.now + rules.HOLD_BY_LINK
    assert held(world, "BOOK") == 1  # of the first order
    assert sql.row("SELECT count(*) FROM ledger_transfer WHERE subject_id = %s", [order.id]) == (0,)
    orders.pay_again(order.id, tender=CARD, actor=STAFF, now=world.now)
    shop.work(world.now)
    assert orders.get(order.id).state == "confirmed"
    shop.assert_sound(order.id)
    assert orders.check_money()["money_orders"] == 0


def test_what_was_removed_does_not_come_back_with_late_money(world):
    order = waits(world, "BOOK", "BOWL-OCHRE")
    shop.change(world, order.id, ChangeWish(quantities={shop.line(order, "BOOK"): 0}))
    late = world.now + timedelta(days=2)
    assert orders.expire_unpaid(late) == 1
    says(order)()
    after = orders.get(order.id)
    assert (after.state, after.paid) == ("confirmed", order.total)
    shop.work(late)
    assert orders.get(order.id).paid == after.total and held(world, "BOOK") == 0
    shop.assert_sound(order.id)


def test_money_for_the_sum_before_does_not_pay_for_more(world):
    order = waits(world, "BOOK")
    edited, settled = one_after_the_other(order.id, edit(world, order, more(world)), says(order))
    after = orders.get(order.id)
    assert edited.to_pay == after.total and settled == "pending"
    assert (after.state, after.paid, after.due) == ("pending", order.total, euros(14900))
    orders.pay_again(order.id, tender=CARD, actor=STAFF, now=world.now)
    shop.work(world.now)
    assert orders.get(order.id).state == "confirmed" and orders.get(order.id).paid == after.total
    shop.assert_sound(order.id)


def test_money_that_is_quicker_than_the_edit_pays_what_was_shown(world):
    order = waits(world, "BOOK")
    settled, edited = one_after_the_other(order.id, says(order), edit(world, order, more(world)))
    assert settled == "confirmed" and isinstance(edited, OrderChangedMeanwhile)
    assert orders.get(order.id).total == order.total
    shop.assert_sound(order.id)


def test_when_what_came_covers_the_new_sum_it_is_paid_and_the_rest_goes_back(world):
    order = waits(world, "BOOK", "BOWL-OCHRE")
    orders.settle_payment(
        order.payments[0].id, PaymentResult(outcome="paid", amount=order.total - euros(100)), actor=STAFF,
        now=world.now,
    )  # fmt: skip
    assert orders.get(order.id).state == "pending"
    changed = shop.change(world, order.id, ChangeWish(quantities={shop.line(order, "BOOK"): 0}))
    after = orders.get(order.id)
    assert (after.state, after.paid, changed.to_return) == ("confirmed", after.total, euros(2400))
    shop.assert_sound(order.id)


def test_it_is_refused_while_a_provider_is_being_told(world, monkeypatch):
    opened = story.placed(world, "BOOK")
    order = orders.get(opened.order_id)
    assert (order.blocked, order.can_change) == ("paying", False)
    before = shop.everything()
    wish = more(world)
    with pytest.raises(OrderNotChangeable) as refused:
        orders.preview_change(order.id, wish, actor=STAFF, now=world.now)
    assert refused.value.data["reason"] == "paying"
    assert shop.everything() == before
    monkeypatch.setattr(rules, "is_paying", lambda requests: False)
    (claim,) = payments.claim(limit=1, now=world.now)  # the worker tells the bank
    edit(world, order, wish)()
    orders.settle_payment(claim.request_id, payments.call_provider(claim), actor="system:worker", now=world.now)
    assert orders.get(order.id).state == "pending"  # without the guard: taken by the bank, and does not confirm
