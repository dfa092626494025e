"""What is offered, at which price and until when, on a real database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.fulfilment import facade as fulfilment
from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.errors import CannotDeliver, MethodExists, RatesChangedMeanwhile
from comptoir.fulfilment.tests.shop import NOW, ORIGIN, Shop, open_shop, wanted, words
from comptoir.kit import cache
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def shop(world: SimpleNamespace) -> Shop:
    return open_shop(world)


def test_all_ways_are_offered_the_cheapest_first_in_three_statements(shop: Shop) -> None:
    bowl, cup = shop.variant(warehouse=5, shop=5), shop.variant(warehouse=5, shop=5)
    cache.forget()
    with CaptureQueriesContext(connection) as statements:
        found = fulfilment.options(wanted((bowl, 1), (cup, 1)), shop.context)
    assert len(statements) == 3  # methods with their prices, stock, places
    assert [(option.code, option.charge.minor) for option in found] == [
        ("collect@paris-11", 0), ("home", 595), ("express", 1090),
    ]  # fmt: skip
    collect, home, express = found
    assert collect.promise.due == datetime(2026, 11, 18, 12, 30, tzinfo=PARIS)
    assert (home.promise.earliest, home.promise.latest) == (date(2026, 11, 20), date(2026, 11, 21))
    assert express.promise.latest == date(2026, 11, 19)
    assert {part.location_id for part in home.allocations} == {shop.warehouse.id}
    assert {part.location_id for part in collect.allocations} == {shop.shop.id}


def test_one_option_is_promised_as_it_is_offered(shop: Shop) -> None:
    request = wanted((shop.variant(warehouse=1, shop=1), 1))
    for option in fulfilment.options(request, shop.context):
        assert fulfilment.promise(option.code, request, shop.context) == option


def test_corsica_overseas_and_abroad_are_dearer_and_slower(shop: Shop) -> None:
    bowl = shop.variant(warehouse=1)
    reached = [("FR", "69001"), ("FR", "20000"), ("FR", "97400"), ("BE", "1000")]
    found = [
        fulfilment.promise("home", wanted((bowl, 1), country=country, postcode=code), shop.context)
        for country, code in reached
    ]
    mainland, *others = found
    for other in others:
        assert mainland.charge < other.charge
        assert mainland.promise.latest < other.promise.latest


def test_what_cannot_be_delivered_is_refused_with_its_reason(shop: Shop) -> None:
    bowl, rare = shop.variant(warehouse=2), shop.variant(shop=1)
    assert fulfilment.options(wanted(), shop.context) == ()
    assert reason_of(shop, "home") == "nothing_to_deliver"
    assert reason_of(shop, "home", (bowl, 3)) == "out_of_stock"
    assert reason_of(shop, "collect@paris-11", (bowl, 1)) == "not_in_this_shop"
    assert reason_of(shop, "collect@entrepot", (rare, 1)) == "unknown_method"
    assert reason_of(shop, "collect", (rare, 1)) == "unknown_method"
    assert reason_of(shop, "home", (bowl, 1), grams=30_001) == "too_heavy"
    assert reason_of(shop, "home", (bowl, 1), country="US") == "no_rate_for_country"


def reason_of(shop: Shop, code: str, *lines: tuple[UUID, int], country: str = "FR", grams: int = 400) -> str:
    with pytest.raises(CannotDeliver) as refusal:
        fulfilment.promise(code, wanted(*lines, country=country, grams=grams), shop.context)
    return refusal.value.reason


def test_a_parcel_of_two_places_is_promised_by_the_slower_one(shop: Shop) -> None:
    request = wanted((shop.variant(warehouse=1), 1), (shop.variant(shop=1), 1))
    monday = shop.at(datetime(2026, 11, 16, 10, tzinfo=PARIS))  # the shop is closed
    together = fulfilment.promise("express", request, monday)
    assert (together.promise.earliest, together.promise.latest) == (date(2026, 11, 17), date(2026, 11, 18))
    assert len(together.allocations) == 2


def test_the_promise_on_the_screen_stays_good_for_a_moment_after_the_cut_off(shop: Shop) -> None:
    request = wanted((shop.variant(warehouse=1, shop=1), 1))
    cutoff = datetime.combine(date(2026, 11, 18), time(14), tzinfo=PARIS)
    for code in ("home", "collect@paris-11"):
        shown = fulfilment.promise(code, request, shop.at(cutoff - timedelta(minutes=2))).promise

        def asked(minutes: int, code: str = code, key: str = shown.key) -> str:
            after = shop.at(cutoff + timedelta(minutes=minutes))
            return fulfilment.promise(code, request, after, shown=key).promise.key

        assert asked(5) == shown.key
        assert asked(20) != shown.key
        assert asked(5, key="something else") != shown.key


def test_methods_are_read_with_their_prices(shop: Shop) -> None:
    home, express, collect = fulfilment.methods("fr")
    assert home.name == Localised(fr="À domicile", en="Home delivery")
    assert (express.days_max, collect.minutes_to_prepare, collect.rates) == (1, 120, ())
    assert {rate.country for rate in home.rates} >= {"FR", "BE", "DE", "LU"}
    assert fulfilment.methods("jp") == ()


def test_a_new_price_table_replaces_the_old_one_or_nothing(shop: Shop) -> None:
    table = [Rate(country=" be", max_weight_g=1_000, amount=Money(450, "EUR"), postcode_prefix="10 00")]
    before, said = fulfilment.methods("fr"), words()
    for bad, field in (
        ([*table, *table], "rates"),
        ([Rate(country="BEL", max_weight_g=1, amount=Money(1, "EUR"))], "country"),
        ([Rate(country="BE", max_weight_g=0, amount=Money(1, "EUR"))], "max_weight_g"),
        ([Rate(country="BE", max_weight_g=1, amount=Money(-1, "EUR"))], "amount"),
    ):
        with pytest.raises(Invalid) as refusal:
            fulfilment.set_rates("home", bad, origin=ORIGIN, now=NOW)
        assert set(refusal.value.errors) == {field}
    with pytest.raises(Invalid):
        fulfilment.set_rates("collect", table, origin=ORIGIN, now=NOW)
    with pytest.raises(NotFound):
        fulfilment.set_rates("drone", table, origin=ORIGIN, now=NOW)
    assert (fulfilment.methods("fr"), words()) == (before, said)
    fulfilment.set_rates("home", table, origin=ORIGIN, now=NOW)
    (rate,) = fulfilment.methods("fr")[0].rates
    assert (rate.country, rate.postcode_prefix, rate.amount) == ("BE", "1000", Money(450, "EUR"))
    assert words() == [*said, "Delivery Rates Set"]


def test_two_who_change_the_prices_at_once_do_not_undo_each_other(shop: Shop) -> None:
    seen = fulfilment.methods("fr")[0].rates_version
    mine, theirs = ([Rate(country="FR", max_weight_g=900, amount=Money(cents, "EUR"))] for cents in (100, 200))
    fulfilment.set_rates("home", mine, version=seen, origin=ORIGIN, now=NOW)
    with pytest.raises(RatesChangedMeanwhile):
        fulfilment.set_rates("home", theirs, version=seen, origin=ORIGIN, now=NOW)
    home = fulfilment.methods("fr")[0]
    assert home.rates == tuple(mine)
    fulfilment.set_rates("home", theirs, version=home.rates_version, origin=ORIGIN, now=NOW)
    assert fulfilment.methods("fr")[0].rates == tuple(theirs)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "No Spaces"}, "code"),
        ({"kind": "drone"}, "kind"),
        ({"name": Localised()}, "name"),
        ({"days_min": 3, "days_max": 2}, "days_min"),
        ({"tracking_address": "http://c.example/{number}"}, "tracking_address"),
        ({"carrier": "x" * 61}, "carrier"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused(shop: Shop, change: dict[str, object], field: str) -> None:
    given = {"code": "bike", "kind": "ship", "name": Localised(fr="Vélo"), "market": "fr"} | change
    before = words()
    with pytest.raises(Invalid) as refusal:
        fulfilment.add_method(**given, origin=ORIGIN, now=NOW)  # type: ignore[arg-type]
    assert set(refusal.value.errors) == {field}
    assert words() == before


def test_a_code_names_one_method(shop: Shop) -> None:
    with pytest.raises(MethodExists):
        fulfilment.add_method(
            code="home", kind="ship", name=Localised(fr="Vélo"), market="fr", origin=ORIGIN, now=NOW
        )
    codes = ("home", "collect", "collect@paris-11")
    assert [fulfilment.is_collected(code) for code in codes] == [False, True, True]
    with pytest.raises(NotFound):
        fulfilment.is_collected("drone")


def test_the_starter_methods_are_completed_and_never_changed(shop: Shop) -> None:
    bike = [Rate(country="FR", max_weight_g=900, amount=Money(100, "EUR"))]
    fulfilment.set_rates("home", bike, origin=ORIGIN, now=NOW)
    fulfilment.set_rates("express", [], origin=ORIGIN, now=NOW)
    fulfilment.add_starter_methods(market="fr", origin=ORIGIN, now=NOW)
    home, express, _collect = fulfilment.methods("fr")
    assert home.rates == tuple(bike)
    assert express.rates
