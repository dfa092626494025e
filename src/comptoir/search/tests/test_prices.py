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
        ("plaid 1 249,90 €", "up_to", (None, 124990), "plaid"),
        ("throw 1,249.90 € max", "up_to", (None, 124990), "throw"),
        ("bols autour de 20 €", "around", (1600, 2400), "bols"),
        ("cadeau 30 euros et plus", "from", (3000, None), "cadeau"),
        ("cadeau à partir de 30 €", "from", (3000, None), "cadeau"),
        ("à 20 euros", "up_to", (None, 2000), ""),
    ],
)
def test_a_price_in_words_is_a_filter_and_no_word(written, kind, meant, rest) -> None:
    price = prices.said(written, "EUR")
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
    assert prices.said(written, "EUR") is None


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
