"""Promotions of guests, of who logs in, and of orders that staff change."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import PromotionCodeRefused
from comptoir.checkout.tests import story
from comptoir.checkout.tests.test_promotions import STAFF, enter, offer, rows, welcome
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import ChangeWish
from comptoir.pricing import facade as pricing
from comptoir.pricing.contracts import PriceToSet


def test_nothing_tells_a_guest_what_the_person_of_an_e_mail_bought_before_they_order(world: SimpleNamespace) -> None:
    welcome(world, most_per_person=1)
    offer(world, effect="amount", amount_minor=300, least_minor=1, most_per_person=9)
    stranger = replace(story.CONTACT, email="nobody@example.com")
    shown = []
    for contact, done in ((story.CONTACT, True), (stranger, False), (story.CONTACT, False)):
        basket = story.filled(world, "BOOK")
        checkout.prepare(basket, world.context, contact=contact)
        enter(world, basket, "HELLO10")
        shown.append(checkout.view(basket, world.context).quote)
        if done:
            checkout.place_order(story.wish(basket, world.context))
    assert shown[0] == shown[1] == shown[2] and shown[0].saved.minor == 250, "by itself only for who has logged in"
    stood = rows()
    with pytest.raises(PromotionCodeRefused) as refused:
        checkout.place_order(story.wish(basket, world.context))
    assert refused.value.data == {"why": "not_with_this_order", "codes": ["HELLO10"]} and rows() == stood
    member = replace(world.context, customer_id=orders.get(sql.rows("SELECT id FROM orders_order")[0][0]).customer_id)
    own = checkout.open_basket(member)
    checkout.add(own, world.variants["BOOK"], 1, member)
    assert checkout.view(own, member).quote.saved.minor == 300


def test_what_staff_add_is_a_line_of_its_own_and_another_way_stays_free(world: SimpleNamespace) -> None:
    welcome(world)
    offer(world, name="Offerte", effect="delivery", least_minor=1)
    basket = story.filled(world, "BOWL-OCHRE")
    enter(world, basket, "HELLO10")
    opened = checkout.place_order(story.wish(basket, world.context))
    jobs.work_payments(world.now)
    bowl = world.variants["BOWL-OCHRE"]
    lower = PriceToSet(variant_id=bowl, amount=Money(2_160, "EUR"))  # what was agreed with the code
    pricing.set_prices([lower], market="fr", origin=world.context.origin(), now=world.now)
    seen = orders.preview_change(
        opened.order_id, ChangeWish(added=[(bowl, 2)], delivery="express"), actor=STAFF, now=world.now
    )
    goods = [(line.quantity, line.unit.minor, len(line.promotions)) for line in seen.lines if line.variant_id]
    assert goods == [(1, 2_160, 1), (2, 2_160, 0)]
    (brought,) = [line for line in seen.lines if not line.variant_id]
    assert seen.way and [why.off for why in brought.promotions] == [seen.way.charge] and seen.delivery.minor == 0


def test_a_guest_s_codes_join_those_of_who_logs_in_once_each(world: SimpleNamespace) -> None:
    welcome(world)
    welcome(world, code="other", effect="amount", amount_minor=100)
    enter(world, basket := story.filled(world, "BOOK"), "OTHER")
    enter(world, basket, "HELLO10")
    checkout.place_order(story.wish(first := story.filled(world, "BOOK"), world.context))
    known = replace(world.context, customer_id=orders.get(orders.of_basket(first)).customer_id)
    checkout.enter_code(own := checkout.open_basket(known), "HELLO10", known, asker="address:1")
    assert checkout.claim(basket, known) == own
    assert [each.code for each in checkout.view(own, known).quote.codes] == ["HELLO10", "OTHER"]
