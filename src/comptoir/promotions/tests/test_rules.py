from __future__ import annotations

import random as chance
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.text import Localised
from comptoir.promotions import rules
from comptoir.promotions import said as saying
from comptoir.promotions.contracts import EFFECTS, Bringing, Goods, Miss, Offer, Outcome, Promotion, Terms

NOW = datetime(2026, 11, 28, tzinfo=UTC)
CUPS, LINEN = UUID(int=1), UUID(int=2)


def goods(number: int, unit: int, quantity: int = 1, **more: Any) -> Goods:
    return Goods(variant_id=UUID(int=number), product_id=UUID(int=100 + number), unit=unit, quantity=quantity, **more)


def offer(number: int = 1, **terms: Any) -> Offer:
    said = Terms(name="x", shown=Localised(fr="x", en="x"), starts_at=NOW, **terms)
    return Offer(
        promotion=Promotion(
            id=UUID(int=number), market="fr", currency="EUR", version=1, created_at=NOW, terms=said
        )
    )


def off(outcome: Outcome) -> dict[int, int]:
    """Minor units taken off by the place of a line."""
    found: dict[int, int] = {}
    for given_ in outcome.given:
        for place, minor in given_.lines.items():
            found[place] = found.get(place, 0) + minor
    return found


def test_a_percentage_is_rounded_once_for_all_that_it_is_off() -> None:
    ten = offer(effect="percent", percent_bp=1_000)
    assert off(rules.best([ten], [goods(1, 1_995, 3)])) == {0: 599}, "not three times 200"
    assert rules.spread(599, 1_995, 3) == [(1, 1_796), (2, 1_795)]
    assert sum(off(rules.best([ten], [goods(number, 5) for number in range(1, 11)])).values()) == 5, "not ten times 1"


@given(
    lines=st.lists(st.builds(goods, st.integers(1, 6), st.integers(0, 5_000), st.integers(1, 7)), max_size=8),
    percent_bp=st.integers(1, 10_000),
)  # fmt: skip
def test_a_percentage_takes_off_exactly_its_share_of_the_sum(lines: list[Goods], percent_bp: int) -> None:
    taken = off(rules.best([offer(effect="percent", percent_bp=percent_bp)], lines))
    worth = sum(line.unit * line.quantity for line in lines)
    assert 2 * abs(sum(taken.values()) * 10_000 - worth * percent_bp) <= 10_000
    for place, line in enumerate(lines):
        exact = line.unit * line.quantity * percent_bp / 10_000
        assert abs(taken.get(place, 0) - exact) < 1.5 and taken.get(place, 0) <= line.unit * line.quantity


def test_an_amount_is_shared_to_the_cent_and_takes_no_more_than_there_is() -> None:
    lines = [goods(1, 1_000), goods(2, 1_000), goods(3, 1_000)]
    assert sorted(off(rules.best([offer(effect="amount", amount_minor=1_000)], lines)).values()) == [333, 333, 334]
    assert off(rules.best([offer(effect="amount", amount_minor=9_999)], lines)) == {0: 1_000, 1: 1_000, 2: 1_000}


def test_of_three_for_two_the_cheapest_is_free_and_all_three_are_cheaper_by_it() -> None:
    three_for_two = offer(effect="pieces", take=3, pay=2)
    lines = [goods(1, 2_000, 2), goods(2, 1_000, 2)]  # the second cup of the four is in no set
    assert off(rules.best([three_for_two], lines)) == {0: 800, 1: 200}
    assert rules.spread(200, 1_000, 2) == [(2, 900)]
    assert off(rules.best([three_for_two], [goods(1, 2_000, 7)])) == {0: 4_000}
    miss = rules.best([three_for_two], [goods(1, 2_000, 2)]).missed[UUID(int=1)]
    assert (miss.why, miss.pieces) == ("pieces_missing", 1)


def test_a_set_has_one_price_as_often_as_it_is_whole() -> None:
    both = offer(effect="bundle", scope="products", ids=(UUID(int=101), UUID(int=102)), amount_minor=2_500)
    outcome = rules.best([both], [goods(1, 2_000, 3), goods(2, 1_000, 2), goods(3, 500)])
    assert sum(off(outcome).values()) == 2 * 500 and 2 not in off(outcome)
    assert rules.best([both], [goods(1, 2_000)]).missed[UUID(int=1)].why == "set_incomplete"


