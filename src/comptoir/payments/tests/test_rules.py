"""Several means for one total: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import TendersDoNotAddUp, TooManyTenders


def euros(minor):
    return Money(minor, "EUR")


def card(minor=None):
    return Tender(kind="test_card", token="tok_success", amount=None if minor is None else euros(minor))


def parts(total, *tenders):
    return [amount.minor for _tender, amount in rules.split(euros(total), tenders)]


def test_the_last_means_pays_what_is_left():
    assert parts(100, card(30), card()) == [30, 70]
    assert parts(100, card()) == [100]


def test_a_means_for_which_nothing_is_left_is_dropped():
    assert parts(100, card(100), card()) == [100]
    assert parts(0, card()) == [0]


@pytest.mark.parametrize(
    "tenders", [(), (card(99),), (card(101),), (card(-1), card()), (card(60), card(60)), (card(0), card())]
)
def test_means_that_do_not_make_the_total_are_refused(tenders):
    with pytest.raises(TendersDoNotAddUp):
        rules.split(euros(100), tenders)


def test_another_currency_and_a_sixth_means_are_refused():
    with pytest.raises(TendersDoNotAddUp):
        rules.split(euros(100), [Tender(kind="test_card", amount=Money(30, "USD")), card()])
    with pytest.raises(TooManyTenders):
        rules.split(euros(100), [card(1)] * 6)


@given(st.lists(st.integers(1, 10**6), max_size=4), st.integers(0, 10**6))
def test_the_parts_make_the_total_to_the_cent(named, rest):
    total = sum(named) + rest
    if total:
        assert sum(parts(total, *(card(minor) for minor in named), card())) == total
