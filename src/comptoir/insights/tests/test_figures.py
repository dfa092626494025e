"""What the figures say of buyers who are made up so that the answer is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.db import transaction

from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.insights import facade as insights
from comptoir.insights.cohorts import by_first_campaign, cohorts, first_channels
from comptoir.insights.contracts import Period
from comptoir.insights.foresight import keep, personas, reckon
from comptoir.insights.foresight.personas import portrait
from comptoir.insights.models import Worth
from comptoir.orders import facade as orders
from comptoir.orders.contracts import BuyerHistory

TODAY = date(2026, 6, 30)


def buyer(*days: date, values: tuple[int, ...] = (), channel: str = "web") -> BuyerHistory:
    return BuyerHistory(uuid4(), days, values or (1000,) * len(days), channel)


def invented(count: int, seed: int = 5) -> list[BuyerHistory]:
    """Buyers as the model says that they are: a rate and a loyalty of their own."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        rate, leaves = chance.gamma(0.9, 1 / 6.0), chance.beta(1.2, 4.0)
        at, days = int(chance.integers(0, 300)), []
        while at < 365:
            days.append(TODAY - timedelta(days=364 - at))
            if chance.random() < leaves:
                break
            at += 1 + int(chance.exponential(1 / rate) * 7)
        worth = tuple(int(v) for v in chance.gamma(6.0, chance.gamma(4.0, 200), len(days)) + 100)
        found.append(buyer(*days, values=worth))
    return found


def test_cohorts_and_first_channels_add_up() -> None:
    buyers = [
        buyer(date(2026, 4, 3), date(2026, 4, 20), date(2026, 6, 1), values=(100, 200, 400)),
        buyer(date(2026, 4, 9), channel="phone"),
        buyer(date(2026, 6, 9)),
        buyer(date(2024, 1, 1)),  # too long ago for a row of its own
    ]
    first, last = cohorts(buyers, TODAY)
    assert (first.month, first.people, first.active) == (date(2026, 4, 1), 2, (2, 0, 1))
    assert first.value == (1300, 1300, 1700)
    assert (last.month, last.people, last.active, last.value) == (date(2026, 6, 1), 1, (1,), (1000,))
    june = Period(since=date(2026, 6, 1), until=TODAY)
    web, phone = first_channels(buyers, june)
    assert (web.name, web.people, web.orders, web.value, web.returning) == ("web", 3, 5, 2700, 1)
    assert phone.people == 1
    assert (web.new, web.new_value, web.new_before, phone.new) == (1, 1000, 0, 0)
    assert first_channels(buyers, Period(since=date(2026, 5, 1), until=date(2026, 5, 30)))[0].new_before == 1
    letter, unknown = by_first_campaign(buyers, {buyers[0].customer_id: "letter / email / spring"}, june)
    assert (unknown.name, unknown.people, letter.name, letter.value) == ("letter / email / spring", 1, "", 3000)


def test_the_back_test_holds_the_future_back_and_beats_the_naive_guess() -> None:
    buyers = invented(600)
    foresight, told = reckon.reckoned(buyers, TODAY)
    test = foresight.back_test
    assert test.foreseen == pytest.approx(test.happened, rel=0.25) and test.error < test.naive_error
    assert sum(p.people for p in foresight.personas) == 600 == len(told)
    assert sum(p.share_of_value for p in foresight.personas) == pytest.approx(1)
    assert min(each.alive for each in told) > 0 and max(each.alive for each in told) <= 1
    held = test.held_from
    known = [BuyerHistory(b.customer_id, d, b.values[: len(d)], "web") for b in buyers
             if (d := tuple(day for day in b.days if day <= held))]  # fmt: skip
    without = [BuyerHistory(b.customer_id, (*b.days, *([TODAY] * 9)), (*b.values, *([1] * 9)), "web") for b in known]
    assert reckon.back_test(without, held, TODAY).foreseen == pytest.approx(test.foreseen)
    assert reckon.reckoned(buyers[:20], TODAY) is None
    then = TODAY - timedelta(days=reckon.BEFORE)
    known = [BuyerHistory(b.customer_id, d, b.values[: len(d)], "web") for b in buyers
             if (d := tuple(day for day in b.days if day <= then))]  # fmt: skip
    that_day, was = reckon.reckoned(known, then)[0], foresight.before
    assert (was.people, was.again, was.alive, was.expected, was.expected_value) == (
        that_day.people, that_day.again, that_day.alive, that_day.expected, that_day.expected_value
    )  # fmt: skip


def test_personas_find_groups_that_are_there() -> None:
    chance = np.random.default_rng(3)
    sizes = (120, 60, 20)
    since = np.concatenate([chance.normal(m, m / 20, n) for m, n in zip((200, 20, 10), sizes, strict=True)])
    count = np.concatenate([chance.normal(m, m / 20, n) for m, n in zip((1, 3, 12), sizes, strict=True)])
    basket = np.concatenate([chance.normal(m, m / 20, n) for m, n in zip((3000, 3000, 20000), sizes, strict=True)])
    found = personas.grouped(since, count, basket)
    assert np.bincount(found.of).tolist() == list(sizes)
    assert portrait(found.middles[0])[:2] == ("days_since:high", "orders:low")
    assert "orders:high" in portrait(found.middles[2]) and "basket:high" in portrait(found.middles[2])


def test_what_is_foreseen_is_kept_once_a_day_and_dropped_with_the_person(world, monkeypatch) -> None:
    buyers = invented(80)
    contact = Contact(email="gone@example.com", name="Zoé", postcode="75011", city="Paris", country="FR")
    with transaction.atomic(durable=True):
        gone = customers.name_buyer(contact, with_address=False, locale="fr", now=world.now).customer_id
        customers.forget(gone)
    buyers[0] = replace(buyers[0], customer_id=gone)
    monkeypatch.setattr(orders, "buyers", lambda market, until: iter(buyers))
    assert insights.foresee(world.now) == 1 and insights.foresee(world.now) == 0
    told = insights.foresight("fr")
    assert told is not None and told.people == 80
    assert Worth.objects.count() == 79 and insights.worth_of("fr", gone) is None, "who was erased is profiled again"
    (first,) = insights.most_valuable("fr", size=1)
    assert insights.worth_of("fr", first.customer_id) == first
    assert keep.drop([str(first.customer_id), "no id"]) == 1
    assert insights.worth_of("fr", UUID(int=1)) is None is insights.worth_of("fr", first.customer_id)
