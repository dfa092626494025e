"""Where an order may go and what money does to it: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.orders import rules
from comptoir.orders.rules import Effect
from comptoir.payments import rules as payment_rules

money = st.integers(min_value=0, max_value=10**9)


def effect(state, outcome="paid", *, kind="charge", total=100, paid=0, received=100):
    return rules.effect_of_answer(
        state=state, outcome=outcome, kind=kind, total=total, paid=paid, received=received
    )


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
    ],
)
def test_an_answer_does_one_thing_to_the_order(state, outcome, expected):
    assert effect(state, outcome) is expected


def test_a_part_of_the_money_confirms_nothing():
    assert effect("pending", received=99) is Effect.NOTHING
    assert effect("expired", received=99) is Effect.GIVE_BACK


@given(st.sampled_from(sorted(rules.MOVES)), money, money, money)
def test_money_for_a_paid_order_goes_back_whatever_its_state(state, total, more, received):
    assert effect(state, total=total, paid=total + more, received=received) in (Effect.GIVE_BACK,)


@given(money, money, money)
def test_what_is_too_much_is_never_more_than_what_came(total, paid, received):
    too_much = rules.excess(total=total, paid=paid, received=received)
    assert 0 <= too_much <= received
    assert paid + received - too_much <= max(total, paid)


@given(st.sampled_from(sorted(payment_rules.MOVES)))
def test_only_a_paid_request_is_final_for_money(state):
    assert payment_rules.may_move(state, "paid") is (state != "paid")
