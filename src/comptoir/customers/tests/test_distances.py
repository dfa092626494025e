"""Postcodes are as far from each other as their towns are."""

from comptoir.customers import facade as customers


def test_distances_between_towns_are_those_of_the_map() -> None:
    lyon = customers.distance("75011", "69003")
    assert lyon and lyon.is_exact and 380 <= lyon.km <= 400  # 392 km as the crow flies
    assert customers.distance("75011", " 75003 ").km == 0  # type: ignore[union-attr]
    assert customers.distance("69003", "75011") == lyon


def test_an_unknown_postcode_has_no_distance_and_a_small_one_says_that_it_is_rough() -> None:
    assert customers.distance("97100", "75011") is None and customers.distance("x", "75011") is None
    some = [customers.distance(f"0{number:04}", "75011") for number in range(1000, 1999, 10)]
    assert any(found and not found.is_exact for found in some)