def test_a_piece_is_in_one_set_only() -> None:
    offers = [
        offer(1, effect="bundle", scope="variants", ids=(UUID(int=1), UUID(int=2)), amount_minor=2_000),
        offer(2, effect="pieces", take=2, pay=1),
    ]
    outcome = rules.best(offers, [goods(1, 2_000), goods(2, 1_000)])
    assert [(one.offer.promotion.id.int, one.minor) for one in outcome.given] == [(1, 1_000)]
    assert outcome.missed[UUID(int=2)].why == "nothing_left"


def test_what_stands_alone_competes_with_all_that_combine() -> None:
    ten, five = offer(1, effect="percent", percent_bp=1_000), offer(2, effect="amount", amount_minor=500)
    alone = offer(3, effect="percent", percent_bp=1_400, combines=False)
    together = rules.best([alone, five, ten], [goods(1, 10_000)])
    assert [one.minor for one in together.given] == [1_000, 500]
    assert together.missed[UUID(int=3)].why == "better_without"
    better = replace(alone, promotion=replace(alone.promotion, terms=replace(alone.promotion.terms, percent_bp=1_501)))
    assert [one.minor for one in rules.best([five, better, ten], [goods(1, 10_000)]).given] == [1_501]


def test_conditions_are_judged_before_any_promotion_and_name_what_is_missing() -> None:
    half = offer(1, effect="percent", percent_bp=5_000)
    more = offer(2, effect="amount", amount_minor=100, least_minor=5_000)
    assert len(rules.best([half, more], [goods(1, 5_000)]).given) == 2
    miss = rules.best([half, more], [goods(1, 4_200)]).missed[UUID(int=2)]
    assert (miss.why, miss.minor) == ("minimum_missing", 800)


def test_gift_cards_are_never_reduced_and_reach_no_minimum() -> None:
    card = goods(1, 10_000, is_money=True)
    ten = offer(effect="percent", percent_bp=1_000, least_minor=5_000)
    assert off(rules.best([ten], [card, goods(2, 5_000)])) == {1: 500}
    assert rules.best([ten], [card, goods(2, 4_000)]).missed[UUID(int=1)].minor == 1_000


def test_reduced_articles_may_be_left_out_and_categories_named() -> None:
    cup, cloth = {"categories": frozenset({CUPS})}, {"categories": frozenset({LINEN})}
    lines = [goods(1, 1_000, is_reduced=True, **cup), goods(2, 1_000, **cup), goods(3, 1_000, **cloth)]
    of_cups = offer(effect="percent", percent_bp=1_000, scope="categories", ids=(CUPS,), not_reduced=True)
    assert off(rules.best([of_cups], lines)) == {1: 100}


def test_delivery_is_free_by_the_ways_that_are_named() -> None:
    free = offer(effect="delivery", ways=("post",), least_minor=1_000)
    found = rules.best([free], [goods(1, 1_000)], Bringing(method="post", minor=490))
    assert [(one.delivery, one.lines) for one in found.given] == [(490, {})]
    other = rules.best([free], [goods(1, 1_000)], Bringing(method="express", minor=990))
    assert not other.given and other.is_free("post") and not other.is_free("express")


@pytest.mark.parametrize(
    ("terms", "plain"),
    [
        ({"effect": "percent", "percent_bp": 500}, True),
        ({"effect": "amount", "amount_minor": 500, "least_pieces": 1}, True),
        ({"effect": "percent", "trigger": "code", "code": "A"}, False),
        ({"effect": "percent", "segment": "regulars"}, False),
        ({"effect": "percent", "least_pieces": 2}, False),
        ({"effect": "pieces", "take": 3, "pay": 2}, False),
        ({"effect": "delivery"}, False),
    ],
)
def test_less_for_everybody_without_a_condition_is_a_lower_price(terms: dict[str, Any], plain: bool) -> None:
    assert rules.is_plain_reduction(offer(**terms).promotion.terms) is plain


