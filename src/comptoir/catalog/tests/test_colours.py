"""A colour's name is a shade; a shade belongs to families, which are computed."""

from __future__ import annotations

import pytest

from comptoir.catalog.colours import FAMILIES, SHADES, families, shade


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Terracotta", {"red", "orange"}), ("Brique", {"red", "orange"}), ("Lie-de-vin", {"red"}),
        ("Bleu nuit", {"blue"}), ("Mist blue", {"blue"}), ("Fir green", {"green"}), ("Vert olive", {"green"}),
        ("Ocre", {"yellow"}), ("Rose argile", {"pink"}), ("Écru", {"beige"}), ("Moka", {"brown"}),
        ("Anthracite", {"black", "grey"}), ("#43699a", {"blue"}), ("Incolore", set()), ("Céruse 12", set()),
    ],
)  # fmt: skip
def test_a_name_leads_to_the_families_in_which_people_look_for_it(name: str, expected: set[str]) -> None:
    found = shade(name)
    assert (set(families(found)) if found else set()) == expected


def test_every_family_has_its_own_word_in_it_and_no_shade_but_clear_is_without_family() -> None:
    for family, words in FAMILIES.items():
        assert all(family in families(shade(word)) for word in words if word != "mauve"), family
    assert {name for name, hex_code in SHADES.items() if not families(hex_code)} == {"clear", "incolore", "transparent"}
