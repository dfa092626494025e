"""Saved for later, shared by link, as the last time: beside the basket, and never in its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.commands.save_for_later import SAVED
from comptoir.checkout.contracts import Again
from comptoir.checkout.errors import BasketClosed, BasketEmpty, BasketFull, NothingBefore
from comptoir.checkout.tests import story
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyConflict, IdempotencyKey
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.payments.contracts import Tender

ADDED = """
SELECT payload -> 'quantity' FROM journal_event WHERE name = 'Product Added' AND payload ->> 'basket_id' = %s
ORDER BY position
"""


@pytest.fixture
def shopper(world: SimpleNamespace) -> SimpleNamespace:
    context = world.context
    basket_id = checkout.open_basket(context)
    bowl, book = world.variants["BOWL-OCHRE"], world.variants["BOOK"]
    checkout.add(basket_id, bowl, 2, context)
    checkout.add(basket_id, book, 1, context)
    return SimpleNamespace(context=context, basket=basket_id, bowl=bowl, book=book)


def lines(shopper: SimpleNamespace) -> dict[object, int]:
    return {line.item.variant_id: line.quantity for line in checkout.view(shopper.basket, shopper.context).lines}


def saved(shopper: SimpleNamespace) -> dict[object, int]:
    return {line.item.variant_id: line.quantity for line in checkout.saved(shopper.basket, shopper.context)}


def test_a_line_is_saved_put_back_and_forgotten(shopper: SimpleNamespace) -> None:
    key = IdempotencyKey.of(actor="guest", endpoint="save", key="a key of mine", request=1)
    for _ in range(2):
        checkout.save_for_later(shopper.basket, shopper.bowl, shopper.context, idempotency_key=key)
    assert (lines(shopper), saved(shopper)) == ({shopper.book: 1}, {shopper.bowl: 2})
    with pytest.raises(IdempotencyConflict):
        checkout.save_for_later(
            shopper.basket, shopper.book, shopper.context, idempotency_key=replace(key, request_hash=b"other")
        )
    checkout.add(shopper.basket, shopper.bowl, 1, shopper.context)
    checkout.put_back(shopper.basket, shopper.bowl, shopper.context)
    assert (lines(shopper), saved(shopper)) == ({shopper.book: 1, shopper.bowl: 3}, {})
    checkout.save_for_later(shopper.basket, shopper.book, shopper.context)
    checkout.forget_saved(shopper.basket, shopper.book, shopper.context)
    assert saved(shopper) == {}
    for verb in (checkout.put_back, checkout.forget_saved, checkout.save_for_later):
        with pytest.raises(NotFound):
            verb(shopper.basket, uuid4(), shopper.context)
    assert lines(shopper) == {shopper.bowl: 3}


def test_what_is_saved_outlives_the_order(world: SimpleNamespace, shopper: SimpleNamespace) -> None:
    checkout.save_for_later(shopper.basket, shopper.book, shopper.context)
    assert checkout.carry_saved(shopper.basket, shopper.context) is None  # still open: nothing moves
    _order(shopper.basket, shopper.context)
    fresh = checkout.carry_saved(shopper.basket, shopper.context)
    assert fresh and fresh != shopper.basket
    assert [line.item.variant_id for line in checkout.saved(fresh, shopper.context)] == [shopper.book]
    assert checkout.carry_saved(shopper.basket, shopper.context) is None
    with pytest.raises(BasketClosed):
        checkout.save_for_later(shopper.basket, shopper.bowl, shopper.context)


def test_what_a_guest_saved_joins_the_list_of_the_person(world: SimpleNamespace, shopper: SimpleNamespace) -> None:
    person = replace(shopper.context, customer_id=_customer(world))
    own = checkout.open_basket(person)
    checkout.save_for_later(shopper.basket, shopper.book, shopper.context)
    assert checkout.claim(shopper.basket, person) == own
    assert [line.item.variant_id for line in checkout.saved(own, person)] == [shopper.book]
    with pytest.raises(NotFound):
        checkout.saved(own, shopper.context)


def test_a_shared_basket_shows_goods_and_is_taken_once_however_often(
    world: SimpleNamespace, shopper: SimpleNamespace
) -> None:
    made = checkout.share(shopper.basket, shopper.context)
    shown = checkout.read_shared(made.token, shopper.context)
    assert [(line.item.variant_id, line.quantity) for line in shown.lines] == [(shopper.bowl, 2), (shopper.book, 1)]
    friend = checkout.open_basket(shopper.context)
    checkout.add(friend, shopper.bowl, 1, shopper.context)
    for _ in range(2):
        assert checkout.take_shared(made.token, friend, shopper.context) == 2
    assert {line.item.variant_id: line.quantity for line in checkout.view(friend, shopper.context).lines} == {
        shopper.bowl: 2, shopper.book: 1,
    }  # fmt: skip
    checkout.set_quantity(shopper.basket, shopper.bowl, 9, shopper.context)
    assert checkout.read_shared(made.token, shopper.context).lines[0].quantity == 2


def test_what_was_ordered_is_put_in_again_once_however_often(
    world: SimpleNamespace, shopper: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = replace(shopper.context, purposes=frozenset({"measurement"}))
    order = _order(shopper.basket, shopper.context)
    mine = checkout.open_basket(context)
    checkout.add(mine, shopper.book, 3, context)
    key = IdempotencyKey.of(actor="guest", endpoint="again", key="a key of mine", request=1)
    for _ in range(2):
        assert checkout.order_again(order, mine, context, idempotency_key=key) == Again(lines=2, left_out=0)
    assert checkout.order_again(order, mine, context).lines == 2
    pieces = {line.item.variant_id: line.quantity for line in checkout.view(mine, context).lines}
    assert pieces == {shopper.book: 3, shopper.bowl: 2}
    assert [row[0] for row in sql.rows(ADDED, [str(mine)])] == [3, 2], "it says what it raised, once"
    monkeypatch.setattr("comptoir.checkout.rules.MOST_LINES", 1)
    before = checkout.view(mine, context).version
    with pytest.raises(BasketFull):
        checkout.order_again(order, mine, context)
    with pytest.raises(BasketClosed):
        checkout.order_again(order, shopper.basket, shopper.context)
    assert checkout.view(mine, context).version == before


def test_a_link_that_is_wrong_or_old_shows_nothing(shopper: SimpleNamespace) -> None:
    made = checkout.share(shopper.basket, shopper.context)
    late = replace(shopper.context, now=shopper.context.now + timedelta(days=31))
    for token, context in (("x" * 43, shopper.context), (made.token, late)):
        with pytest.raises(NotFound):
            checkout.read_shared(token, context)
    assert checkout.forget_shared(shopper.context.now) == 0
    assert checkout.forget_shared(late.now) == 1
    with pytest.raises(BasketEmpty):
        checkout.share(checkout.open_basket(shopper.context), shopper.context)


def test_express_fills_in_what_the_last_order_had(world: SimpleNamespace, shopper: SimpleNamespace) -> None:
    person = replace(shopper.context, customer_id=_customer(world))
    assert not checkout.knows_before(person)
    with pytest.raises(NothingBefore):
        checkout.express(checkout.open_basket(person), person)
    first = checkout.open_basket(person)
    checkout.add(first, shopper.bowl, 1, person)
    _order(first, person)
    again = checkout.open_basket(person)
    checkout.add(again, shopper.book, 1, person)
    assert checkout.knows_before(person) and not checkout.knows_before(shopper.context)
    assert checkout.express(again, person) == Tender(kind="test_card", token="tok_success")
    view = checkout.view(again, person)
    assert isinstance(view.contact, Contact) and view.delivery_is_chosen and view.blockers == ()


def test_nobody_fills_in_an_address_at_another_persons_e_mail(world: SimpleNamespace, shopper: SimpleNamespace) -> None:
    person = replace(shopper.context, customer_id=_customer(world))
    _order(shopper.basket, shopper.context, replace(story.CONTACT, email=next(iter(world.accounts))))
    assert not checkout.knows_before(person) and checkout.addresses(person) == []


def test_a_list_is_bounded(shopper: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comptoir.checkout.rules.MOST_LINES", 1)
    checkout.save_for_later(shopper.basket, shopper.book, shopper.context)
    with pytest.raises(BasketFull):
        checkout.save_for_later(shopper.basket, shopper.bowl, shopper.context)
    assert len(sql.rows(SAVED, [shopper.basket])) == 1


def _order(basket_id: UUID, context: ShopperContext, contact: Contact = story.CONTACT) -> UUID:
    checkout.prepare(basket_id, context, contact=contact, delivery="home")
    return checkout.place_order(story.wish(basket_id, context)).order_id


def _customer(world: SimpleNamespace) -> UUID:
    email, account_id = next(iter(world.accounts.items()))
    return customers.join_account(account_id, email=email, locale="fr", now=world.now)