lines = st.lists(
    st.builds(
        goods, st.integers(1, 6), st.integers(0, 5_000), st.integers(1, 7),
        categories=st.sampled_from([frozenset(), frozenset({CUPS})]), is_money=st.sampled_from([False, False, True]),
        is_reduced=st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@st.composite
def offers(draw: st.DrawFn) -> list[Offer]:
    return [
        offer(
            number, effect=draw(st.sampled_from(EFFECTS)), percent_bp=draw(st.integers(1, 10_000)),
            amount_minor=draw(st.integers(0, 6_000)), take=(take := draw(st.integers(2, 4))),
            pay=draw(st.integers(1, take - 1)), combines=draw(st.booleans()),
            least_minor=draw(st.sampled_from([0, 3_000])), not_reduced=draw(st.booleans()),
            **draw(st.sampled_from([{"scope": "categories", "ids": (CUPS,)}, {},
                                    {"scope": "variants", "ids": (UUID(int=1), UUID(int=2))}])),
        )
        for number in range(1, 1 + draw(st.integers(1, 4)))
    ]  # fmt: skip


def set_by_set(terms: Terms, lines: list[Goods]) -> int:
    """What the sets save, one after the other."""
    members = [[g.unit for g in lines for _ in range(g.quantity) if g.variant_id == each] for each in terms.ids]
    sets = zip(*(sorted(units, reverse=True) for units in members), strict=False)
    return sum(max(0, sum(units) - terms.amount_minor) for units in sets)


@given(lines=lines, price=st.integers(1, 6_000))
def test_sets_are_worth_the_same_whether_taken_one_by_one_or_at_once(lines: list[Goods], price: int) -> None:
    paid = [line for line in lines if not line.is_money]
    ids = (UUID(int=1), UUID(int=2))
    both = offer(effect="bundle", scope="variants", ids=ids, amount_minor=price)
    assert sum(off(rules.best([both], paid)).values()) == set_by_set(both.promotion.terms, paid)


@pytest.mark.parametrize(
    ("ends_at", "said", "refused"),
    [
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "until 31 December", "until 31 December 2026."),
        (datetime(2027, 1, 31, 17, 30, tzinfo=UTC), "until 31 January 2027, 18:30", "until 31 January 2027, 18:30."),
    ],
)
def test_what_ends_at_midnight_is_told_by_its_last_day(ends_at: datetime, said: str, refused: str) -> None:
    terms = offer(effect="delivery", ends_at=ends_at, trigger="code", code="A", most_per_person=2).promotion.terms
    zone = ZoneInfo("Europe/Paris")
    told = saying.sentence(terms, "EUR", "en", zone=zone, now=NOW)
    assert told == f"Free delivery, with the code A, 2 times a person, {said}"
    over = saying.refusal(Miss(why="over", when=ends_at), "EUR", zone).read("en")
    assert over.startswith(f"This code held {refused}")


@given(lines=lines, offers=offers(), charge=st.integers(0, 900), seed=st.integers())
def test_nothing_goes_below_zero_and_no_order_matters(
    lines: list[Goods], offers: list[Offer], charge: int, seed: int
) -> None:
    bringing = Bringing(method="post", minor=charge)
    outcome = rules.best(offers, lines, bringing)
    reduced = off(outcome)
    for place, minor in reduced.items():
        line = lines[place]
        assert 0 < minor <= line.unit * line.quantity and not line.is_money
        parts = rules.spread(minor, line.unit, line.quantity)
        assert sum(pieces for pieces, _price in parts) == line.quantity
        assert sum(pieces * price for pieces, price in parts) == line.unit * line.quantity - minor
        assert all(price >= 0 for _pieces, price in parts) and len(parts) <= 2
    assert sum(one.delivery for one in outcome.given) <= charge

    shuffled, mixed = list(lines), list(offers)
    chance.Random(seed).shuffle(shuffled)
    chance.Random(seed + 1).shuffle(mixed)
    again = rules.best(mixed, shuffled, bringing)
    assert [(one.offer.promotion.id, one.minor) for one in again.given] == [
        (one.offer.promotion.id, one.minor) for one in outcome.given
    ]
    told = sorted((str(lines[place]), minor) for place, minor in reduced.items())
    assert sorted((str(shuffled[place]), minor) for place, minor in off(again).items()) == told
    assert again.missed == outcome.missed
    for alone in offers:
        if not alone.promotion.terms.combines:
            assert sum(one.minor for one in rules.best([alone], lines, bringing).given) <= sum(
                one.minor for one in outcome.given
            )
