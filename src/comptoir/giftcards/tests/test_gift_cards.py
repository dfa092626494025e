"""Pieces of a paid order become gift cards, once, and what is cancelled loses them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core import mail

from comptoir.catalog import facade as catalog
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests.story import filled, placed, wish
from comptoir.giftcards import facade as giftcards
from comptoir.giftcards import handlers, rules
from comptoir.giftcards.mail import send
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.payments import facade as payments
from comptoir.payments.contracts import Tender


@pytest.mark.parametrize(
    ("pieces", "live", "made", "paid", "missing", "surplus"),
    [
        ({1: 2}, set(), set(), True, {1: (1, 2)}, ()),
        ({1: 2}, set(), set(), False, {}, ()),
        ({1: 2}, {(1, 1)}, {(1, 1)}, True, {1: (2,)}, ()),
        ({1: 1}, {(1, 1), (1, 2)}, {(1, 1), (1, 2)}, True, {}, ((1, 2),)),
        ({}, {(1, 1)}, {(1, 1)}, False, {}, ((1, 1),)),
        ({1: 1}, set(), {(1, 1)}, True, {1: (2,)}, ()),
    ],
)  # fmt: skip
def test_there_are_as_many_live_cards_as_paid_pieces(pieces, live, made, paid, missing, surplus) -> None:
    assert rules.wanted(pieces, live, made, paid=paid) == rules.Wanted(missing, surplus)


@pytest.fixture
def sells_cards(world: SimpleNamespace) -> None:
    said = {"is_card": True, "origin": world.context.origin(), "now": world.now}
    assert [catalog.set_gift_card(world.products["book"], **said) for _again in range(2)] == [True, False]


def pay(world: SimpleNamespace) -> None:
    while jobs.work_payments(world.now):
        pass


def owed() -> int:
    found = sql.row("SELECT coalesce(sum(balance_minor), 0) FROM payments_storedvalue WHERE kind = 'gift_card'")
    return int(found[0])


def test_a_paid_piece_becomes_one_card_that_pays_and_a_cancelled_one_is_blocked(world, sells_cards) -> None:
    basket = filled(world, "BOOK", quantity=2)
    order = checkout.place_order(wish(basket, world.context))
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0 and owed() == 0, "not before it is paid"
    pay(world)
    assert [giftcards.settle_cards(order.order_id, now=world.now) for _again in range(2)] == [2, 0]
    told = orders.get(order.order_id)
    line = next(one for one in told.lines if one.sku == "BOOK")
    assert (line.vat, owed()) == (Money(0, "EUR"), 2 * line.unit.minor)
    assert not any(payments.discrepancies().values())
    events = [event.name for event in journal.timeline("order", order.order_id)]
    assert events.count("Gift Card Sold") == 2
    for _again in range(2):
        send(order.order_id, now=world.now)
    cards = giftcards.cards_of(order.order_id)
    codes = [payments.code_of(card.account_id) for card in cards]
    assert len(mail.outbox) == 1 and all(code in mail.outbox[0].body for code in codes) and len(set(codes)) == 2
    spent = Tender(kind="gift_card", token=codes[0], amount=Money(1_000, "EUR"))
    rest = Tender(kind="test_card", token="tok_success")
    checkout.place_order(wish(filled(world, "BOWL-BLUE"), world.context, spent, rest))
    pay(world)
    assert owed() == 2 * line.unit.minor - 1_000
    orders.cancel(order.order_id, reason="changed_mind", actor="staff:1", now=world.now)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0
    assert all(card.blocked_at for card in giftcards.cards_of(order.order_id))


def test_a_reservation_is_no_money_and_other_goods_cost_no_job(world, sells_cards, monkeypatch) -> None:
    order = placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_authorise"))
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0 and owed() == 0
    bowl = placed(world, "BOWL-BLUE")
    pay(world)
    assert giftcards.settle_cards(bowl.order_id, now=world.now) == 0 and owed() == 0
    said = {"is_card": False, "origin": world.context.origin(), "now": world.now}
    assert catalog.set_gift_card(world.products["book"], **said) and catalog.gift_cards() == frozenset()
    handlers.enqueue(journal.timeline("order", bowl.order_id))
    assert sql.row("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'giftcards.settle'") == (0,)
