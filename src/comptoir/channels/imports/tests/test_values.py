"""Single values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.channels.imports.contracts import Attribute, Kind
from comptoir.channels.imports.rules.addresses import address
from comptoir.channels.imports.rules.amounts import price
from comptoir.channels.imports.rules.details import attributes, details
from comptoir.channels.imports.rules.identifiers import gtins
from comptoir.channels.imports.rules.measures import quantity, weight_grams
from comptoir.channels.imports.rules.seen import Fingerprints
from comptoir.channels.imports.rules.texts import Unusable, one_line
from comptoir.kit.money import Money


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("20 EUR", 2000, "EUR"),
        ("20,5 EUR", 2050, "EUR"),
        ("1 249,90 EUR", 124990, "EUR"),
        ("1.249,90 EUR", 124990, "EUR"),
        ("1,249.90 USD", 124990, "USD"),
        ("1.234.567,00 €", 123456700, "EUR"),
        ("1'249.90 CHF", 124990, "CHF"),
        ("£9.99", 999, "GBP"),
        ("EUR20", 2000, "EUR"),
        ("+20.00 eur", 2000, "EUR"),
        ("1,249 JPY", 1249, "JPY"),
        ("500.00 JPY", 500, "JPY"),
        ("1.249 KWD", 1249, "KWD"),
    ],
)
def test_prices_are_read_as_people_write_them(text: str, minor: int, currency: str) -> None:
    assert price(text) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,249 EUR", "too many decimals"),
        ("1.249 EUR", "too many decimals"),
        ("20.50 JPY", "too many decimals"),
        ("12 34 EUR", "not a number"),
        ("1,24,900.00 EUR", "not a number"),
        ("٢٠ EUR", "not a number"),
        ("EUR 20 EUR", "not a number"),
        ("Infinity EUR", "not a number"),
        ("\u22124.00 EUR", "negative"),
        ("-0.00 EUR", "negative"),
        ("$20", "unknown currency"),
        (" " * 100_000 + "20 EUR", "not a number"),
    ],
)
def test_prices_that_could_mean_two_things_are_not_guessed(text: str, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        price(text)
    assert refusal.value.reason == reason


@given(st.integers(1, 10**12), st.sampled_from(["EUR", "JPY", "TND"]), st.sampled_from(["fr", "en", "de"]))
def test_what_money_writes_is_read_back(minor: int, currency: str, locale: str) -> None:
    from babel.numbers import format_decimal, get_currency_precision

    digits = get_currency_precision(currency)
    text = format_decimal(
        Decimal(minor).scaleb(-digits), "#,##0." + "0" * digits if digits else "#,##0", locale=locale
    )
    unclear = digits == 3 and minor < 1_000_000 or digits == 0 and text.count(".") == 1 and locale == "de"
    if not unclear:
        assert price(f"{text} {currency}") == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("205 g", 205),
        ("1,5 kg", 1500),
        ("0.2 g", 1),
        ("1 lb", 454),
        ("8 oz.", 227),
        ("500000 mg", 500),
        ("1 200 g", 1200),
    ],
)
def test_weights_become_whole_grams(text: str, grams: int) -> None:
    assert weight_grams(text) == grams


def test_quantities_are_whole_and_not_negative() -> None:
    assert (quantity("12"), quantity("1\u202f200"), quantity("-0")) == (12, 1200, 0)
    for text, reason in [
        ("12,5", "not an integer"),
        ("-3", "negative"),
        ("9" * 30, "too large"),
        ("²", "not an integer"),
    ]:
        with pytest.raises(Unusable) as refusal:
            quantity(text)
        assert refusal.value.reason == reason


def test_one_trade_number_written_in_two_ways_is_one() -> None:
    good, bad = gtins("632983018071, 0632983018071,ABC,4006381333932")
    assert good == ("00632983018071",)
    assert bad == (("ABC", "not digits"), ("4006381333932", "check digit"))


def test_details_keep_commas_and_colons_of_their_values() -> None:
    cell = (
        ":contrast ratio typical:200:1,:aspect:16:9, wide,Display:size:13.5 cm,:colours:red;blue,:radio:Oui"
    )
    assert details(cell) == (
        ("", "contrast ratio typical", "200:1"),
        ("", "aspect", "16:9, wide"),
        ("Display", "size", "13.5 cm"),
        ("", "colours", "red;blue"),
        ("", "radio", "Oui"),
    )
    size, colours, radio = attributes(details(cell))[2:]
    assert size == Attribute("Display", "size", Kind.NUMBER, "13.5 cm", number=Decimal("13.5"), unit="cm")
    assert (colours.kind, colours.values) == (Kind.SEVERAL, ("red", "blue"))
    assert (radio.kind, radio.yes) == (Kind.YES_NO, True)


def test_codes_and_ranges_stay_text() -> None:
    kinds = [
        one.kind
        for one in attributes([("", str(n), text) for n, text in enumerate(["007", "0 - 35", "2 doors"])])
    ]
    assert kinds == [Kind.TEXT] * 3


@pytest.mark.parametrize(
    "text",
    ["ftp://a.example/x", "//a.example/x", "https://user@a.example/", "https://a b.example/", "http://[::1"],
)
def test_only_plain_web_addresses_are_taken(text: str) -> None:
    with pytest.raises(Unusable):
        address(text)


@given(st.text())
def test_one_line_holds_nothing_that_the_database_or_a_page_chokes_on(text: str) -> None:
    cleaned = one_line(text)
    assert "\x00" not in cleaned and "\n" not in cleaned and cleaned == cleaned.strip()


def test_fingerprints_know_each_value_once_while_they_grow() -> None:
    marks = Fingerprints()
    assert all(marks.add(str(n)) for n in range(20_000))
    assert not any(marks.add(str(n)) for n in range(20_000))
