"""Prices, places, moves and tracking: without a database."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.fulfilment.contracts import Rate
from comptoir.fulfilment.errors import REASONS, CannotDeliver
from comptoir.fulfilment.rules import shipments
from comptoir.fulfilment.rules.rates import rate_for
from comptoir.fulfilment.rules.sourcing import collect_at, ship_from
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo


def rate(country: str, grams: int, cents: int, prefix: str = "") -> Rate:
    return Rate(country=country, max_weight_g=grams, amount=Money(cents, "EUR"), postcode_prefix=prefix)


TABLE = [
    rate("FR", 500, 495), rate("FR", 30_000, 3490), rate("FR", 500, 695, "20"), rate("FR", 2_000, 995, "20"),
    rate("FR", 500, 1290, "97"), rate("FR", 500, 990, "974"), rate("BE", 500, 790),
    rate("CH", 500, 1500, "12"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "postcode", "grams", "answer"),
    [
        ("FR", "75011", 500, 495),
        ("FR", "75011", 501, 3490),
        ("FR", "", 500, 495),
        ("FR", "20 000", 500, 695),
        ("FR", "97400", 10, 990),
        ("FR", "97100", 10, 1290),
        ("BE", "1000", 10, 790),
        ("FR", "20000", 2_001, "too_heavy"),
        ("FR", "75011", 30_001, "too_heavy"),
        ("US", "10001", 10, "no_rate_for_country"),
        ("CH", "8000", 10, "no_rate_for_postcode"),
    ],
)
def test_the_longest_prefix_wins_then_the_smallest_weight_that_fits(
    country: str, postcode: str, grams: int, answer: int | str
) -> None:
    if isinstance(answer, int):
        assert rate_for(TABLE, country=country, postcode=postcode, weight_g=grams).amount.minor == answer
    else:
        with pytest.raises(CannotDeliver) as refusal:
            rate_for(TABLE, country=country, postcode=postcode, weight_g=grams)
        assert refusal.value.reason == answer


def place(number: int, kind: str = "shop", *, ships: bool = True) -> PlaceInfo:
    return PlaceInfo(
        id=UUID(int=number), code=f"p{number}", kind=kind, name=Localised(fr=f"P{number}"), street="",
        postcode="", city="", country="FR", timezone="Europe/Paris", ships=ships, collects=True, opening={},
    )  # fmt: skip


A, B = UUID(int=101), UUID(int=102)
SHOP, OTHER, WAREHOUSE = place(1), place(2), place(3, "warehouse")


def senders(wanted: dict[UUID, int], stock: dict[tuple[UUID, UUID], int]) -> dict[str, int]:
    taken: Counter[str] = Counter()
    for part in ship_from(Counter(wanted), [SHOP, OTHER, WAREHOUSE], stock):
        taken[f"p{part.location_id.int}"] += part.quantity
    return dict(taken)


def test_the_warehouse_sends_when_it_has_everything_then_the_first_shop_that_has() -> None:
    everywhere = {(v, p.id): 5 for v in (A, B) for p in (SHOP, OTHER, WAREHOUSE)}
    assert senders({A: 1, B: 2}, everywhere) == {"p3": 3}
    assert senders({A: 1, B: 2}, everywhere | {(B, WAREHOUSE.id): 1}) == {"p1": 3}


def test_an_order_is_split_only_when_nobody_has_everything() -> None:
    apart = {(A, WAREHOUSE.id): 2, (B, OTHER.id): 2, (A, SHOP.id): 2}
    assert senders({A: 2, B: 2}, apart) == {"p3": 2, "p2": 2}
    assert senders({A: 3}, {(A, WAREHOUSE.id): 1, (A, OTHER.id): 2}) == {"p2": 2, "p3": 1}


def test_what_is_short_is_named() -> None:
    with pytest.raises(CannotDeliver) as refusal:
        senders({A: 1, B: 2}, {(A, SHOP.id): 1, (B, SHOP.id): 1})
    assert refusal.value.data == {"reason": "out_of_stock", "variant_ids": [str(B)]}


def test_a_place_that_does_not_ship_sends_nothing_but_can_be_collected_from() -> None:
    counter = place(4, ships=False)
    with pytest.raises(CannotDeliver):
        ship_from(Counter({A: 1}), [counter], {(A, counter.id): 1})
    assert [part.quantity for part in collect_at(Counter({A: 1}), counter, {(A, counter.id): 1})] == [1]


def test_a_shop_that_lacks_one_piece_is_not_collected_from() -> None:
    with pytest.raises(CannotDeliver) as refusal:
        collect_at(Counter({A: 2}), SHOP, {(A, SHOP.id): 1, (A, WAREHOUSE.id): 9})
    assert refusal.value.reason == "not_in_this_shop"


cells = st.tuples(st.sampled_from([A, B]), st.sampled_from([SHOP.id, OTHER.id, WAREHOUSE.id]))
stocks = st.dictionaries(cells, st.integers(0, 4))


@given(st.dictionaries(st.sampled_from([A, B]), st.integers(1, 6), min_size=1), stocks)
def test_sourcing_takes_what_is_wanted_from_what_is_there(
    wanted: dict[UUID, int], stock: dict[tuple[UUID, UUID], int]
) -> None:
    places = [SHOP, OTHER, WAREHOUSE]
    there = {variant: sum(stock.get((variant, p.id), 0) for p in places) for variant in wanted}
    if any(there[variant] < count for variant, count in wanted.items()):
        with pytest.raises(CannotDeliver):
            ship_from(Counter(wanted), places, stock)
        return
    parts = ship_from(Counter(wanted), places, stock)
    taken = Counter[UUID]()
    for part in parts:
        assert 0 < part.quantity <= stock[part.variant_id, part.location_id]
        taken[part.variant_id] += part.quantity
    assert taken == wanted
    if any(all(stock.get((v, p.id), 0) >= count for v, count in wanted.items()) for p in places):
        assert len({part.location_id for part in parts}) == 1


def test_every_reason_says_what_to_do_next_in_both_languages() -> None:
    for reason in REASONS:
        french, english = (CannotDeliver(reason).text(locale) for locale in ("fr", "en"))
        assert french != english
        assert french.count(".") >= 2
        assert english.count(".") >= 2


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [(" 6A 1234 5678 901 ", "6A12345678901"), ("xy\u202f12\t3\n", "xy123"), ("", ""), ("ＡＢ１", "AB1")],
)
def test_a_tracking_number_loses_its_spaces(pasted: str, kept: str) -> None:
    assert shipments.clean_number(pasted) == kept


@pytest.mark.parametrize("bad", ["<script>", "12\x0034", "6A1234?x=1", "é12", "1" * 61])
def test_a_tracking_number_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(Invalid) as refusal:
        shipments.clean_number(bad)
    assert set(refusal.value.errors) == {"tracking_number"}


@pytest.mark.parametrize(
    "template",
    [
        "http://carrier.example/{number}", "javascript:alert({number})", "https://{number}.example/",
        "//a.b/{number}", "https://carrier.example/", "https://[half/{number}", "{number}",
    ],
)  # fmt: skip
def test_only_an_https_page_with_the_number_behind_its_host_is_a_tracking_page(template: str) -> None:
    assert not shipments.is_tracking_template(template)
    assert shipments.tracking_address(template, "6A1") == ""


def test_the_number_is_quoted_in_the_tracking_address() -> None:
    assert shipments.tracking_address("https://c.example/t?n={number}", "6A/1") == "https://c.example/t?n=6A%2F1"
    assert shipments.tracking_address("https://c.example/t?n={number}", "") == ""
