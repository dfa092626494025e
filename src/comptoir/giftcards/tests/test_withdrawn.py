"""A buyer withdraws from the purchase of gift cards: what is left on them comes back, what was spent does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.errors import CardsSpentMeanwhile
from comptoir.aftersales.models import Withdrawal
from comptoir.aftersales.tests.test_disputed import hear, said
from comptoir.aftersales.tests.test_withdrawal import declare
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests.story import filled, wish
from comptoir.giftcards import facade as giftcards
from comptoir.giftcards.tests.test_gift_cards import STAFF, owed, pay, sells_cards
from comptoir.inventory.tests.shop import Buyers
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import OrderInfo, RefundWish
from comptoir.orders.errors import GiftCardSpent
from comptoir.payments import facade as payments
from comptoir.payments.commands import stored_value
from comptoir.payments.contracts import DisputeNews, Tender

__all__ = ["sells_cards"]
TEN = Money(1_000, "EUR")
SEEN = {"evidence": "received", "actor": "staff:1", "channel": "back_office"}


def bought(world: SimpleNamespace, *skus: str, quantity: int = 1) -> OrderInfo:
    """Paid, with its cards made and its parcel delivered."""
    order_id = checkout.place_order(wish(filled(world, *skus, quantity=quantity), world.context)).order_id
    pay(world)
    assert giftcards.settle_cards(order_id, now=world.now) == quantity
    if len(skus) > 1:
        orders.mark_shipped(order_id, tracking_number="", **STAFF, now=world.now)
        orders.mark_delivered(order_id, **STAFF, now=world.now)
    return orders.get(order_id)


def spend(world: SimpleNamespace, order: OrderInfo, amount: Money | None = None, card: int = 0) -> None:
    code = payments.code_of(giftcards.cards_of(order.id)[card].account_id)
    claim = Tender(kind="gift_card", token=code, amount=amount)
    checkout.place_order(
        wish(filled(world, "THROW"), world.context, claim, Tender(kind="test_card", token="tok_success"))
    )
    pay(world)


def card_line(order: OrderInfo) -> Any:
    return next(line for line in order.lines if line.sku == "BOOK")


def test_what_is_left_on_a_card_comes_back_and_the_card_is_blocked_at_once(world, sells_cards) -> None:
    order = bought(world, "BOOK", quantity=2)
    spend(world, order, TEN)
    line = card_line(order)
    (told,) = aftersales.right(order, world.now).lines
    assert (told.backs, told.spent, told.quantity) == ((line.unit, line.unit - TEN), 0, 2)
    made = declare(order, world.now, shown={line.position: line.unit * 2 - TEN})
    assert owed() == 0 and all(card.blocked_at for card in giftcards.cards_of(order.id)), "before any money moves"
    left = (line.unit * 2 - TEN).format("fr")
    assert left in made.statement and "bloquée" in made.statement and "Renvoyez" not in made.statement
    assert made.to_return == 0
    with pytest.raises(GiftCardSpent):
        orders.refund(order.id, wish=RefundWish(pieces={line.position: 1}), reason="returned", **STAFF, now=world.now)
    for _again in range(2):
        aftersales.stop_parcels(made.id, now=world.now)
    after = orders.get(order.id)
    assert after.credited == line.unit * 2 - TEN
    assert (card_line(after).refunded, card_line(after).reduced) == (1, line.unit - TEN)
    pay(world)
    assert aftersales.close(made.id, now=world.now) and not any(payments.discrepancies().values())
    assert set(orders.check_money().values()) == {0}
    assert giftcards.settle_cards(order.id, now=world.now) == 0 == owed()


def test_a_card_beside_goods_is_paid_back_at_once_and_the_goods_when_they_come(world, sells_cards) -> None:
    order = bought(world, "BOOK", "BOWL-BLUE")
    spend(world, order, TEN)
    made = declare(order, world.now)
    assert made.is_whole and made.to_return == 1
    assert made.statement.count("il y reste") == 1, "the bowl is sent back"
    aftersales.stop_parcels(made.id, now=world.now)
    line = card_line(order)
    assert orders.get(order.id).credited == line.unit - TEN and aftersales.get(made.id).state == "declared"
    pay(world)
    aftersales.take_back(made.id, **SEEN, now=world.now)
    after = orders.get(order.id)
    assert after.credited == order.total - TEN, "with the delivery, but for what was spent"
    pay(world)
    assert aftersales.close(made.id, now=world.now) and set(orders.check_money().values()) == {0}


@pytest.mark.parametrize("reason", ["returned", "withdrawn"])
def test_another_card_that_staff_pay_back_is_not_taken_off_the_goods(world, sells_cards, reason) -> None:
    order = bought(world, "BOOK", "BOWL-OCHRE", quantity=2)
    card, bowl = (next(line for line in order.lines if line.sku == sku) for sku in ("BOOK", "BOWL-OCHRE"))
    made = declare(order, world.now, {card.position: 1, bowl.position: 1})
    aftersales.stop_parcels(made.id, now=world.now)
    orders.refund(
        order.id, wish=RefundWish(pieces={card.position: 1}), reason=reason, actor="staff:1", now=world.now
    )  # fmt: skip
    aftersales.take_back(made.id, **SEEN, now=world.now)
    after = orders.get(order.id)
    assert after.credited == card.unit * 2 + bowl.unit and not aftersales.get(made.id).counted
    assert [line.refunded for line in after.lines if line.kind == "goods"] == [2, 1]
    left = {line.position: line.quantity for line in aftersales.right(after, world.now).lines}
    assert left == {card.position: 0, bowl.position: 1}


def test_a_card_whose_money_was_withheld_is_paid_when_the_dispute_is_won_and_the_goods_when_they_come(
    world, sells_cards, monkeypatch
) -> None:
    order = bought(world, "BOWL-OCHRE", "BOOK")
    card = card_line(order)
    said(order, "opened", world.now)
    made = declare(order, world.now)
    aftersales.stop_parcels(made.id, now=world.now)
    assert not orders.get(order.id).credited
    said(order, "won", world.now)
    for _again in range(2):
        hear(order, monkeypatch, world.now)
    after = orders.get(order.id)
    assert after.credited == card.unit and aftersales.get(made.id).state == "declared"
    assert {line.sku: line.refunded for line in after.lines if line.kind == "goods"} == {"BOOK": 1, "BOWL-OCHRE": 0}
    aftersales.take_back(made.id, **SEEN, now=world.now)
    pay(world)
    after = orders.get(order.id)
    assert after.credited == order.total and not after.paid and aftersales.close(made.id, now=world.now)
    assert all(line.refunded == line.quantity for line in after.lines) and set(orders.check_money().values()) == {0}


def disputed(order: OrderInfo, reference: str, outcome: str, amount: Money, now: datetime) -> None:
    charge = order.payments[0]
    news = DisputeNews(
        outcome=outcome, amount=amount, reference=reference, charge_reference=charge.provider_reference,
        reason="fraudulent", withheld=True,
    )  # fmt: skip
    orders.settle_dispute(charge.id, news, actor="provider:test-bank", now=now)


def test_a_card_that_is_paid_in_full_while_a_dispute_is_open_is_named(world, sells_cards) -> None:
    order = bought(world, "BOOK", "BOWL-BLUE")
    line = card_line(order)
    disputed(order, "dp_1", "opened", TEN, world.now)
    aftersales.stop_parcels(declare(order, world.now, {line.position: 1}).id, now=world.now)
    after = orders.get(order.id)
    assert after.credited == line.unit and card_line(after).refunded == 1


@pytest.mark.parametrize(("free", "later"), [(30, 0), (10, 250)])
def test_a_card_is_named_once_however_a_dispute_holds_its_money_back(
    world, sells_cards, monkeypatch, free, later
) -> None:
    order = bought(world, "BOOK", "THROW", quantity=2)
    card, throw = (next(line for line in order.lines if line.sku == sku) for sku in ("BOOK", "THROW"))
    euro = Money(100, "EUR")
    disputed(order, "dp_1", "opened", most := order.total - euro * free, world.now)
    made = declare(order, world.now, {card.position: 1, throw.position: 1})
    aftersales.stop_parcels(made.id, now=world.now)
    if later:
        disputed(order, "dp_2", "opened", euro * later, world.now)
        disputed(order, "dp_1", "won", most, world.now)
    aftersales.take_back(made.id, **SEEN, now=world.now)
    assert orders.get(order.id).credited < card.unit + throw.unit
    disputed(order, *(("dp_2", "won", euro * later) if later else ("dp_1", "won", most)), world.now)
    hear(order, monkeypatch, world.now)
    after = orders.get(order.id)
    assert after.credited == card.unit + throw.unit and set(orders.check_money().values()) == {0}
    assert {line.sku: line.refunded for line in after.lines if line.kind == "goods"} == {"BOOK": 1, "THROW": 1}


def test_a_spent_card_cannot_be_withdrawn_from_and_what_is_beside_it_can(world, sells_cards) -> None:
    alone, beside = bought(world, "BOOK"), bought(world, "BOOK", "BOWL-BLUE")
    for order in (alone, beside):
        spend(world, order)
    assert aftersales.right(alone, world.now).refusal == GiftCardSpent.code
    for order, quantities in ((alone, None), (beside, {card_line(beside).position: 1})):
        with pytest.raises(GiftCardSpent):
            declare(order, world.now, quantities)
    assert not Withdrawal.objects.exists()
    made = declare(beside, world.now)
    assert [line.sku for line in made.lines] == ["BOWL-BLUE"] and not made.is_whole


def test_of_several_cards_the_spent_one_is_left_out(world, sells_cards) -> None:
    order = bought(world, "BOOK", quantity=2)
    spend(world, order, card=1)
    (told,) = aftersales.right(order, world.now).lines
    assert (told.quantity, told.spent, told.backs) == (1, 1, (told.unit,))
    made = declare(order, world.now)
    aftersales.stop_parcels(made.id, now=world.now)
    assert orders.get(order.id).credited == told.unit and not made.is_whole


def test_what_was_shown_and_is_not_left_any_more_is_said_before_anything_is_declared(world, sells_cards) -> None:
    order = bought(world, "BOOK")
    spend(world, order, TEN)
    position = card_line(order).position
    with pytest.raises(CardsSpentMeanwhile):
        declare(order, world.now, {position: 1}, shown={position: card_line(order).unit})
    assert not Withdrawal.objects.exists() and owed() == card_line(order).unit.minor - 1_000


@pytest.mark.parametrize("guarded", [True, False])
def test_a_card_that_is_spent_while_its_withdrawal_is_confirmed_is_not_paid_back_twice(
    world, sells_cards, monkeypatch, guarded
) -> None:
    order = bought(world, "BOOK")
    (card,) = giftcards.cards_of(order.id)
    if not guarded:
        monkeypatch.setattr(stored_value, "ON_THEM", stored_value.ON_THEM.replace("FOR UPDATE OF a", ""))
    buyers = Buyers()
    with transaction.atomic():
        # As placing claims it: the row is changed, the transaction still open.
        sql.run("UPDATE payments_storedvalue SET held_minor = 1000 WHERE id = %s", [card.account_id])
        buyers.start(refused(lambda: declare(order, world.now)))
        buyers.wait_until_blocked(1)
    (answer,) = buyers.join()
    if guarded:
        assert answer == CardsSpentMeanwhile.code and not Withdrawal.objects.exists()
        assert not giftcards.cards_of(order.id)[0].blocked_at, "it says what is left, and asks again"
    else:
        aftersales.stop_parcels(Withdrawal.objects.get().id, now=world.now)
        assert orders.get(order.id).credited == order.total, "the buyer has the money and what was claimed"


def refused(work: Callable[[], Any]) -> Callable[[], str]:
    """What is refused, as its code: the thread of a buyer ends well."""

    def told() -> str:
        try:
            work()
        except CardsSpentMeanwhile as refusal:
            return refusal.code
        return ""

    return told
