"""Pieces of a paid order become gift cards, once, and what is cancelled loses them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import translation

from comptoir.aftersales import facade as aftersales
from comptoir.aftersales.tests.test_withdrawal import declare
from comptoir.catalog import facade as catalog
from comptoir.checkout import facade as checkout
from comptoir.checkout.tests.story import filled, placed, wish
from comptoir.giftcards import facade as giftcards
from comptoir.giftcards import handlers, rules
from comptoir.giftcards.mail import send
from comptoir.inventory.tests.shop import Buyers
from comptoir.journal import facade as journal
from comptoir.journal.testing import deliver
from comptoir.kit import locks, sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import RefundWish
from comptoir.orders.errors import GiftCardSpent
from comptoir.orders.mail import compose as confirmation
from comptoir.orders.reviewing import REVIEWING
from comptoir.payments import facade as payments
from comptoir.payments.commands import stored_value
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import StoredValueShort, StoredValueUnusable
from comptoir.reviews import facade as reviews

PARCEL = "m3.5 8 8.5-4.5"  # the drawing of one
WANTS_NO_MORE = {"reason": "changed_mind", "actor": "staff:1"}


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


@pytest.mark.parametrize(
    ("room", "made"), [(125, {1: (1, 2), 3: (4,)}), (124, {1: (1, 2)}), (99, {1: (1,), 3: (4,)}), (0, {}), (-5, {})]
)
def test_no_card_is_made_of_money_that_went_back(room, made) -> None:
    assert rules.covered({1: (1, 2), 3: (4,)}, {1: 50, 3: 25}, room=room) == made


@pytest.fixture
def sells_cards(world: SimpleNamespace) -> None:
    said = {"nature": "gift_card", "origin": world.context.origin(), "now": world.now}
    assert [catalog.set_nature(world.products["book"], **said) for _again in range(2)] == [True, False]


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
    before = orders.get(order.order_id)
    assert before.state == "delivered", "they came by mail, nothing is parcelled"
    back = {"reason": "returned", "actor": "staff:1", "now": world.now}
    with pytest.raises(GiftCardSpent):
        orders.refund(order.order_id, amount=line.unit * 2, **back)
    assert orders.get(order.order_id) == before and not any(card.blocked_at for card in giftcards.cards_of(before.id))
    orders.refund(order.order_id, amount=line.unit, **back)
    assert owed() == line.unit.minor - 1_000 and not any(payments.discrepancies().values()), "its balance is taken in"
    found = [bool(card.blocked_at) for card in giftcards.cards_of(order.order_id)]
    assert found == [False, True], "the one that is whole goes, the one that was used stays"
    late = Tender(kind="gift_card", token=codes[1], amount=Money(1_000, "EUR"))
    with pytest.raises(StoredValueUnusable):
        checkout.place_order(wish(filled(world, "BOWL-OCHRE"), world.context, late, rest))
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0
    assert "Stored Value Blocked" in [event.name for event in journal.timeline("stored_value", cards[1].account_id)]
    orders.refund(order.order_id, **back)
    assert orders.get(order.order_id).credited == line.unit * 2 - Money(1_000, "EUR"), "what was spent stays paid"
    assert owed() == 0 and not any(payments.discrepancies().values())
    assert all(card.blocked_at for card in giftcards.cards_of(order.order_id))
    with pytest.raises(GiftCardSpent):
        orders.refund(order.order_id, **back)
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0


def test_what_a_bank_only_reserves_is_taken_before_a_card_is_made(world, sells_cards) -> None:
    reserved = Tender(kind="test_card", token="tok_authorise")
    order = checkout.place_order(wish(filled(world, "BOOK"), world.context, reserved))
    pay(world)
    assert orders.get(order.order_id).due and giftcards.settle_cards(order.order_id, now=world.now) == 0 == owed()
    pay(world)
    assert not orders.get(order.order_id).due
    assert giftcards.settle_cards(order.order_id, now=world.now) == 1 and owed() > 0


def test_what_was_refunded_before_its_card_was_made_becomes_none(world, sells_cards) -> None:
    order = placed(world, "BOOK")
    pay(world)
    orders.refund(order.order_id, reason="goodwill", actor="staff:1", now=world.now)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0 == owed()
    assert orders.get(order.order_id).state == "confirmed", "and nothing is said to be supplied"


RESERVED = Tender(kind="test_card", token="tok_authorise")
STAFF = {"actor": "staff:1"}


def test_a_card_is_announced_as_a_message_and_nobody_is_asked_to_review_it(world, sells_cards) -> None:
    order = placed(world, "BOOK")
    pay(world)
    with translation.override("fr"):
        body = confirmation(orders.get(order.order_id), "confirmed").body
    assert "carte cadeau vient par e-mail" in body and "Chez vous" not in body
    assert giftcards.settle_cards(order.order_id, now=world.now) == 1
    deliver([REVIEWING])
    assert orders.get(order.order_id).state == "delivered" and reviews.of_order(order.order_id) == ()
    page = Client(HTTP_HOST="127.0.0.1").get(f"/fr/commande/{orders.get(order.order_id).link}/").content.decode()
    assert "Votre carte cadeau est partie par e-mail" in page and "chez vous" not in page and "au plus tard" not in page


def test_a_card_beside_a_parcel_is_paid_and_made_with_the_parcel(world, sells_cards) -> None:
    order = placed(world, "BOOK", "BOWL-BLUE", tender=RESERVED)
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0
    orders.mark_shipped(order.order_id, tracking_number="", **STAFF, now=world.now)
    told = [event.name for event in journal.timeline("order", order.order_id)]
    assert "Order Shipped" in told and "Order Partly Shipped" not in told, "no other parcel follows"
    pay(world)
    assert not orders.get(order.order_id).due
    assert giftcards.settle_cards(order.order_id, now=world.now) == 1 and owed() > 0
    orders.mark_delivered(order.order_id, **STAFF, now=world.now)
    assert orders.get(order.order_id).state == "delivered"


@pytest.mark.parametrize("ends", ["service", "cancelled"])
def test_a_card_is_paid_once_nothing_beside_it_waits(world, sells_cards, ends) -> None:
    if ends == "service":
        said = {"origin": world.context.origin(), "now": world.now}
        catalog.set_nature(world.products["bowl"], nature="service", **said)
    basket = filled(world, "BOOK", "BOWL-BLUE")
    order = checkout.place_order(replace(wish(basket, world.context, RESERVED), supply_agreed=True))
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0
    assert any(each.state == "planned" for each in orders.get(order.order_id).shipments), "nothing is supplied yet"
    if ends == "service":
        orders.supply(order.order_id, nature="service", **STAFF, now=world.now)
    else:
        bowl = next(each.position for each in orders.get(order.order_id).lines if each.sku == "BOWL-BLUE")
        orders.cancel_lines(order.order_id, {bowl: 1}, **WANTS_NO_MORE, now=world.now)
    heard = journal.timeline("order", order.order_id)[-4:]
    handlers.enqueue([each for each in heard if each.name in {word.NAME for word in handlers.SOLD.words}])
    assert jobs_of("giftcards.settle"), "it is heard of"
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0 == owed()
    pay(world)
    assert not orders.get(order.order_id).due
    assert giftcards.settle_cards(order.order_id, now=world.now) == 1
    assert orders.get(order.order_id).state == "delivered"


@pytest.mark.parametrize(
    ("left", "live", "whole", "gone"),
    [
        ({}, {(1, 1), (2, 1)}, {(1, 1), (2, 1)}, ((1, 1), (2, 1))),
        ({1: 1}, {(1, 1), (1, 2)}, {(1, 1)}, ((1, 1),)),
        ({1: 1}, {(1, 1), (1, 2)}, {(1, 1), (1, 2)}, ((1, 2),)),
        ({1: 2}, {(1, 1), (1, 2)}, set(), ()),
        ({}, {(1, 1), (1, 2)}, {(1, 1)}, None),
        ({1: 1}, {(1, 1), (2, 1)}, {(1, 1)}, None),
    ],
)  # fmt: skip
def test_only_whole_cards_are_given_up(left, live, whole, gone) -> None:
    assert rules.given_up(left, live, whole) == gone


@pytest.mark.parametrize(
    ("cards", "back", "kept", "gone"),
    [
        ([(50, 50)], 50, 0, (0,)),
        ([(50, 30)], 50, 0, None),
        ([(50, 30)], 30, 20, (0,)),
        ([(50, 0)], 20, 60, ()),
        ([(50, 50)], 5, 45, None),
        ([(50, 30), (50, 50)], 50, 50, (1,)),
        ([(50, 50), (50, 30)], 50, 50, (0,)),
        ([(50, 50), (25, 25)], 75, 0, (1, 0)),
    ],
)  # fmt: skip
def test_money_goes_back_only_for_what_no_card_is_worth_any_more(cards, back, kept, gone) -> None:
    assert rules.paid_back(cards, back=back, kept=kept) == gone


@pytest.mark.parametrize("by", ["hand", "withdrawal"])
def test_goodwill_does_not_count_against_a_card_that_stays(world, sells_cards, by) -> None:
    order = placed(world, "BOOK", "BOWL-BLUE")
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 1
    bought = orders.get(order.order_id)
    orders.mark_shipped(bought.id, tracking_number="", **STAFF, now=world.now)
    orders.mark_delivered(bought.id, **STAFF, now=world.now)
    goodwill = bought.delivery + Money(100, "EUR")
    orders.refund(bought.id, amount=goodwill, reason="goodwill", **STAFF, now=world.now)
    bowl = next(each for each in bought.lines if each.sku == "BOWL-BLUE")
    if by == "hand":
        orders.refund(bought.id, amount=bowl.unit, reason="returned", **STAFF, now=world.now)
    else:
        made = declare(orders.get(bought.id), world.now, {bowl.position: 1})
        aftersales.stop_parcels(made.id, now=world.now)
        said = {"evidence": "received", "actor": "staff:1", "channel": "back_office", "now": world.now}
        assert aftersales.take_back(made.id, **said).state == "refunding"
    assert orders.get(bought.id).credited == bowl.unit + goodwill
    assert [card.blocked_at for card in giftcards.cards_of(bought.id)] == [None]


@pytest.mark.parametrize("guarded", [True, False])
def test_a_card_that_is_claimed_while_its_purchase_is_paid_back_gives_back_the_rest(
    world, sells_cards, monkeypatch, guarded
) -> None:
    order = placed(world, "BOOK", "BOWL-BLUE")
    pay(world)
    giftcards.settle_cards(order.order_id, now=world.now)
    orders.mark_shipped(order.order_id, tracking_number="", **STAFF, now=world.now)
    bought = orders.get(order.order_id)
    book = next(line for line in bought.lines if line.sku == "BOOK")
    (card,) = giftcards.cards_of(bought.id)
    if not guarded:
        monkeypatch.setattr(stored_value, "ON_THEM", stored_value.ON_THEM.replace("FOR UPDATE OF a", ""))
    staff, buyers = {"reason": "returned", **STAFF, "now": world.now}, Buyers()
    with transaction.atomic():
        # As placing claims it: the row is changed, the transaction still open.
        sql.run("UPDATE payments_storedvalue SET held_minor = 1000 WHERE id = %s", [card.account_id])
        buyers.start(lambda: orders.refund(bought.id, wish=RefundWish(pieces={book.position: 1}), **staff))
        buyers.wait_until_blocked(1)
    buyers.join()
    back = orders.get(bought.id)
    assert back.credited == (book.unit - Money(1_000, "EUR") if guarded else book.unit), "else a part is paid twice"
    assert giftcards.cards_of(bought.id)[0].blocked_at
    if guarded:
        line = next(line for line in back.lines if line.sku == "BOOK")
        assert (line.refunded, line.reduced) == (0, back.credited) and owed() == 1_000


def test_a_card_that_is_paid_back_first_pays_nothing_any_more(world, sells_cards) -> None:
    order = placed(world, "BOOK")
    pay(world)
    giftcards.settle_cards(order.order_id, now=world.now)
    (card,) = giftcards.cards_of(order.order_id)
    code, buyers = payments.code_of(card.account_id), Buyers()
    claim = Tender(kind="gift_card", token=code, amount=Money(1_000, "EUR"))
    wanted = wish(filled(world, "BOWL-BLUE"), world.context, claim, Tender(kind="test_card", token="tok_success"))
    with transaction.atomic():
        locks.hold(("order", order.order_id), ("stored_value", card.account_id))
        payments.left_on([card.account_id])
        buyers.start(lambda: checkout.place_order(wanted))
        buyers.wait_until_blocked(1)
        went = giftcards.give_cards(order.order_id, {card.position: 1}, origin=world.context.origin(), now=world.now)
    (refused,) = buyers.join()
    assert isinstance(refused, StoredValueShort) and went == {card.position: (1, 0)} and owed() == 0


def test_a_cancel_and_the_making_of_cards_wait_for_each_other(world, sells_cards) -> None:
    order = placed(world, "BOOK")
    pay(world)
    buyers = Buyers()
    with transaction.atomic():
        locks.hold(("order", order.order_id))
        buyers.start(lambda: giftcards.settle_cards(order.order_id, now=world.now))
        buyers.wait_until_blocked(1)
        sql.run("UPDATE orders_order SET state = 'cancelled' WHERE id = %s", [order.order_id])
    assert buyers.join() == [0] and owed() == 0, "no card of an order that ended while its cards were about to be made"


def jobs_of(name: str) -> list[tuple[object, ...]]:
    return sql.rows("SELECT lock FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name])


def test_a_card_stays_one_whatever_the_catalogue_says_later_and_is_told_after_a_crash(world, sells_cards) -> None:
    said = {"origin": world.context.origin(), "now": world.now}
    order = placed(world, "BOOK")
    bowl = placed(world, "BOWL-BLUE")
    pay(world)
    giftcards.settle_cards(order.order_id, now=world.now)  # and the process ends before it tells
    handlers.settle(order_id=str(order.order_id))
    assert jobs_of("giftcards.tell") == [(f"giftcards.tell:{order.order_id}",)]
    assert catalog.set_nature(world.products["book"], nature="goods", **said)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0
    assert not giftcards.cards_of(order.order_id)[0].blocked_at
    events = journal.timeline("order", order.order_id) + journal.timeline("order", bowl.order_id)
    handlers.enqueue(events)
    assert jobs_of("giftcards.settle") == [(f"giftcards.settle:{order.order_id}",)]
    catalog.set_nature(world.products["bowl"], nature="gift_card", **said)
    assert giftcards.settle_cards(bowl.order_id, now=world.now) == 0, "it was sold with VAT, as a bowl"
    send(order.order_id, now=world.now)
    handlers.settle(order_id=str(order.order_id))
    assert len(jobs_of("giftcards.tell")) == 1


def test_a_reservation_is_no_money_and_other_goods_cost_no_job(world, sells_cards, monkeypatch) -> None:
    order = placed(world, "BOOK", tender=Tender(kind="test_card", token="tok_authorise"))
    pay(world)
    assert giftcards.settle_cards(order.order_id, now=world.now) == 0 and owed() == 0
    bowl = placed(world, "BOWL-BLUE")
    pay(world)
    assert giftcards.settle_cards(bowl.order_id, now=world.now) == 0 and owed() == 0
    said = {"nature": "goods", "origin": world.context.origin(), "now": world.now}
    assert catalog.set_nature(world.products["book"], **said) and catalog.gift_cards() == frozenset()
    handlers.enqueue(journal.timeline("order", bowl.order_id))
    assert sql.row("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'giftcards.settle'") == (0,)


def test_a_card_is_a_message_on_every_page_and_its_right_of_withdrawal_is_told_alike(world, sells_cards) -> None:
    told = "14 jours pour changer d’avis sur une carte cadeau"
    shopper = Client(HTTP_HOST="127.0.0.1", HTTP_SEC_FETCH_SITE="same-origin")
    shopper.post("/fr/panier/ajouter/", {"variant": world.variants["BOOK"]})
    product = re.search(r'<a href="(/fr/produit/[^"?]+)', shopper.get("/fr/panier/").content.decode())
    checkout_page = shopper.get("/fr/commander/").content.decode()
    assert product and told in checkout_page and "Par e-mail" in checkout_page and PARCEL not in checkout_page
    order = checkout.place_order(wish(filled(world, "BOOK"), world.context))
    pay(world)
    html = shopper.get(f"/fr/commande/{order.link}/").content.decode()
    assert told in html and "Le message avec votre carte cadeau n’est pas encore parti" in html
    assert "pas encore partie" not in html and "Changer l’adresse" not in html and PARCEL not in html
    for page in (product[1], "/fr/informations/retractation/"):
        assert told in shopper.get(page).content.decode()
