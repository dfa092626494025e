"""The life of the demo shop: the same each time, by the public verbs, and the shelves are as before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from comptoir.journal import facade as journal
from comptoir.journal.contracts import NEWS
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.orders import handlers
from comptoir.profiles.hearing import BEHAVIOUR
from comptoir.project import founding
from comptoir.project.demo import crowds, shelves
from comptoir.project.demo.goods import pieces
from comptoir.project.demo.life import live, seasons
from comptoir.project.demo.life.people import people
from comptoir.segments import facade as segments

WANTED = {"bol-matin", "assiette-quotidienne", "pichet-fontaine", "verre-marche", "torchon-lin", "pull-marin"}
MAILED = "SELECT args ->> 'order_id' FROM procrastinate_jobs WHERE task_name = 'orders.mail'"
UNPROVEN = """
SELECT e.visitor FROM journal_behaviour e WHERE e.payload ? 'message_id' AND NOT EXISTS (
    SELECT 1 FROM consent_choice c WHERE (c.subject_kind, c.subject_id) = ('visitor', e.visitor)
    AND c.purpose = 'measurement' AND c.granted AND c.chosen_at <= e.occurred_at)
"""
ALLOWED = """
SELECT subject_kind FROM consent_choice WHERE purpose = 'personalisation' AND granted GROUP BY 1 ORDER BY 1
"""
LOOKED = """
SELECT payload FROM journal_behaviour WHERE payload ->> 'event' = 'Product Viewed'
AND NOT EXISTS (SELECT 1 FROM catalog_category WHERE path = payload -> 'properties' ->> 'category')
"""
AVAILABLE = "SELECT variant_id, location_id, on_hand - reserved FROM inventory_stocklevel ORDER BY 1, 2"


def test_a_day_is_the_same_each_time_and_december_is_fuller_than_august() -> None:
    days = [date(2026, 8, 1) + timedelta(days=n) for n in range(150)]
    visits = {day: seasons.visits(day) for day in days}
    assert visits == {day: seasons.visits(day) for day in days}
    of_month = {month: sum(len(found) for day, found in visits.items() if day.month == month) for month in (8, 12)}
    assert of_month[12] * 31 / 28 > 2 * of_month[8]
    for day, moments in visits.items():
        assert moments == sorted(moments)
        assert all(moment.astimezone(seasons.PARIS).date() == day for moment in moments)
        assert all(moment < seasons.next_handover(moment) for moment in moments)
        assert all(seasons.next_handover(moment).astimezone(seasons.PARIS).weekday() < 5 for moment in moments)


def test_people_are_the_same_each_time_and_nobody_real() -> None:
    aisles = tuple(sorted({piece.aisle for piece in pieces()}))
    found = people(aisles)
    assert len({person.contact.email for person in found}) == len(found)
    assert all(person.contact.email.isascii() and person.contact.email.endswith(".example") for person in found)


@pytest.fixture
def house(world: SimpleNamespace, settings: pytest.FixtureRequest, tmp_path, monkeypatch) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(live, "DAYS", 24)
    now = datetime.combine(date(2026, 12, 20), time(9, 30), UTC)
    goods = tuple(piece for piece in pieces() if piece.code in WANTED)
    monkeypatch.setattr(live, "pieces", lambda: goods)
    shops = [
        founding.open_shop(world.now, code=code, city=city, street="1", postcode=postcode, position=place)
        for place, (code, city, postcode) in enumerate((("lyon-3", "Lyon", "69003"), ("nantes", "Nantes", "44000")), 2)
    ]
    shelves.fill(goods, (world.warehouse, world.shop, *shops), now, now - timedelta(days=40))
    return SimpleNamespace(now=now)


def test_days_are_played_once_by_the_verbs_and_shelves_are_as_before(house: SimpleNamespace) -> None:
    before = sql.rows(AVAILABLE)
    told: list[float] = []
    assert live.live(house.now, told.append) > 20
    assert told == sorted(told) and told[-1] == 1.0
    assert sql.rows(AVAILABLE) == before
    found = orders.find(orders.OrderFilter(), size=200)
    assert found.total > 10
    regular = [row.logged_in for row in found.items if row.email == "camille@example.com"]
    assert regular and all(regular), "who logs in finds orders of theirs, and what they filled in"
    states = {row.state for row in found.items}
    assert "delivered" in states and "pending" not in states
    assert all(house.now - timedelta(days=25) < row.placed_at < house.now for row in found.items)
    late = sql.rows("SELECT count(*) FROM promises_promise WHERE state = 'made' AND due < %s", [house.now])
    assert late[0][0] <= 2  # on its way, and late
    assert set(orders.check_money().values()) == {0}
    assert not sql.rows(UNPROVEN), "a visit was counted of a device that never allowed it"
    assert sql.rows(ALLOWED) == [("customer",), ("visitor",)], "nobody in the demo can be in a segment"
    assert sql.rows(LOOKED) == [], "what was looked at is reported otherwise than by a page of the shop"
    crowds.gather(house.now)
    while journal.deliver_round(BEHAVIOUR, now=house.now) or segments.work(house.now):
        pass
    members = {each.code: segments.counts().get(each.id, 0) for each in segments.listed()}
    assert members["tableware"] > 0
    assert live.live(house.now) == 0
    assert live.live(house.now + timedelta(days=9), most=0) == 0
    assert live.live(house.now + timedelta(days=1)) == len(seasons.visits(house.now.date()))


def test_nobody_is_mailed_about_what_happened_long_ago(house: SimpleNamespace, monkeypatch) -> None:
    live.live(house.now)
    monkeypatch.setattr(handlers.clock, "now", lambda: house.now)
    while journal.deliver_round(handlers.MAIL, now=house.now):
        pass
    mailed = {row[0] for row in sql.rows(MAILED)}
    ages = {str(row.id): house.now - row.placed_at for row in orders.find(orders.OrderFilter(), size=200).items}
    assert {each for each, age in ages.items() if age < NEWS} <= mailed
    assert not {each for each, age in ages.items() if age > NEWS + timedelta(days=6)} & mailed
