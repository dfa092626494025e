"""Several means for one total: pure."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.money import Money
from comptoir.payments import rules
from comptoir.payments.contracts import Tender
from comptoir.payments.errors import NothingToRefund, TendersDoNotAddUp, TooManyTenders


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


charges = st.lists(
    st.tuples(st.sampled_from(["test_card", "gift_card", "in_shop", "store_credit"]), st.integers(0, 10**6)), max_size=6
)


def refundable(given_charges):
    return [
        rules.Refundable(charge=uuid4(), tender=tender, token="", minor=minor) for tender, minor in given_charges
    ]


@given(charges, st.integers(1, 6 * 10**6))
def test_a_refund_is_whole_or_refused_and_takes_from_no_charge_more_than_it_has(given_charges, amount):
    found = refundable(given_charges)
    if amount > sum(each.minor for each in found):
        with pytest.raises(NothingToRefund):
            rules.refund_parts(amount, found)
        return
    parts = rules.refund_parts(amount, found)
    had = {each.charge: each.minor for each in found}
    assert sum(part.minor for part in parts) == amount
    assert all(0 < part.minor <= had[part.charge] for part in parts)
    assert len({part.charge for part in parts}) == len(parts)


@given(charges, st.integers(1, 6 * 10**6))
def test_stored_value_is_filled_again_only_when_all_other_money_went_back(given_charges, amount):
    found = refundable(given_charges)
    money = sum(each.minor for each in found if each.tender not in rules.STORED)
    if amount > sum(each.minor for each in found):
        return
    stored = sum(part.minor for part in rules.refund_parts(amount, found) if part.tender in rules.STORED)
    assert stored == max(0, amount - money)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_card_pays_what_it_has_and_another_means_the_rest(has, second, total):
    tenders = [Tender(kind="gift_card", token="a"), Tender(kind="gift_card", token="b"), card()]
    paid = {tender.token: amount.minor for tender, amount in rules.split(euros(total), tenders, [has, second, None])}
    assert sum(paid.values()) == total
    assert paid.get("a", 0) == min(has, total) and paid.get("b", 0) == min(second, total - paid.get("a", 0))


def test_codes_are_read_however_they_are_typed():
    assert rules.normal_code(" 7q2m-oo1l ") == "7Q2M0011"
