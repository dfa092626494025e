"""Postcodes help and never refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.customers.facade import suggestions, towns


def test_the_towns_of_a_postcode_come_largest_first() -> None:
    assert towns("01000") == ("Bourg-en-Bresse", "Saint-Denis-lès-Bourg")
    assert towns("75011") == ("Paris",)
    assert towns("00000") == towns("75011", country="BE") == ()


@pytest.mark.parametrize(
    ("postcode", "town"),
    [
        ("75011", "paris"), ("69003", "LYON"), ("69003", "Lyon 3e arrondissement"), ("13001", "Marseille"),
        ("01000", "st denis les bourg"), ("92400", "Paris La Défense Cedex"), ("97400", "Saint-Denis"),
        ("75011", ""), ("", "Lyon"),
    ],
)  # fmt: skip
def test_what_fits_or_cannot_be_judged_is_left_alone(postcode: str, town: str) -> None:
    assert suggestions(postcode, town) == ()


@pytest.mark.parametrize(
    ("postcode", "town", "best"),
    [
        ("01000", "Bourg en Brese", ("01000", "Bourg-en-Bresse")),
        ("96003", "Lyon", ("69003", "Lyon")),
        ("75011", "Lyon", ("69001", "Lyon")),
        ("59000", "Lile", ("59000", "Lille")),
        ("33000", "Bordeau", ("33000", "Bordeaux")),
    ],
)
def test_a_slip_is_recognised(postcode: str, town: str, best: tuple[str, str]) -> None:
    found = suggestions(postcode, town)
    assert found and len(found) <= 3
    assert (found[0].postcode, found[0].town) == best


@given(st.text(max_size=12), st.text(max_size=80))
def test_whatever_is_typed_gets_an_answer_that_fits(postcode: str, town: str) -> None:
    for each in suggestions(postcode, town):
        assert each.town in towns(each.postcode)
