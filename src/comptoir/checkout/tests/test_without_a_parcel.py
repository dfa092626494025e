"""A basket in which nothing travels, and one in which something does."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest

from comptoir.aftersales import facade as aftersales
from comptoir.catalog import facade as catalog
from comptoir.checkout import facade as checkout
from comptoir.checkout.errors import SupplyNotAgreed
from comptoir.checkout.tests.story import CONTACT, filled, levels, placed, wish, written
from comptoir.customers.contracts import Contact
from comptoir.journal import facade as journal
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import ChangeWish
from comptoir.orders.errors import AdditionNotAgreed, OrderMoveRefused
from comptoir.pricing.contracts import Quote

NOWHERE = Contact(email="lea@example.com", name="Léa Martin", country="FR")
STAFF = {"actor": "staff:1"}


def pay(world: SimpleNamespace) -> None:
    while jobs.work_payments(world.now):
        pass


def made(world: SimpleNamespace, product: str, nature: str) -> None:
    catalog.set_nature(world.products[product], nature=nature, origin=world.context.origin(), now=world.now)


def uncounted(world: SimpleNamespace, sku: str) -> None:
    sql.run("DELETE FROM inventory_stocklevel WHERE variant_id = %s", [world.variants[sku]])


def test_a_basket_in_which_nothing_travels_asks_for_no_way_and_no_street(world: SimpleNamespace) -> None:
    made(world, "book", "service")
    uncounted(world, "BOOK")
    basket = checkout.open_basket(world.context)
    checkout.add(basket, world.variants["BOOK"], 2, world.context)
    assert checkout.view(basket, world.context).blockers == ("contact",)
    checkout.prepare(basket, world.context, contact=NOWHERE)
    view = checkout.view(basket, world.context)
    assert (view.blockers, view.travels, view.quote.delivery) == ((), False, Money(0, "EUR"))
    assert view.chosen and view.chosen.kind == "none" and view.at_request
    before = written()
    with pytest.raises(SupplyNotAgreed):
        checkout.place_order(wish(basket, world.context))
    assert written() == before
    opened = checkout.place_order(replace(wish(basket, world.context), supply_agreed=True))
    pay(world)
    order = orders.get(opened.order_id)
    assert order.state == "confirmed" and order.at_request == view.at_request.read("fr")
    assert [(each.kind, each.nature, each.state, each.held) for each in order.shipments] == [
        ("none", "service", "planned", {})
    ]
    with pytest.raises(OrderMoveRefused):
        orders.mark_shipped(order.id, tracking_number="", **STAFF, now=world.now)
    assert orders.supply(order.id, nature="service", **STAFF, now=world.now) == "delivered"
    with pytest.raises(OrderMoveRefused):
        orders.supply(order.id, nature="service", **STAFF, now=world.now)
    done = orders.get(order.id)
    assert (done.state, done.promise.state) == ("delivered", "kept")
    told = [event.name for event in journal.timeline("order", order.id)]
    assert {"Order Supply Agreed", "Order Line Supplied", "Order Delivered"} <= set(told)


def test_a_mixed_basket_pays_for_the_parcel_alone_and_ends_with_its_last_part(world: SimpleNamespace) -> None:
    alone = checkout.view(filled(world, "BOWL-BLUE"), world.context)
    made(world, "book", "digital")
    before = levels(world, "BOOK")
    basket = filled(world, "BOWL-BLUE", "BOOK")
    view = checkout.view(basket, world.context)
    assert view.quote.delivery == alone.quote.delivery and view.travels
    opened = checkout.place_order(replace(wish(basket, world.context), supply_agreed=True))
    pay(world)
    assert levels(world, "BOOK") != before, "what the merchant counts is held"
    order = orders.get(opened.order_id)
    assert [(each.kind, each.nature) for each in order.shipments] == [("ship", "goods"), ("none", "digital")]
    assert orders.supply(order.id, nature="digital", **STAFF, now=world.now) == "partly_delivered"
    assert orders.get(order.id).promise.state == "made", "the day that was promised is the parcel's"
    parcel = order.shipments[0].id
    orders.mark_shipped(order.id, tracking_number="", **STAFF, now=world.now)
    assert orders.mark_delivered(order.id, shipment_id=parcel, **STAFF, now=world.now) == "delivered"
    assert orders.get(order.id).promise.state == "kept"
    assert sum(on_hand for on_hand, _reserved in levels(world, "BOOK").values()) == (
        sum(on_hand for on_hand, _reserved in before.values()) - 1
    )


def test_what_is_supplied_at_once_wants_the_express_request_of_its_own_order(world: SimpleNamespace) -> None:
    made(world, "book", "digital")
    made(world, "bowl", "service")
    said = {**STAFF, "now": world.now}
    basket = filled(world, "BOOK", "THROW")
    opened = checkout.place_order(replace(wish(basket, world.context), supply_agreed=True))
    plain = placed(world, "THROW")
    pay(world)
    before = written()
    for order_id, sku in ((opened.order_id, "BOWL-BLUE"), (plain.order_id, "BOOK")):
        with pytest.raises(AdditionNotAgreed):
            orders.preview_change(order_id, ChangeWish(added=[(world.variants[sku], 1)]), **said)
    assert written() == before
    more = ChangeWish(added=[(world.variants["BOOK"], 1)])
    assert orders.preview_change(opened.order_id, more, **said).difference, "of what was asked for there may be more"
    orders.supply(opened.order_id, nature="digital", **said)
    order = orders.get(opened.order_id)
    book = [line.sku for line in order.lines].index("BOOK")
    assert aftersales.right(order, world.now).lines[book].is_lost
    unasked = replace(order, id=plain.order_id)  # the same lines in an order without the request
    assert not aftersales.right(unasked, world.now).lines[book].is_lost


def test_a_file_is_taxed_where_its_buyer_is_though_the_rest_is_collected(world: SimpleNamespace) -> None:
    made(world, "book", "digital")
    basket = filled(world, "BOWL-OCHRE", "BOOK", delivery="collect@paris-11")
    french = rates(checkout.view(basket, world.context).quote)
    belgian = replace(CONTACT, country="BE", postcode="1000", city="Bruxelles")
    checkout.prepare(basket, world.context, contact=belgian)
    view = checkout.view(basket, world.context)
    assert view.chosen and view.chosen.kind == "collect"
    bowl, book = world.variants["BOWL-OCHRE"], world.variants["BOOK"]
    assert (french[bowl], french[book]) == (2000, 550)
    assert rates(view.quote) == {bowl: 2000, book: 600}, "handed over in France, and used in Belgium"
    opened = checkout.place_order(replace(wish(basket, world.context), supply_agreed=True))
    lines = {line.variant_id: line.vat_rate_bp for line in orders.get(opened.order_id).lines if line.variant_id}
    assert lines == rates(view.quote)
    pay(world)
    home = ChangeWish(contact=CONTACT)
    before = orders.preview_change(opened.order_id, home, actor="staff:1", now=world.now)
    assert {line.variant_id: line.vat_rate_bp for line in before.lines if line.variant_id} == french


def rates(quote: Quote) -> dict[UUID, int]:
    return {line.variant_id: line.vat_rate_bp for line in quote.lines if line.variant_id}
