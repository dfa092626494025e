"""Prices in the words of a search: what is one, what is not, and what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from comptoir.kit.money import Money
from comptoir.search import facade as search
from comptoir.search.contracts import PriceSaid
from comptoir.search.rules import prices
from comptoir.search.tests.test_search import find, found


def bounds(price: PriceSaid | None) -> tuple[int | None, int | None]:
    assert price
    low, high = price.bounds
    return low.minor if low else None, high.minor if high else None


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize(
    ("written", "kind", "meant", "rest"),
    [
        ("bols 20 euros", "up_to", (None, 2000), "bols"),
        ("bols à moins de 20 €", "under", (None, 1999), "bols"),
        ("bowls under 20", "under", (None, 1999), "bowls"),
        ("bowls under €20 in blue", "under", (None, 1999), "bowls in blue"),
        ("between 20 and 40 euros", "between", (2000, 4000), ""),
        ("vase entre 20 et 40", "between", (2000, 4000), "vase"),
        ("nappe 30-50 €", "between", (3000, 5000), "nappe"),
        ("nappe de 50 à 30\u202f€", "between", (3000, 5000), "nappe"),
        ("plus de 20 € et moins de 40 €", "between", (2000, 4000), ""),
        ("over 20 and under 40", "between", (2000, 4000), ""),
        ("RTX 3060 moins de 400", "under", (None, 39999), "RTX 3060"),
        ("plaid 1\u202f249,90 €", "up_to", (None, 124990), "plaid"),
        ("throw 1,249.90 € max", "up_to", (None, 124990), "throw"),
        ("bols autour de 20 €", "around", (1600, 2400), "bols"),
        ("cadeau 30 euros et plus", "from", (3000, None), "cadeau"),
        ("cadeau à partir de 30 €", "from", (3000, None), "cadeau"),
        ("à 20 euros", "up_to", (None, 2000), ""),
    ],
)
def test_a_price_in_words_is_a_filter_and_no_word(written, kind, meant, rest, locale) -> None:
    price = prices.said(written, "EUR", locale)
    assert price and (price.kind, bounds(price), price.rest) == (kind, meant, rest)


@pytest.mark.parametrize(
    "written",
    [
        "27 pouces", "écran 24-27 pouces", "1 To", "RTX 3060", "20 cm", "under 20 cm", "de 20 à 40 cm",
        "moins de 1,5 l", "jeu moins de 5 ans", "iphone 15 pro max 256 go", "TN-2110", "UEFA Euro 2024",
        "adaptateur euro 2 broches", "sous 24 h", "20 dollars", "bol", "",
    ],
)  # fmt: skip
def test_measures_numbers_and_names_are_no_prices(written) -> None:
    assert prices.said(written, "EUR", "fr") is prices.said(written, "EUR", "en") is None


FRENCH, ENGLISH = ("fr",), ("en",)
BOTH = FRENCH + ENGLISH


@pytest.mark.parametrize(
    ("written", "locales", "meant", "rest"),
    [
        # Only where it is sure does a word part two prices.
        ("ssd 1 To 80 €", BOTH, (None, 8000), "ssd 1 To"),
        ("1 To 80 €", BOTH, (None, 8000), "1 To"),
        ("disque dur 2 to 150 euros", BOTH, (None, 15000), "disque dur 2 to"),
        ("iphone 15 à 500 €", BOTH, (None, 50000), "iphone 15"),
        ("iphone 15 to 500 €", BOTH, (None, 50000), "iphone 15 to"),
        ("playstation 5 à 400 euros", BOTH, (None, 40000), "playstation 5"),
        ("écran 27 à 200 €", BOTH, (None, 20000), "écran 27"),
        ("robe 38 à 50 €", BOTH, (None, 5000), "robe 38"),
        ("lot de 6 à 30 €", BOTH, (None, 3000), "lot de 6"),
        ("Boîtes de 6 à 30 €", BOTH, (None, 3000), "Boîtes de 6"),
        ("bols de 20 à 40 €", BOTH, (2000, 4000), "bols"),
        ("bols 20 € à 40 €", BOTH, (2000, 4000), "bols"),
        ("bowls €20 to €40", BOTH, (2000, 4000), "bowls"),
        ("bowls from 20 to 40 €", BOTH, (2000, 4000), "bowls"),
        ("bols prix 20 à 40 €", BOTH, (2000, 4000), "bols"),
        ("20 à 40 € bols", BOTH, (2000, 4000), "bols"),
        ("bowls, 20 to 40 €", BOTH, (2000, 4000), "bowls"),
        # As much as can be typed as a filter.
        ("9 999 999,99 €", BOTH, (None, 999_999_999), ""),
        # A name stays whole.
        ("iphone 15 pro max 1000 €", BOTH, (None, 100000), "iphone 15 pro max"),
        ("airpods max 400 €", BOTH, (None, 40000), "airpods max"),
        ("airpods max, max 400 €", BOTH, (None, 40000), "airpods max"),
        ("budget max 400 €", BOTH, (None, 40000), ""),
        ("bols au max 20 €", BOTH, (None, 2000), "bols"),
        ("sablier 5 min 20 €", BOTH, (None, 2000), "sablier 5 min"),
        ("pull over 30 €", FRENCH, (None, 3000), "pull over"),
        ("bowls over 30 €", ENGLISH, (3001, None), "bowls"),
        ("over 30 €", BOTH, (3001, None), ""),
        # A code before a number is a size, but where a price is sure.
        ("nike eur 43 60 €", BOTH, (None, 6000), "nike eur 43"),
        ("EUR 42", BOTH, (None, 4200), ""),
        ("shoes under EUR 60", BOTH, (None, 5999), "shoes"),
        ("baskets à EUR 60", BOTH, (None, 6000), "baskets"),
        ("baskets entre EUR 40 et EUR 60", BOTH, (4000, 6000), "baskets"),
        # A blank parts thousands where no name stands before, or where it does not break.
        ("1 249,90 €", BOTH, (None, 124990), ""),
        ("plaid à 1 249,90 €", BOTH, (None, 124990), "plaid"),
        ("plaid entre 1 200 et 1 500 €", BOTH, (120000, 150000), "plaid"),
        ("iphone 15 moins de 500 €", BOTH, (None, 49999), "iphone 15"),
    ],
)
def test_a_price_takes_no_model_size_or_capacity_away(written, locales, meant, rest) -> None:
    for locale in locales:
        price = prices.said(written, "EUR", locale)
        assert price and (bounds(price), price.rest) == (meant, rest), locale


@pytest.mark.parametrize(
    "written",
    [
        "1 000 000 000 000 000 000 000 €", "moins de 1 000 000 000 000 000 000 000 €", "10 000 000 €",
        "plus de 9 999 999,99 €", "autour de 9 000 000 €",  # what they let through cannot be typed as a filter
        "baskets EUR 42", "nike eur 43", "baskets EUR 42-43",
        "iphone 15 500 €", "écran 27 300 €", "plaid 1 249,90 €", "iphone 15 500-600 €", "iphone 15 500 € à 600 €",
    ],
)  # fmt: skip
def test_what_is_too_much_or_may_be_a_model_or_a_size_filters_nothing(written) -> None:
    assert prices.said(written, "EUR", "fr") is prices.said(written, "EUR", "en") is None


def test_what_is_found_costs_what_was_said_and_what_was_chosen_counts_before(world) -> None:
    """A bowl costs 24 €, a notebook 25 €, a throw more."""
    search.index_news()
    assert found(world, "moins de 25 €") == ["bowl"] and set(found(world, "25 euros")) == {"bowl", "book"}
    assert found(world, "bol 20 €") == [] and found(world, "bowl under 30", "en") == ["bowl"]
    answer = find(world, "bol 25 €", facets=True)
    assert answer.price and answer.price.high == Money(2500, "EUR") and answer.asked.text == "bol 25 €"
    assert answer.facets and answer.facets.prices, "the range is still that without the filter"
    chosen = find(world, "bol 20 €", prices=(None, 3000))
    assert [card.external_id for card in chosen.cards.items] == ["bowl"] and chosen.price is None
    later = replace(world.context, now=world.now + timedelta(minutes=1))
    assert [card.external_id for card in search.suggest("cahier 30 €", later).products] == ["book"]
