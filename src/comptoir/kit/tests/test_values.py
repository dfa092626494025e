"""Money, texts and codes: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.ids import public_code, uuid7
from comptoir.kit.money import Money
from comptoir.kit.text import Localised, fold, slugify

amounts = st.integers(min_value=-(10**15), max_value=10**15)


@given(st.lists(amounts))
def test_a_total_is_the_exact_sum(minors):
    assert Money.total([Money(m, "EUR") for m in minors], "EUR") == Money(sum(minors), "EUR")


@given(amounts, amounts)
def test_taking_away_what_was_added_changes_nothing(a, b):
    assert Money(a, "EUR") + Money(b, "EUR") - Money(b, "EUR") == Money(a, "EUR")


def test_currencies_do_not_mix():
    with pytest.raises(ValueError):
        Money(1, "EUR") + Money(1, "CHF")
    with pytest.raises(ValueError):
        assert Money(1, "EUR") < Money(2, "CHF")


@pytest.mark.parametrize("wrong", [1.0, True, "1", None])
def test_money_is_counted_in_whole_minor_units(wrong):
    with pytest.raises(TypeError):
        Money(wrong, "EUR")


def test_a_price_is_written_as_its_reader_writes_it():
    assert Money(124990, "EUR").format("fr") == "1\u202f249,90\u00a0€"
    assert Money(124990, "EUR").format("en") == "€1,249.90"
    assert (Money(-26500, "EUR").format("fr"), Money(-26500, "EUR").format("en")) == ("−265,00\u00a0€", "−€265.00")
    assert Money(1250, "JPY").format("en") == "¥1,250"


def test_a_text_falls_back_to_the_language_that_it_has():
    assert Localised(en="Bowl").read("fr") == "Bowl"
    assert Localised(fr="Bol", en="Bowl").read("fr") == "Bol"
    assert Localised().read("fr") == ""
    assert Localised(fr="Bol", en="") == {"fr": "Bol"}


def test_folding_makes_accents_and_ligatures_comparable():
    assert fold("  Œuf  À la  Coque ") == "oeuf a la coque"
    assert slugify("Écharpe « Brume » n° 3") == "echarpe-brume-n-3"


@given(st.text())
def test_a_slug_is_always_a_clean_address_part(text):
    slug = slugify(text)
    assert len(slug) <= 80 and not slug.startswith("-") and not slug.endswith("-")
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug)


def test_codes_are_readable_and_ids_are_ordered():
    assert not set("ILOU") & set(public_code(200))
    ids = [uuid7() for _ in range(200)]
    assert ids == sorted(ids) and {i.version for i in ids} == {7}
