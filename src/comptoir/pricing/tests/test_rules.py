from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.pricing import rules
from comptoir.pricing.contracts import DeliveryCharge, Quote
from comptoir.pricing.rules import PricedLine

rates = st.sampled_from([0, 210, 550, 1000, 2000, 2550, 2700])
minors = st.integers(0, rules.MOST_MINOR)
priced = st.builds(
    lambda number, quantity, minor, rate: PricedLine(
        variant_id=UUID(int=number),
        quantity=quantity,
        unit=Money(minor, "EUR"),
        price_version=1,
        rate_bp=rate,
        reasons=(),
    ),
    st.integers(0, 50),
    st.integers(1, rules.MOST_PIECES),
    minors,
    rates,
)
charge = st.builds(
    lambda minor: DeliveryCharge(code="home", name=Localised(fr="À domicile"), amount=Money(minor, "EUR")),
    minors,
)


def put_together(goods: list[PricedLine], charges: list[DeliveryCharge]) -> Quote:
    return rules.put_together(goods, charges, currency="EUR", fallback_bp=2000)


def totals(quote: Quote) -> tuple[object, ...]:
    return quote.goods, quote.delivery, quote.total, quote.vat, quote.vat_parts


@pytest.mark.parametrize(
    ("gross", "rate_bp", "vat"),
    [
        (12000, 2000, 2000),
        (100, 2000, 17),
        (1, 2000, 0),
        (1055, 550, 55),
        (999, 550, 52),
        (500, 0, 0),
        (0, 2000, 0),
    ],
)
def test_vat_is_contained_in_the_price(gross: int, rate_bp: int, vat: int) -> None:
    assert rules.vat_in(gross, rate_bp) == vat


def test_half_a_unit_of_net_goes_up() -> None:
    assert rules.rounded_half_up(5, 2) == 3
    assert rules.vat_in(15, 10_000) == 7  # net 7.5 becomes 8


@given(gross=minors, rate_bp=rates)
def test_vat_is_the_nearest_whole_unit_and_never_more_than_the_price(gross: int, rate_bp: int) -> None:
    vat = rules.vat_in(gross, rate_bp)
    assert 0 <= vat <= gross
    exact_times = gross * rate_bp  # the exact VAT, times 10,000 + rate
    assert abs(2 * (vat * (10_000 + rate_bp) - exact_times)) <= 10_000 + rate_bp


@given(amount=minors, weights=st.dictionaries(rates, minors, min_size=1))
def test_a_split_adds_up_and_each_share_is_within_one_of_its_part(
    amount: int, weights: dict[int, int]
) -> None:
    shares = rules.split(amount, weights)
    assert sum(shares.values()) == amount
    assert all(share >= 0 for share in shares.values())
    assert rules.split(amount, dict(reversed(weights.items()))) == shares
    whole = sum(weights.values())
    for key, share in shares.items() if whole else ():
        assert abs(share * whole - amount * weights[key]) < whole
        assert share == 0 or weights[key]


@given(goods=st.lists(priced, max_size=8), charges=st.lists(charge, max_size=2), random=st.randoms())
def test_every_sum_of_a_quote_is_exact_whatever_the_order(
    goods: list[PricedLine], charges: list[DeliveryCharge], random: object
) -> None:
    quote = put_together(goods, charges)
    for line in quote.lines:
        assert line.total == line.unit * line.quantity
        assert 0 <= line.vat.minor <= line.total.minor
    by_kind = {"goods": quote.goods, "delivery": quote.delivery}
    for kind, total in by_kind.items():
        assert total.minor == sum(line.total.minor for line in quote.lines if line.kind == kind)
    assert quote.goods.minor == sum(line.unit.minor * line.quantity for line in goods)
    assert quote.delivery.minor == sum(charge.amount.minor for charge in charges)
    assert quote.total == quote.goods + quote.delivery
    assert quote.total.minor == sum(part.gross.minor for part in quote.vat_parts)
    assert quote.vat.minor == sum(line.vat.minor for line in quote.lines)
    for part in quote.vat_parts:
        of_rate = [line for line in quote.lines if line.vat_rate_bp == part.rate_bp]
        assert part.net + part.vat == part.gross
        assert part.gross.minor == sum(line.total.minor for line in of_rate)
        assert part.vat.minor == sum(line.vat.minor for line in of_rate)
    mixed = list(goods)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert totals(put_together(mixed, charges)) == totals(quote)


def line(minor: int, rate_bp: int) -> PricedLine:
    return PricedLine(
        variant_id=UUID(int=1),
        quantity=1,
        unit=Money(minor, "EUR"),
        price_version=1,
        rate_bp=rate_bp,
        reasons=(),
    )


def home(minor: int) -> DeliveryCharge:
    return DeliveryCharge(code="home", name=Localised(fr="À domicile"), amount=Money(minor, "EUR"))


def delivered(quote: Quote) -> list[tuple[int, int, int]]:
    lines = [line for line in quote.lines if line.kind == "delivery"]
    return [(line.vat_rate_bp, line.total.minor, line.vat.minor) for line in lines]


def test_delivery_follows_the_rates_of_the_goods_in_proportion() -> None:
    quote = put_together([line(2000, 2000), line(1000, 550)], [home(500)])
    assert delivered(quote) == [(2000, 333, 55), (550, 167, 9)]


def test_a_part_of_nothing_makes_no_line_of_delivery() -> None:
    assert delivered(put_together([line(5000, 2000), line(0, 550)], [home(500)])) == [(2000, 500, 83)]


def test_free_delivery_is_still_a_line() -> None:
    assert delivered(put_together([line(2000, 2000), line(3000, 550)], [home(0)])) == [(550, 0, 0)]


def test_delivery_of_goods_that_cost_nothing_takes_their_highest_rate() -> None:
    assert delivered(put_together([line(0, 2000), line(0, 550)], [home(600)])) == [(2000, 600, 100)]


def test_nothing_costs_nothing() -> None:
    quote = put_together([], [])
    assert (quote.total, quote.vat, quote.vat_parts, quote.lines) == (
        Money(0, "EUR"),
        Money(0, "EUR"),
        (),
        (),
    )
