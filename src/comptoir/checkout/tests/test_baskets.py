"""The one basket of a person, on a real database."""

from dataclasses import replace
from uuid import uuid4

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import FilledBasket
from comptoir.checkout.errors import BasketClosed, BasketFull, BuyerMissing
from comptoir.checkout.tests import story
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.kit import sql
from comptoir.kit.idempotency import IdempotencyConflict, IdempotencyKey
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.orders import facade as orders
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
    assert checkout.count(basket, world.context) == 1
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
    assert checkout.count(basket, world.context) == 0


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
    assert checkout.count(basket, world.context) == 2


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


def test_what_a_person_brings_joins_their_open_basket_once(world):
    context = known(world)
    basket = checkout.open_basket(context)
    checkout.add(basket, world.variants["BOOK"], 3, context)
    book, other = world.variants["BOOK"], world.variants["BOWL-OCHRE"]
    brought = FilledBasket(lines=((book, 1), (other, 1), (other, 1)))
    key = IdempotencyKey.of(actor="them", endpoint="fill", key="a-key-of-theirs", request=1)
    for _ in range(2):
        assert checkout.fill_basket(brought, context, idempotency_key=key) == basket
        checkout.set_quantity(basket, other, 2, context)
    assert pieces(basket, context) == {"BOOK": 3, "BOWL-OCHRE": 2}
    assert checkout.view(basket, context).version == 5


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
    basket = story.filled(world, "THROW", delivery="collect@paris-11")  # the shop has none
    view = checkout.view(basket, world.context)
    assert [n.code for n in view.notices] == ["delivery_changed"] and "delivery" in view.blockers


@pytest.mark.parametrize(
    "said",
    [
        {"delivery": "collect@nowhere"}, {"delivery": "collect@" + "x" * 300}, {"delivery": "home@paris-11"},
        {"delivery": "by-balloon"}, {"country": "CH"}, {"country": "\x00"}, {"postcode": "75\x00001"},
        {"postcode": "7" * 300},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(world, said):
    basket = story.filled(world, "BOOK")
    before = checkout.view(basket, world.context)
    with pytest.raises(Invalid):
        checkout.prepare(basket, world.context, **said)
    assert checkout.view(basket, world.context) == before


def test_what_was_priced_for_one_place_cannot_go_to_another(world):
    basket = story.filled(world, "THROW")
    overseas = replace(story.CONTACT, postcode="97400", city="Saint-Denis")
    checkout.prepare(basket, world.context, contact=overseas)
    dear = checkout.view(basket, world.context).chosen.charge
    checkout.prepare(basket, world.context, delivery="home", country="FR", postcode="75001")
    view = checkout.view(basket, world.context)
    assert view.chosen.charge < dear and "contact" in view.blockers
    with pytest.raises(BuyerMissing):
        checkout.place_order(story.wish(basket, world.context))


def test_an_address_without_a_town_is_not_enough_to_deliver(world):
    basket = story.filled(world, "BOOK", delivery="collect@paris-11")
    partly = replace(story.CONTACT, postcode="", city="")
    checkout.prepare(basket, world.context, contact=partly)
    checkout.prepare(basket, world.context, delivery="home")
    assert "address" in checkout.view(basket, world.context).blockers


def test_the_vat_of_a_collection_is_the_shop_s(world):
    basket = story.filled(world, "THROW", "BOOK", delivery="home")
    german = replace(story.CONTACT, country="DE", postcode="10115", city="Berlin")
    checkout.prepare(basket, world.context, contact=german)
    assert {part.rate_bp for part in checkout.view(basket, world.context).quote.vat_parts} == {1900, 700}
    checkout.set_quantity(basket, world.variants["THROW"], 0, world.context)
    checkout.prepare(basket, world.context, delivery="collect@paris-11")
    assert {part.rate_bp for part in checkout.view(basket, world.context).quote.vat_parts} == {550}


def test_a_repeat_after_the_basket_closed_gets_the_answer_of_the_first_time(world):
    basket = story.filled(world, "BOOK")
    key = IdempotencyKey.of(actor="guest", endpoint="add", key="key-00000001", request=1)
    assert checkout.add(basket, world.variants["BOOK"], 1, world.context, idempotency_key=key) == 2
    checkout.place_order(story.wish(basket, world.context))
    assert checkout.add(basket, world.variants["BOOK"], 1, world.context, idempotency_key=key) == 2


def test_an_order_belongs_to_who_is_logged_in_whatever_e_mail_is_typed(world):
    context = known(world)
    basket = checkout.open_basket(context)
    checkout.add(basket, world.variants["BOOK"], 1, context)
    checkout.prepare(basket, context, contact=story.CONTACT, delivery="home")
    opened = checkout.place_order(story.wish(basket, context))
    found = orders.find(orders.OrderFilter(customer_id=context.customer_id))
    assert [row.id for row in found.items] == [opened.order_id]
