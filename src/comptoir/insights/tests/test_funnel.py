"""The funnel over the lake: in order, in time, by person and not by device, with the facts that no device tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from comptoir.insights import facade as insights
from comptoir.insights.lake import export, people
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.checkout import CheckoutRefused, CheckoutStepViewed, ProductAdded
from comptoir.journal.vocabulary.collector import ActivityCounted, EventTracked, PageViewed
from comptoir.journal.vocabulary.orders import OrderConfirmed, OrderPlaced
from comptoir.journal.vocabulary.storefront import PagesCounted
from comptoir.kit.ids import uuid7

MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)
END = MAY + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def lake(database: None, settings: object, tmp_path: Path) -> None:
    settings.LAKE_ROOT = tmp_path / "lake"  # type: ignore[attr-defined]


def tell(word: Word, moment: datetime, visitor: str | None, person: str | None = None, channel: str = "web") -> None:
    with transaction.atomic(durable=True):
        origin = Origin(actor="visitor", channel=channel, correlation=uuid4(), visitor=visitor, person_key=person)
        journal.append(word, origin=origin, occurred_at=moment)


def visit(visitor: str, moment: datetime, *, device: str = "phone", product: bool = True, channel: str = "web") -> None:
    said = {"visitor_id": visitor, "message_id": str(uuid4()), "device": device}
    tell(PageViewed(**said), moment, visitor, channel=channel)
    if product:
        tell(EventTracked(**said, event="Product Viewed"), moment + timedelta(minutes=1), visitor, channel=channel)


def order(visitor: str | None, moment: datetime, *, person: str | None = None, paid: bool = True) -> None:
    basket, order_id = uuid4(), uuid7()
    tell(ProductAdded(basket_id=basket, variant_id=uuid4(), quantity=1), moment, visitor, person)
    tell(CheckoutStepViewed(basket_id=basket, step="checkout"), moment + timedelta(minutes=1), visitor, person)
    tell(placed(order_id, basket), moment + timedelta(minutes=2), visitor, person)
    if paid:  # as the worker says it: of nobody
        tell(OrderConfirmed(order_id=order_id, paid_minor=100), moment + timedelta(minutes=3), None)


def placed(order_id: UUID, basket: UUID) -> OrderPlaced:
    return OrderPlaced(
        order_id=order_id, number="C1", basket_id=basket, customer_id=uuid7(), currency="EUR", goods_minor=100,
        delivery_minor=0, total_minor=100, vat_minor=0, delivery_method="home", promised_by=MAY, lines=[],
    )  # fmt: skip


def test_who_comes_how_far(lake: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS_A_FILE", 3)
    order("buys", MAY - 40 * timedelta(days=1))
    visit("looks", MAY, device="desktop", product=False, channel="app")
    visit("buys", MAY)
    order("buys", MAY + HOUR)
    visit("slow", MAY)
    order("slow", MAY + timedelta(days=7) + HOUR)  # too late
    visit("stops", MAY)
    basket = uuid4()
    tell(ProductAdded(basket_id=basket, variant_id=uuid4(), quantity=1), MAY + HOUR, "stops")
    tell(CheckoutStepViewed(basket_id=basket, step="checkout"), MAY + HOUR, "stops")
    tell(CheckoutRefused(basket_id=basket, step="buyer", refusal_code="invalid_email"), MAY + 2 * HOUR, "stops")
    visit("phone", MAY)  # the same person orders on another device, and is recognised there
    order("laptop", MAY + HOUR, person="customer-1", paid=False)
    visit("later", END + HOUR)
    insights.fill_lake(END)

    found = insights.funnel(insights.PATH, MAY, END)
    assert found.steps == ("visit", "product", "basket", "checkout", "delivery", "buyer", "payment", "order")
    assert found.people == (5, 4, 2, 2, 2, 1, 1, 1)
    people.write([("visitor", "phone", "p1"), ("visitor", "laptop", "p1"), ("visitor", "looks", "p2")])
    assert insights.funnel(insights.PATH, MAY, END).people == (5, 4, 3, 3, 3, 2, 2, 1)
    by_device = insights.funnel(insights.PATH, MAY, END, by="device").groups
    assert by_device == {"phone": (4, 4, 3, 3, 3, 2, 2, 1), "desktop": (1, 0, 0, 0, 0, 0, 0, 0)}
    assert insights.funnel(insights.PATH, MAY, END, by="channel").groups["app"][:2] == (1, 0)
    assert insights.funnel(insights.PATH, MAY, END, by="known").groups["known"] == (1,) * 8
    assert insights.funnel(insights.PATH, MAY - timedelta(days=90), MAY - timedelta(days=80)).people == (0,) * 8


def test_pages_of_nobody_are_those_of_sources_and_of_our_own_shop(lake: None) -> None:
    counted = {"count_id": uuid7(), "minute": MAY, "kind_of_page": "home"}
    tell(ActivityCounted(**counted, activity="page", device="phone", times=3), MAY, None)
    for device, ahead, times in (("phone", False, 5), ("desktop", True, 40), ("bot", False, 200)):
        tell(PagesCounted(**counted, device=device, ahead=ahead, times=times), MAY, None)
    visit("looks", MAY, product=False)
    insights.fill_lake(END)
    found = insights.visits(MAY, END)
    assert (found.visitors, found.pages, found.pages_of_nobody) == (1, 1, 8)
