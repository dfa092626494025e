"""Two records that look alike are found, with what speaks for it, by the same weights everywhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from comptoir.customers.contracts import Contact
from comptoir.duplicates import rules
from comptoir.duplicates.comparing import compared
from comptoir.duplicates.matching import look_alikes
from comptoir.duplicates.weights import MODEL


def record(number: int, **said: str):
    return rules.record(f"{number}", Contact(**{"email": f"p{number}@example.com", "name": "", **said}))


CAMILLE = {"street": "3 rue des Lilas", "postcode": "75011", "city": "Paris", "phone": "06 12 34 56 78"}


def test_one_person_with_two_addresses_is_found_and_a_family_is_not() -> None:
    records = [
        record(1, name="Mme Camille Roux", email="camille.roux@example.com", **CAMILLE),
        record(2, name="ROUX Camille", email="roux75@example.org", **CAMILLE | {"phone": "+33 6 12 34 56 78"}),
        record(3, name="Zoé Petit", email="zoe@example.com", street="8 quai Sud", postcode="69002", city="Lyon"),
        record(4, name="Camille Durand", email="cd@example.com", postcode="44000", city="Nantes"),
        record(5, name="", email="camille.roux@example.fr"),
    ]
    found = look_alikes(records, least=rules.SHOWN_FROM)
    assert [(each.a, each.b) for each in found] == [("1", "2"), ("1", "5")]
    said = {each.field: each.says for each in found[0].evidence}
    assert said == {
        "given": "turned", "family": "turned", "email": "differs", "phone": "same", "street": "same", "place": "same"
    }  # fmt: skip
    assert found == look_alikes(records[::-1], least=rules.SHOWN_FROM)
    assert look_alikes(records[:1], least=rules.SHOWN_FROM) == []
    assert {each.field: each.says for each in found[1].evidence}["email"] == "box"


def test_one_pair_is_compared_as_the_search_compares_all() -> None:
    alike = [
        record(1, name="Camille Roux", email="camille.roux@example.com", **CAMILLE),
        record(2, name="Roux Camille", email="camile.roux@example.com", **CAMILLE | {"phone": "06 12 34 56 79"}),
    ]
    half = [
        record(1, name="Anna Roux", street="12 rue de la Gare", postcode="75011", city="Paris"),
        record(2, name="Anne Roux", email="r@example.com", street="14 rue de la Gare", postcode="75012", city="Lyon"),
    ]  # fmt: skip
    bare = [record(1, email="lea@example.com"), record(2, email="lea@example.fr")]
    for a, b in (alike, half, bare):
        (pair,) = look_alikes([a, b], least=0)
        alone = compared(a, b, records=2)
        assert alone.evidence == pair.evidence and alone.weight == pytest.approx(pair.weight, abs=0.05)
    zoe = record(1, name="Zoé Petit", email="zoe@example.com")
    assert compared(zoe, record(2, name="Paul Durand", email="pd@example.fr"), records=1_000).probability < 0.001


def test_the_weights_are_those_of_probabilities() -> None:
    for field, each in MODEL.items():
        for place in (2, 3):
            assert sum(level[place] for level in each) == pytest.approx(1, abs=0.02), field
        assert each[0][2] > each[0][3] and each[-1][2] < each[-1][3]


def test_values_are_compared_without_what_does_not_matter() -> None:
    assert rules.named("M. Jean-Éric  Le Goff") == ("jean", "eric le goff")
    assert rules.mailbox("J.Doe+news@Example.com") == "jdoe@example.com" and rules.mailbox("nothing") is None
    assert rules.digits("+33 (0)6 12 34 56 78") == rules.digits("06.12.34.56.78") == "612345678"
    assert rules.probability(0) == 0.5 and rules.probability(200) == 1.0


def test_nobody_has_splink_who_does_not_search() -> None:
    """A process of the web would be larger and slower to start."""
    code = (
        "import sys, django; django.setup(); import comptoir.project.urls, comptoir.project.worker.loops; "
        "sys.exit(any(each.split('.')[0] in ('splink', 'sqlglot') for each in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
