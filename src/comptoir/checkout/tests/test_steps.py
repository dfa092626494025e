"""With consent each act before the order is an event of the basket; without, it is counted and tied to nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from comptoir.checkout import facade as checkout
from comptoir.checkout import steps
from comptoir.checkout.errors import PriceChanged
from comptoir.checkout.tests import story
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.org.contracts import ShopperContext


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    steps._counts.clear()
    steps._since.clear()
    yield
    steps._counts.clear()


def events(lane: str) -> list[tuple[str, dict[str, object]]]:
    found = sql.rows("SELECT name, payload FROM journal_event WHERE lane = %s ORDER BY position", [lane])
    return [(name, payload) for name, payload in found]


def walk(world: SimpleNamespace, context: ShopperContext) -> UUID:
    """Into the basket, out, to the checkout, refused."""
    basket_id = checkout.open_basket(context)
    checkout.add(basket_id, world.variants["BOWL-OCHRE"], 2, context)
    checkout.set_quantity(basket_id, world.variants["BOWL-OCHRE"], 1, context)
    checkout.viewed(basket_id, "checkout", context)
    checkout.prepare(basket_id, context, contact=story.CONTACT, delivery="home")
    checkout.completed(basket_id, "buyer", context)
    checkout.hesitated(basket_id, "delivery", context)
    with pytest.raises(PriceChanged) as refusal:
        checkout.place_order(replace(story.wish(basket_id, context), shown_total=Money(1, "EUR")))
    checkout.refused(basket_id, "order", refusal.value.code, context)
    return basket_id


def test_with_consent_an_abandoned_basket_is_recognised_by_its_events(world: SimpleNamespace) -> None:
    context = replace(world.context, purposes=frozenset({"measurement"}))
    basket_id = walk(world, context)
    told = events("behaviour")
    assert [name for name, _payload in told] == [
        "Product Added", "Product Removed", "Checkout Step Viewed", "Checkout Step Completed", "Checkout Hesitated",
        "Checkout Refused",
    ]  # fmt: skip
    assert {payload["basket_id"] for _name, payload in told} == {str(basket_id)}
    assert told[-1][1]["refusal_code"] == "price_changed"
    assert steps.flush() == 0
    placed = sql.rows("SELECT 1 FROM journal_event WHERE name = 'Order Placed'")
    assert placed == []  # steps, and no order: abandoned


def test_without_consent_it_is_counted_and_nobody_is_in_it(world: SimpleNamespace) -> None:
    basket_id = walk(world, world.context)
    walk(world, world.context)
    assert (events("behaviour"), events("exempt")) == ([], [])
    assert steps.flush() == 6
    counted = {
        (told["step"], told["outcome"], told["refusal_code"]): told["times"] for _name, told in events("exempt")
    }
    assert counted == {
        ("basket", "added", ""): 2, ("basket", "removed", ""): 2, ("checkout", "viewed", ""): 2,
        ("buyer", "completed", ""): 2, ("delivery", "hesitated", ""): 2, ("order", "refused", "price_changed"): 2,
    }  # fmt: skip
    rows = sql.rows("SELECT row_to_json(e)::text FROM journal_event e WHERE lane = 'exempt'")
    assert not any(str(basket_id) in text for (text,) in rows)
    assert all(json.loads(text)["person_key"] is None for (text,) in rows)


def test_counts_are_written_by_use_after_a_few_seconds(world: SimpleNamespace) -> None:
    basket_id = checkout.open_basket(world.context)
    checkout.viewed(basket_id, "basket", world.context)
    assert events("exempt") == []
    later = replace(world.context, now=world.context.now + timedelta(seconds=6))
    checkout.viewed(basket_id, "basket", later)
    assert [payload["times"] for _name, payload in events("exempt")] == [2]
