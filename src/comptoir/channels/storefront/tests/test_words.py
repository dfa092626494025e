from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.templatetags.shop import clock, money
from comptoir.kit.money import Money
from comptoir.offers.contracts import Availability

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_amounts_and_hours_follow_the_typography_of_the_language() -> None:
    with translation.override("fr"):
        assert money(Money(124990, "EUR")) == "1\u202f249,90\u202f€"
        assert clock(datetime(2026, 11, 20, 17, 30, tzinfo=UTC).astimezone(PARIS)) == "18\u202fh\u202f30"
        assert words.rate(550) == "5,5\u202f%"
    with translation.override("en"):
        assert money(Money(124990, "EUR")) == "€1,249.90"
        assert words.rate(2000) == "20%"


def test_a_date_is_said_as_a_day_and_a_span_without_repeating_the_month() -> None:
    with translation.override("fr"):
        assert words.between(date(2026, 11, 24), date(2026, 11, 24)) == "Livraison mardi 24 novembre"
        two_days = words.between(date(2026, 11, 24), date(2026, 11, 26))
        assert two_days == "Livraison entre le mardi 24 et le jeudi 26 novembre"
        two_months = words.between(date(2026, 11, 30), date(2026, 12, 1))
        assert two_months == "Livraison entre le lundi 30 novembre et le mardi 1er décembre"


def test_a_collection_says_today_tomorrow_or_the_day() -> None:
    with translation.override("en"):
        said = [words.collection(datetime(2026, 11, day, 9, tzinfo=UTC), PARIS, NOW) for day in (20, 21, 24)]
    assert said == [
        "Collect today from 10:00",
        "Collect tomorrow from 10:00",
        "Collect on Tuesday 24 November from 10:00",
    ]


def test_stock_is_said_without_a_number_until_few_are_left() -> None:
    with translation.override("fr"):
        said = [
            words.stock(Availability(state=state, pieces=pieces))["words"]
            for state, pieces in (("in_stock", 12), ("low", 2), ("sold_out", 0))
        ]
    assert said == ["En stock", "Plus que 2", "Épuisé"]
