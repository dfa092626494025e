"""What a buyer may write: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.customers import rules
from comptoir.customers.contracts import Contact

GOOD = {
    "email": "camille@example.com", "name": "Camille Roux", "street": "3 rue des Lilas", "postcode": "75011",
    "city": "Paris", "country": "FR", "phone": "06 12 34 56 78",
}  # fmt: skip


def wrong(*, with_address=True, **changed):
    return rules.errors(rules.clean(Contact(**{**GOOD, **changed})), with_address=with_address)


def test_a_complete_contact_is_accepted_and_cleaned():
    assert wrong() == {}
    clean = rules.clean(Contact(**{**GOOD, "email": " Camille@Example.COM ", "country": "fr"}))
    assert (clean.email, clean.country, clean.phone) == ("camille@example.com", "FR", "0612345678")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "", "missing"), ("email", "camille", "not_an_email"), ("email", "a@b@c.fr", "not_an_email"),
        ("email", "x" * 250 + "@a.fr", "too_long"), ("name", "   ", "missing"), ("name", "a\x00b", "not_text"),
        ("postcode", "7501", "not_a_postcode"), ("postcode", "99999", "not_a_postcode"),
        ("postcode", "97900", "not_a_postcode"), ("postcode", "", "missing"), ("phone", "call me", "not_a_phone"),
        ("street", "", "missing"), ("city", "x" * 81, "too_long"),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named(field, value, code):
    assert wrong(**{field: value}) == {field: code}


@pytest.mark.parametrize("postcode", ["01000", "20090", "75999", "95000", "97139", "98800", "00210"])
def test_postcodes_of_a_departement_are_taken_known_or_not(postcode):
    assert wrong(postcode=postcode) == {}


def test_collecting_needs_no_address():
    assert wrong(with_address=False, street="", postcode="", city="") == {}


@given(*[st.text(max_size=300)] * 4)
def test_anything_typed_is_answered_not_crashed_on(email, name, postcode, phone):
    assert isinstance(wrong(email=email, name=name, postcode=postcode, phone=phone), dict)
