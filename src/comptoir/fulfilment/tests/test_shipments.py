"""What is planned, sent and handed over, and what that does to the promise."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import transaction

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import ShipmentInfo
from comptoir.fulfilment.errors import ShipmentMoveRefused
from comptoir.fulfilment.rules import MOVES
from comptoir.fulfilment.tests.shop import NOW, ORIGIN, Shop, open_shop, promise_of, wanted, words
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound

SECOND = timedelta(seconds=1)


@pytest.fixture
def shop(world: SimpleNamespace) -> Shop:
    return open_shop(world)


def place(shop: Shop, code: str) -> tuple[UUID, ShipmentInfo]:
    order, (shipment,) = shop.place(wanted((shop.variant(warehouse=2, shop=2), 2)), code)
    return order, shipment


def split(shop: Shop) -> tuple[UUID, tuple[ShipmentInfo, ...]]:
    request = wanted((shop.variant(warehouse=1), 1), (shop.variant(shop=1), 1))
    return shop.place(request, "home")


def test_an_order_is_promised_and_planned_place_by_place(shop: Shop) -> None:
    order, shipments = split(shop)
    promise = promise_of(order)
    assert (promise.kind, promise.state, promise.terms["method"]) == ("delivery", "made", "home")
    assert {shipment.location.code for shipment in shipments} == {"entrepot", "paris-11"}
    assert {shipment.promised_by for shipment in shipments} == {promise.due}
    assert [(s.state, s.carrier, s.tracking_address, len(s.lines)) for s in shipments] == [
        ("planned", "La Poste", "", 1)
    ] * 2
    assert words()[-3:] == ["Promise Made", "Shipment Planned", "Shipment Planned"]


def test_a_parcel_that_arrives_by_its_date_keeps_the_promise(shop: Shop) -> None:
    order, parcel = place(shop, "home")
    shop.ship(parcel)
    (sent,) = fulfilment.shipments(order)
    assert (sent.state, sent.tracking_number, sent.shipped_at) == ("shipped", "6A123", NOW)
    assert sent.tracking_address.endswith("code=6A123")
    shop.deliver(parcel, promise_of(order).due)
    promise = promise_of(order)
    assert promise.state == "kept"
    assert promise.evidence["shipment_id"] == str(parcel.id)
    assert words()[-3:] == ["Shipment Shipped", "Shipment Delivered", "Promise Kept"]


def test_a_parcel_that_arrives_a_second_late_breaks_the_promise(shop: Shop) -> None:
    order, parcel = place(shop, "home")
    shop.ship(parcel)
    shop.deliver(parcel, promise_of(order).due + SECOND)
    assert promise_of(order).state == "broken"
    assert words()[-1] == "Promise Broken"


def test_what_the_carrier_says_later_counts_from_when_it_happened(shop: Shop) -> None:
    order, parcel = place(shop, "home")
    shop.ship(parcel)
    due = promise_of(order).due
    with pytest.raises(Invalid):
        shop.deliver(parcel, due, at=due + SECOND)
    shop.deliver(parcel, due + timedelta(days=1), at=due)
    assert promise_of(order).state == "kept"


def test_two_parcels_keep_their_promise_only_together(shop: Shop) -> None:
    order, (first, second) = split(shop)
    shop.ship(first)
    shop.ship(second)
    shop.deliver(first, NOW)
    assert promise_of(order).state == "made"
    shop.deliver(second, NOW)
    assert promise_of(order).state == "kept"


def test_one_late_parcel_of_two_breaks_the_promise_once(shop: Shop) -> None:
    order, (first, second) = split(shop)
    shop.ship(first)
    shop.ship(second)
    late = promise_of(order).due + SECOND
    shop.deliver(first, late)
    shop.deliver(second, late)
    assert promise_of(order).state == "broken"
    assert words().count("Promise Broken") == 1


def test_a_collection_is_kept_when_it_is_ready_however_late_it_is_fetched(shop: Shop) -> None:
    order, parcel = place(shop, "collect@paris-11")
    assert promise_of(order).kind == "collection"
    shop.ready(parcel, promise_of(order).due)
    assert promise_of(order).state == "kept"
    shop.deliver(parcel, NOW + timedelta(days=9))
    assert promise_of(order).state == "kept"
    assert fulfilment.shipments(order)[0].state == "delivered"


def test_a_collection_that_is_not_ready_in_time_is_broken(shop: Shop) -> None:
    order, parcel = place(shop, "collect@paris-11")
    shop.ready(parcel, promise_of(order).due + SECOND)
    assert promise_of(order).state == "broken"


PATHS = {
    "ship": {"planned": [], "preparing": ["preparing"], "shipped": ["shipped"], "delivered": ["shipped", "delivered"]},
    "collect": {"planned": [], "preparing": ["preparing"], "ready": ["ready"], "delivered": ["ready", "delivered"]},
}


@pytest.mark.parametrize("kind", PATHS)
def test_a_shipment_moves_only_as_the_table_says(shop: Shop, kind: str) -> None:
    bowl = shop.variant(warehouse=9, shop=9)
    code = {"ship": "home", "collect": "collect@paris-11"}[kind]
    for state, wanted_state in itertools.product(MOVES[kind], ["ready", "shipped", "delivered", "cancelled"]):
        order, (parcel,) = shop.place(wanted((bowl, 1)), code)
        move = {
            "preparing": partial(shop.prepare, parcel),
            "ready": partial(shop.ready, parcel),
            "shipped": partial(shop.ship, parcel),
            "delivered": partial(shop.deliver, parcel, NOW),
            "cancelled": partial(shop.cancel, order),
        }
        for step in PATHS[kind].get(state, [state]):
            move[step]()
        before, said = fulfilment.shipments(order), words()
        if wanted_state in MOVES[kind][state]:
            move[wanted_state]()
            assert fulfilment.shipments(order)[0].state == wanted_state
            assert f"Shipment {wanted_state.title()}" in words()[len(said) :]
        elif state == wanted_state == "cancelled":
            move[wanted_state]()
            assert words() == said
        else:
            with pytest.raises(ShipmentMoveRefused) as refusal:
                move[wanted_state]()
            assert (refusal.value.data["state"], refusal.value.data["to"]) == (state, wanted_state)
            assert (fulfilment.shipments(order), words()) == (before, said)


def test_nothing_is_cancelled_when_one_parcel_has_left(shop: Shop) -> None:
    order, (first, second) = split(shop)
    shop.ship(first)
    before, said = fulfilment.shipments(order), words()
    with pytest.raises(ShipmentMoveRefused):
        shop.cancel(order)
    assert (fulfilment.shipments(order), words()) == (before, said)


def test_an_order_without_shipments_is_cancelled_in_silence(shop: Shop) -> None:
    before = words()
    shop.cancel(uuid7())
    assert words() == before


def test_bad_tracking_numbers_and_unknown_shipments_change_nothing(shop: Shop) -> None:
    order, parcel = place(shop, "home")
    before, said = fulfilment.shipments(order), words()
    for number, carrier in (("<b>", ""), ("1" * 61, ""), ("6A1", "x" * 61), ("6A1", "a\x00b")):
        with pytest.raises(Invalid):
            shop.ship(parcel, number, carrier)
    with pytest.raises(NotFound), transaction.atomic():
        fulfilment.ready(uuid7(), origin=ORIGIN, now=NOW)
    assert (fulfilment.shipments(order), words()) == (before, said)


def test_an_unknown_method_plans_nothing(shop: Shop) -> None:
    option = fulfilment.promise("home", wanted((shop.variant(warehouse=1), 1)), shop.context)
    order, said = uuid7(), words()
    with pytest.raises(NotFound), transaction.atomic():
        fulfilment.plan([replace(shop.to_serve(order, uuid7(), option), method="drone")], now=NOW)
    assert (fulfilment.shipments(order), words()) == ((), said)
