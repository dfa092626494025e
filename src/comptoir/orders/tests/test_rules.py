"""Where an order may go and what money does to it: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.orders import rules
from comptoir.orders.rules import Effect, Standing
from comptoir.payments import rules as payment_rules

money = st.integers(min_value=0, max_value=10**9)


def effect(state, outcome="paid", *, kind="charge", total=100, paid=0, secured=0, received=100, same_currency=True):
    before = Standing(state=state, total=total, paid=paid, secured=secured)
    return rules.effect_of_answer(before, kind=kind, outcome=outcome, amount=received, same_currency=same_currency)


def test_every_reason_has_a_name_in_both_languages():
    assert all(set(name) == {"fr", "en"} for name in rules.REASONS.values())


def test_every_state_has_a_name_in_both_languages_and_moves_to_states():
    for state, moves in rules.MOVES.items():
        assert set(rules.NAMES[state]) == {"fr", "en"}
        assert set(moves) <= set(rules.MOVES)


@pytest.mark.parametrize(
    ("state", "outcome", "expected"),
    [
        ("pending", "paid", Effect.CONFIRM),
        ("pending", "awaited", Effect.CONFIRM),
        ("pending", "refused", Effect.NOTHING),
        ("pending", "action_required", Effect.NOTHING),
        ("confirmed", "paid", Effect.NOTE_PAYMENT),
        ("ready", "paid", Effect.NOTE_PAYMENT),
        ("cancelled", "paid", Effect.GIVE_BACK),
        ("expired", "paid", Effect.REVIVE_OR_GIVE_BACK),
        ("confirmed", "awaited", Effect.NOTHING),
        ("pending", "authorised", Effect.CONFIRM),
        ("expired", "authorised", Effect.REVIVE_OR_LET_GO),
        ("cancelled", "authorised", Effect.LET_GO),
        ("pending", "waiting", Effect.HOLD_LONGER),
        ("confirmed", "waiting", Effect.NOTHING),
    ],
)
def test_an_answer_does_one_thing_to_the_order(state, outcome, expected):
    assert effect(state, outcome) is expected


def test_a_part_of_the_money_confirms_nothing():
    assert effect("pending", received=99) is Effect.NOTHING
    assert effect("expired", received=99) is Effect.GIVE_BACK
    assert effect("pending", "authorised", received=99) is Effect.NOTHING
    assert effect("pending", "awaited", received=99) is Effect.NOTHING


def test_several_means_confirm_together():
    assert effect("pending", paid=30, received=70) is Effect.CONFIRM
    assert effect("pending", secured=30, received=70) is Effect.CONFIRM
    assert effect("pending", "authorised", paid=30, received=70) is Effect.CONFIRM
    assert effect("pending", "awaited", paid=30, secured=20, received=50) is Effect.CONFIRM
    assert effect("confirmed", "authorised", secured=100) is Effect.LET_GO


@given(st.sampled_from(sorted(rules.MOVES)))
def test_money_in_another_currency_never_pays_an_order(state):
    assert effect(state, same_currency=False) is Effect.GIVE_BACK
    assert effect(state, "authorised", same_currency=False) is Effect.LET_GO


@given(st.sampled_from(sorted(set(rules.MOVES) - {"pending"})), money, money, money)
def test_money_for_a_paid_order_goes_back_whatever_its_state(state, total, more, received):
    assert effect(state, total=total, paid=total + more, received=received) is Effect.GIVE_BACK


@given(st.sampled_from(sorted(rules.MOVES)), st.sampled_from(sorted(payment_rules.MOVES)), money, money, money, money)
def test_only_what_is_covered_is_confirmed(state, outcome, total, paid, secured, received):
    done = effect(state, outcome, total=total, paid=paid, secured=secured, received=received)
    if done in (Effect.CONFIRM, Effect.REVIVE_OR_GIVE_BACK, Effect.REVIVE_OR_LET_GO):
        assert paid + secured + received >= total and state in ("pending", "expired")


@given(st.sampled_from(sorted(rules.MOVES)), st.sampled_from(["refund", "void"]), money)
def test_a_refund_and_a_release_never_move_an_order(state, kind, received):
    assert effect(state, kind=kind, received=received) is Effect.NOTHING


@given(money, money, money)
def test_what_is_too_much_is_never_more_than_what_came(total, paid, received):
    too_much = rules.excess(total=total, paid=paid, received=received)
    assert 0 <= too_much <= received
    assert paid + received - too_much <= max(total, paid)


@given(st.sampled_from(sorted(payment_rules.MOVES)))
def test_only_a_settled_request_is_final_for_money(state):
    final = ("paid", "captured", "voided")
    assert payment_rules.may_move(state, "paid") is (state not in final)


rates = st.lists(
    st.tuples(st.sampled_from([210, 550, 1000, 2000]), st.integers(0, 10**7)), max_size=4, unique_by=lambda r: r[0]
)


@given(rates, st.integers(0, 4 * 10**7))
def test_a_credit_is_shared_by_the_rates_to_the_cent(given_rates, credited):
    lines = [(rate, gross, gross * rate // (10000 + rate)) for rate, gross in given_rates]
    total = sum(gross for _rate, gross, _vat in lines)
    kept = rules.sale_by_rate(lines, credited)
    assert sum(gross for _rate, gross, _vat in kept) == max(0, total - credited)
    for (rate, gross, vat), (_rate, left, tax) in zip(lines, kept, strict=True):
        assert 0 <= left <= gross and 0 <= tax <= vat
        assert abs(tax - left * rate / (10000 + rate)) <= 2


@given(money, money, money, money, money, st.booleans())
def test_never_more_is_taken_than_is_asked_for_or_reserved(shipped, asked, paid, taken, reserved, last):
    minor = rules.to_capture(shipped=shipped, asked=asked, last=last, paid=paid, taken=taken, reserved=reserved)
    assert 0 <= minor <= reserved
    assert paid + taken + minor <= max(asked, paid + taken)
    if last and paid + taken + reserved >= asked:
        assert paid + taken + minor >= asked
