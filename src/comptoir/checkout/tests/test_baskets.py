"""The one basket of a person, on a real database."""

from uuid import uuid4

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import BasketClosed, BasketFull
from comptoir.checkout.tests import story
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyConflict, IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.project import world as small


def known(world, email="camille@example.com"):
    """The context of a person who logged in."""
    customer_id = customers.join_account(world.accounts[email], email=email, locale="fr", now=world.now)
    return small.context(world.now, customer_id=customer_id)


def pieces(basket_id, context):
    return {line.item.sku: line.quantity for line in checkout.view(basket_id, context).lines}


def test_what_is_put_in_adds_up_and_zero_takes_it_out(world):
    basket = checkout.open_basket(world.context)
    assert checkout.add(basket, world.variants["BOOK"], 2, world.context) == 2
    assert checkout.add(basket, world.variants["BOOK"], 1, world.context) == 3
    assert checkout.set_quantity(basket, world.variants["BOOK"], 1, world.context) == 1
    assert checkout.count(basket) == 1
    checkout.set_quantity(basket, world.variants["BOOK"], 0, world.context)
    assert checkout.view(basket, world.context).blockers == ("empty", "contact", "delivery")


def test_the_total_with_delivery_is_known_before_anything_is_asked(world):
    basket = checkout.open_basket(world.context)
    checkout.add(basket, world.variants["BOOK"], 1, world.context)
    view = checkout.view(basket, world.context)
    assert view.chosen.kind == "ship" and not view.delivery_is_chosen
    assert view.quote.total == view.quote.goods + view.chosen.charge


@pytest.mark.parametrize("quantity", [0, -1, 1000, 2**70])
def test_an_impossible_number_is_refused_and_nothing_changes(world, quantity):
    basket = checkout.open_basket(world.context)
    with pytest.raises(Invalid):
        checkout.add(basket, world.variants["BOOK"], quantity, world.context)
    assert checkout.count(basket) == 0


def test_what_is_not_sold_here_cannot_be_put_in(world):
    basket = checkout.open_basket(world.context)
    with pytest.raises(NotFound):
        checkout.add(basket, uuid4(), 1, world.context)
    with pytest.raises(NotFound):
        checkout.add(uuid4(), world.variants["BOOK"], 1, world.context)


def test_a_full_basket_takes_no_other_line(world):
    basket = checkout.open_basket(world.context)
    sql.run("SET session_replication_role = replica")  # lines of products that do not exist: only their number counts
    sql.run(
        "INSERT INTO checkout_basketline (basket_id, variant_id, quantity, added_at)"
        " SELECT %s, gen_random_uuid(), 1, %s FROM generate_series(1, 200)",
        [basket, world.now],
    )
    sql.run("SET session_replication_role = origin")
    with pytest.raises(BasketFull):
        checkout.add(basket, world.variants["BOOK"], 1, world.context)


def test_the_same_key_adds_once_and_another_body_is_refused(world):
    basket = checkout.open_basket(world.context)

    def add(quantity):
        key = IdempotencyKey.of(actor="guest", endpoint="add", key="key-00000001", request=quantity)
        return checkout.add(basket, world.variants["BOOK"], quantity, world.context, idempotency_key=key)

    assert add(2) == add(2) == 2
    with pytest.raises(IdempotencyConflict):
        add(3)
    assert checkout.count(basket) == 2


def test_a_placed_basket_is_closed(world):
    basket = story.filled(world, "BOOK")
    checkout.place_order(story.wish(basket, world.context))
    with pytest.raises(BasketClosed):
        checkout.add(basket, world.variants["BOOK"], 1, world.context)


def test_a_recognised_person_goes_on_with_one_basket(world):
    context = known(world)
    mine = checkout.open_basket(context)
    assert checkout.open_basket(context) == mine
    checkout.add(mine, world.variants["BOOK"], 1, context)
    checkout.add(mine, world.variants["THROW"], 1, context)
    guest = checkout.open_basket(world.context)
    checkout.add(guest, world.variants["BOOK"], 2, world.context)
    checkout.add(guest, world.variants["BOWL-OCHRE"], 1, world.context)

    assert checkout.claim(guest, context) == mine
    assert pieces(mine, context) == {"BOOK": 2, "THROW": 1, "BOWL-OCHRE": 1}
    assert checkout.claim(guest, context) == mine and pieces(mine, context)["BOOK"] == 2
    with pytest.raises(BasketClosed):
        checkout.add(guest, world.variants["BOOK"], 1, world.context)


def test_a_guest_s_basket_becomes_the_person_s_and_nobody_else_sees_it(world):
    context, guest = known(world), checkout.open_basket(world.context)
    assert checkout.claim(guest, context) == guest
    for stranger in (world.context, known(world, "staff@example.com")):
        with pytest.raises(NotFound):
            checkout.view(guest, stranger)


def test_wrong_fields_are_named_and_nothing_is_kept(world):
    basket = checkout.open_basket(world.context)
    with pytest.raises(Invalid) as refused:
        checkout.prepare(basket, world.context, contact=Contact(email="x", name=""), delivery="home")
    assert set(refused.value.errors) == {"email", "name", "street", "postcode", "city"}
    assert refused.value.field_texts("fr")["name"] == "Merci de remplir ce champ."
    with pytest.raises(Invalid):
        checkout.prepare(basket, world.context, delivery="by-balloon")
    assert checkout.view(basket, world.context).contact is None


def test_a_place_that_cannot_be_reached_is_said_and_refused(world):
    basket = story.filled(world, "BOOK")
    checkout.prepare(basket, world.context, delivery="collect@nowhere")
    view = checkout.view(basket, world.context)
    assert [n.code for n in view.notices] == ["delivery_changed"] and not view.delivery_is_chosen
