"""The funnel over the lake: in order, in time, by person and not by device, with the facts that no device tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent.contracts import BANNER, Given, Subject
from comptoir.insights import campaigns
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Brought, Period, Reached, Stop
from comptoir.insights.lake import export, people
from comptoir.insights.lake.kept import kept
from comptoir.insights.tests.map_of import said
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin, Word
from comptoir.journal.vocabulary.checkout import CheckoutRefused, CheckoutStepViewed, ProductAdded
from comptoir.journal.vocabulary.collector import ActivityCounted, EventTracked, PageViewed
from comptoir.journal.vocabulary.orders import OrderConfirmed, OrderPlaced
from comptoir.journal.vocabulary.payments import PaymentRefused, PaymentRequested
from comptoir.journal.vocabulary.storefront import PagesCounted, VisitsCounted
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.orders.contracts import BuyerHistory
from comptoir.profiles import facade as profiles
from comptoir.segments.rules.evaluating import Moment, Person, holds
from comptoir.segments.rules.reading import read
from comptoir.segments.rules.resolving import resolve

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
    one, two = str(UUID(int=1)), str(UUID(int=2))
    people.write(said([("visitor", "phone", one), ("visitor", "laptop", one), ("visitor", "looks", two)]))
    assert insights.funnel(insights.PATH, MAY, END).people == (5, 4, 3, 3, 3, 2, 2, 1)
    by_device = insights.funnel(insights.PATH, MAY, END, by="device").groups
    assert by_device == {"phone": (4, 4, 3, 3, 3, 2, 2, 1), "desktop": (1, 0, 0, 0, 0, 0, 0, 0)}
    assert insights.funnel(insights.PATH, MAY, END, by="channel").groups["app"][:2] == (1, 0)
    assert insights.funnel(insights.PATH, MAY, END, by="known").groups["known"] == (1,) * 8
    with_nobody = insights.who_left(insights.PATH, MAY, END, step="product", purpose="marketing")
    assert (with_nobody.people, with_nobody.hidden) == ((), 1), "one person looked at pages alone, and allows nothing"
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
    assert found.covered is None, "pages alone say nothing of visits"
    tell(ActivityCounted(**counted, activity="visit", device="phone", times=1), MAY, None)
    tell(VisitsCounted(count_id=uuid7(), minute=MAY, device="phone", times=2), MAY, None)
    insights.fill_lake(END)
    assert insights.visits(MAY, END).covered == 0.25


def test_who_stands_behind_a_figure_is_told_as_far_as_they_allow_it(lake: None) -> None:
    for visitor in ("yes", "no", "far"):
        visit(visitor, MAY, product=visitor == "far")
    basket, number = uuid4(), uuid7()
    for visitor in ("yes", "no"):
        tell(CheckoutRefused(basket_id=basket, step="buyer", refusal_code="invalid_email"), MAY + HOUR, visitor)
    tell(placed(number, basket), MAY + HOUR, "far")
    request = uuid7()
    tell(PaymentRequested(request_id=request, order_id=number, kind="card", tender="test_card", amount_minor=100,
                          currency="EUR"), MAY + HOUR, None)  # fmt: skip
    for _ in range(2):
        tell(PaymentRefused(request_id=request, order_id=number, refusal_code="card_declined"), MAY + HOUR, None)
    while journal.deliver_round(profiles.BEHAVIOUR, now=END) + journal.deliver_round(profiles.SERVICE, now=END):
        pass
    origin = Origin(actor="visitor", channel="web", correlation=uuid7())
    consent.choose_many([
        Given(subject=Subject("visitor", visitor), purposes=frozenset(granted), means=BANNER, origin=origin, at=MAY)
        for visitor, granted in (("yes", ("marketing",)), ("no", ()), ("far", ("marketing",)))
    ])  # fmt: skip
    insights.fill_lake(END)
    them = profiles.person_of("visitor", "yes")

    found = insights.who_left(insights.PATH, MAY, END, step="product", purpose="marketing")
    assert (found.people, found.hidden) == ((them,), 1)
    stop = Stop("buyer", "refused", "invalid_email")
    assert insights.who_left(insights.PATH, MAY, END, step="", purpose="marketing", stop=stop) == found
    nobody = Stop("buyer", "refused", "sold_out")
    assert insights.who_left(insights.PATH, MAY, END, step="", purpose="marketing", stop=nobody).hidden == 0
    for wrong in ({"step": "visit", "purpose": "marketing"}, {"step": "product", "purpose": "service"}):
        with pytest.raises(Invalid):
            insights.who_left(insights.PATH, MAY, END, **wrong)
    def reached(step: str, by: str = "", group: str = "", purpose: str = "marketing") -> tuple[int, int]:
        asked = Reached(step, by, group)
        told = insights.who_reached(insights.PATH, MAY, END, reached=asked, purpose=purpose)
        return len(told.people), told.hidden

    assert (reached("visit"), reached("product"), reached("order")) == ((2, 1), (1, 0), (0, 0))
    assert reached("visit", "device", "phone") == (2, 1) and reached("visit", "device", "desktop") == (0, 0)
    assert reached("visit", "known", "new") == (2, 1) and reached("visit", "known", "known") == (0, 0)
    assert reached("visit", purpose="measurement") == (0, 3), "each purpose is asked for on its own"
    for wrong in (("nowhere", "", "", "marketing"), ("visit", "age", "", "marketing"), ("visit", "", "", "service")):
        with pytest.raises(Invalid):
            reached(*wrong)
    (refused,) = insights.refused_orders(MAY, END, means="test_card", reason="card_declined")
    for paid, found_orders in ((False, (refused,)), (True, ())):
        asked = {"means": "test_card", "reason": "card_declined", "paid_after": paid}
        assert insights.refused_orders(MAY, END, **asked) == found_orders
    assert (refused.order_id, refused.times, refused.paid_after) == (number, 2, False)
    assert insights.refused_orders(MAY, END, means="cheque", reason="card_declined") == ()
    staff = Origin(actor="staff:1", channel="backoffice", correlation=uuid7())
    insights.export_leavers(MAY, END, step="product", purpose="marketing", stop=None, origin=staff, now=END)
    (kept,) = journal.timeline("figure", "funnel")
    assert kept.payload["people"] == 1 and kept.payload["purpose"] == "marketing"


def test_a_row_of_first_campaigns_leads_to_its_buyers_as_far_as_they_allow_it(
    lake: None, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three buyers; the campaign of two was seen, one of them allows nothing any more, and one is not in the map."""
    customers = [uuid7() for _ in range(3)]
    days = (MAY.date(), MAY.date() - timedelta(days=60), MAY.date())
    buyers = [BuyerHistory(each, (day,), (100,), "web") for each, day in zip(customers, days, strict=True)]
    monkeypatch.setattr(orders, "buyers", lambda market, until: iter(buyers))
    seen = {customers[0]: "letter / email / spring", customers[1]: "letter / email / spring"}
    monkeypatch.setattr(campaigns, "first_campaigns", lambda until: seen)
    origin = Origin(actor="visitor", channel="web", correlation=uuid7())
    persons = []
    for number, customer in enumerate(customers[:2]):
        visit(f"v{number}", MAY)
        tell(PageViewed(visitor_id=f"v{number}", message_id=str(uuid4()), device="phone"), MAY, f"v{number}",
             f"customer:{customer}")  # fmt: skip
        consent.choose_many([
            Given(subject=Subject("visitor", f"v{number}"), purposes=frozenset(granted), means=BANNER, origin=origin,
                  at=MAY)
            for granted in [("measurement",)]
        ])  # fmt: skip
    while journal.deliver_round(profiles.BEHAVIOUR, now=END) + journal.deliver_round(profiles.SERVICE, now=END):
        pass
    persons = [str(profiles.person_of("visitor", f"v{number}")) for number in range(2)]
    people.write(said([("customer", str(c), p) for c, p in zip(customers[:2], persons, strict=True)]))
    day = Period(since=MAY.date(), until=MAY.date())

    def brought(campaign: str, *, new: bool = False, purpose: str = "measurement") -> tuple[list[str], int]:
        told = insights.who_was_brought("fr", day, brought=Brought(campaign, new), purpose=purpose)
        return [str(each) for each in told.people], told.hidden

    letter = "letter / email / spring"
    assert brought(letter) == (sorted(persons), 0) and brought(letter, new=True) == ([persons[0]], 0)
    assert brought("") == ([], 1) and brought("another") == ([], 0)
    assert brought(letter, purpose="marketing") == ([], 2)
    with pytest.raises(Invalid):
        brought(letter, purpose="service")
    consent.choose_many([
        Given(subject=Subject("visitor", "v1"), purposes=frozenset(), means=BANNER, origin=origin, at=MAY + HOUR)
    ])
    assert brought(letter) == ([persons[0]], 1), "who takes it back is told of no more"
    staff = Origin(actor="staff:1", channel="backoffice", correlation=uuid7())
    insights.export_behind(Brought(letter), "fr", day, purpose="measurement", origin=staff, now=END)
    (kept,) = journal.timeline("figure", "retention")
    assert (kept.payload["people"], kept.payload["row"], kept.payload["group"]) == (1, letter, "")


