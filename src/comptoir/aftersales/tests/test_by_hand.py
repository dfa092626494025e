"""Money that staff give back beside withdrawals: each piece is paid back once, by whoever names it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.contracts import WithdrawalInfo
from comptoir.aftersales.tests.test_withdrawal import declare, delivered, written
from comptoir.checkout.tests.test_payment_races import one_after_the_other
from comptoir.inventory import facade as inventory
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders import ports
from comptoir.orders.contracts import OrderInfo, RefundWish
from comptoir.orders.errors import WithdrawalUnderWay
from comptoir.orders.tests import shop

STAFF = {"actor": "staff:1", "channel": "backoffice"}


@pytest.fixture
def two_bowls(world: Any) -> Any:
    """Two bowls and a book that came, three days later."""
    order = delivered(world, "BOWL-OCHRE", "BOWL-OCHRE", "BOOK")
    bowl, book = (shop.line(order, sku) for sku in ("BOWL-OCHRE", "BOOK"))
    return order, world.now + timedelta(days=3), bowl, book


def withdrawn(order: OrderInfo, now: Any, pieces: dict[int, int] | None) -> WithdrawalInfo:
    made = declare(orders.get(order.id), now, pieces)
    aftersales.stop_parcels(made.id, now=now)
    return made


def taken_back(made: WithdrawalInfo, now: Any, **more: Any) -> WithdrawalInfo:
    found = aftersales.take_back(made.id, evidence="received", now=now, **more, **STAFF)
    shop.work(now)
    return found


def by_hand(order: OrderInfo, now: Any, reason: str = "returned", **what: Any) -> None:
    orders.refund(order.id, reason=reason, actor="staff:1", now=now, **what)
    shop.work(now)


def back(order: OrderInfo) -> int:
    return order.total.minor - orders.get(order.id).paid.minor


def refunded(order: OrderInfo) -> dict[int, int]:
    return {line.position: line.refunded for line in orders.get(order.id).lines if line.kind == "goods"}


def in_stock(world: Any, sku: str) -> int:
    variant = world.variants[sku]
    return sum(place.on_hand for place in inventory.availability([variant])[variant])


def test_what_is_withdrawn_from_is_given_back_by_the_withdrawal_alone(two_bowls) -> None:
    order, now, bowl, book = two_bowls
    made = withdrawn(order, now, {bowl: 1})
    before = written()
    for what in (
        {"wish": RefundWish(pieces={bowl: 2})},
        {"wish": RefundWish(pieces={bowl: 1}, reductions={bowl: shop.euros(100)}), "amount": shop.euros(2500)},
        {"wish": RefundWish(reductions={bowl: shop.euros(2500)})},
        {"amount": shop.euros(500)},
        {"amount": shop.euros(500), "reason": "withdrawn"},
        {},  # all that came
    ):
        with pytest.raises(WithdrawalUnderWay):
            by_hand(order, now, **what)
    assert written() == before
    with pytest.raises(WithdrawalUnderWay):  # already when it is previewed
        orders.require_unclaimed(orders.get(order.id), RefundWish(pieces={bowl: 2}), "returned")
    by_hand(order, now, wish=RefundWish(pieces={bowl: 1, book: 1}))
    taken_back(made, now)
    assert refunded(order) == {bowl: 2, book: 1} and back(order) == 2400 * 2 + 2500
    shop.assert_sound(order.id)


def test_a_piece_that_was_paid_back_by_hand_pays_for_no_other(world, two_bowls) -> None:
    order, now, bowl, book = two_bowls
    first = withdrawn(order, now, {book: 1})
    by_hand(order, now, wish=RefundWish(pieces={bowl: 1}, put_back={bowl: 1}))
    stock = in_stock(world, "BOWL-OCHRE")
    later = now + timedelta(hours=1)
    taken_back(first, later)
    assert {line.position: line.quantity for line in aftersales.right(orders.get(order.id), later).lines} == {
        bowl: 1, book: 0
    }  # fmt: skip
    second = withdrawn(order, later, {bowl: 1})
    assert second.is_whole
    with pytest.raises(Invalid):
        taken_back(second, later, put_back={bowl: 2})
    taken_back(second, later, put_back={bowl: 1})
    assert refunded(order) == {bowl: 2, book: 1} and back(order) == order.total.minor
    assert in_stock(world, "BOWL-OCHRE") == stock + 1
    assert not aftersales.right(orders.get(order.id), later).is_open
    shop.assert_sound(order.id)


def test_a_delivery_that_was_given_back_is_not_given_back_again(two_bowls) -> None:
    order, now, _bowl, _book = two_bowls
    by_hand(order, now, reason="late", wish=RefundWish(delivery=True))
    made = withdrawn(order, now, None)
    assert made.is_whole and made.refund == order.total - order.delivery
    taken_back(made, now)
    assert back(order) == order.total.minor
    shop.assert_sound(order.id)


def test_the_delivery_of_a_whole_withdrawal_is_given_back_by_it(two_bowls) -> None:
    order, now, _bowl, _book = two_bowls
    made = withdrawn(order, now, None)
    with pytest.raises(WithdrawalUnderWay):
        by_hand(order, now, reason="late", wish=RefundWish(delivery=True))
    taken_back(made, now)
    assert back(order) == order.total.minor


def test_goodwill_is_no_part_of_a_withdrawal_and_no_more_goes_back_than_was_paid(two_bowls) -> None:
    order, now, bowl, book = two_bowls
    made = withdrawn(order, now, {book: 1})
    by_hand(order, now, reason="goodwill", amount=shop.euros(300))
    taken_back(made, now)
    assert back(order) == 300 + 2500 and refunded(order) == {bowl: 0, book: 1}
    rest = withdrawn(order, now, {bowl: 2})
    by_hand(order, now, reason="goodwill", amount=orders.get(order.id).paid)
    taken_back(rest, now)
    assert back(order) == order.total.minor
    assert refunded(order) == {bowl: 2, book: 1}, "what goes is named, though it was paid for already"
    shop.assert_sound(order.id)


@pytest.mark.parametrize("guarded", [True, False])
def test_one_declares_while_another_gives_back_by_hand(two_bowls, monkeypatch, guarded) -> None:
    order, now, _bowl, book = two_bowls
    if not guarded:
        monkeypatch.setattr(ports, "claimed", lambda order_id: None)
    answers = one_after_the_other(
        order.id,
        lambda: declare(order, now, {book: 1}),
        lambda: orders.refund(
            order.id, wish=RefundWish(pieces={book: 1}), reason="returned", actor="staff:1", now=now
        ),
    )  # fmt: skip
    assert [type(each) for each in answers if isinstance(each, Exception)] == [WithdrawalUnderWay] * guarded