def test_leaving_as_a_rule_holds_of_who_left() -> None:
    hour = MAY - HOUR
    came = Moment(at=hour, name="Checkout Step Viewed", payload={"step": "checkout"})
    on = Moment(at=hour, name="Checkout Step Completed", payload={"step": "delivery"})
    other = Moment(at=hour, name="Checkout Step Viewed", payload={"step": "basket"})
    rule = resolve(read(insights.left_as_rule(insights.PATH, "delivery", 7)), {})
    held = [holds(rule, Person(moments=each), MAY) for each in ((came,), (came, on), (other,), ())]
    assert held == [True, False, False, False]
    stopped = resolve(read(insights.stopped_as_rule(Stop("buyer", "refused", "invalid_email"), 7)), {})
    refused = Moment(at=hour, name="Checkout Refused", payload={"step": "buyer", "refusal_code": "invalid_email"})
    assert holds(stopped, Person(moments=(refused,)), MAY) and not holds(stopped, Person(moments=(came,)), MAY)


def test_what_was_counted_is_counted_again_only_after_a_change_of_its_files(lake: None) -> None:
    visit("early", MAY)
    insights.fill_lake(END)
    day, counts = MAY.date(), list[int]()

    def count(since: date | None = day) -> int:
        def one_more() -> int:
            counts.append(1)
            return len(counts)

        return kept(("test",), since, day, one_more)

    assert (count(), count()) == (1, 1)
    insights.fill_lake(END + HOUR)
    assert count() == 1, "nothing came, so nothing is counted"
    assert insights.way(MAY, END).table.people[0] == 1
    visit("late", MAY + HOUR)
    insights.fill_lake(END + 2 * HOUR)
    assert count() == 2 and insights.way(MAY, END).table.people[0] == 2
    people.write(said([("visitor", "early", "one"), ("visitor", "late", "one")]))
    assert count() == 3 and insights.way(MAY, END).table.people[0] == 1
    people.write(said([("visitor", "late", "one"), ("visitor", "early", "one")]))
    assert count() == 3
