"""Whatever is done in whatever order, the levels are what a small reckoning in memory says."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.inventory.errors import NegativeStock, NotReserved, SoldOut
from comptoir.inventory.tests.shop import NOW, ORIGIN, Stock
from comptoir.kit.ids import uuid7

VARIANTS, ORDERS, AT_FIRST = 2, 3, 5
place = st.integers(0, VARIANTS - 1)
order = st.integers(0, ORDERS - 1)
asked = st.lists(st.tuples(place, st.integers(1, 4)), min_size=1, max_size=2)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("reserve"), order, st.lists(st.tuples(place, st.integers(1, 4)), min_size=1, max_size=2)
        ),
        st.tuples(st.just("firm"), order, st.none()),
        st.tuples(st.just("release"), order, st.none()),
        st.tuples(st.just("take"), order, st.none()),
        st.tuples(st.just("adjust"), place, st.integers(-4, 4)),
        st.tuples(st.just("count"), place, st.integers(0, 8)),
    ),
    min_size=5,
    max_size=25,
)


class Reckoning:
    """Levels and orders as plain numbers: what the room has to agree with."""

    def __init__(self, variant_ids: list[UUID]) -> None:
        self.on_hand = dict.fromkeys(variant_ids, AT_FIRST)
        self.lines: dict[UUID, dict[UUID, int]] = {}
        self.states: dict[UUID, str] = {}

    def reserved(self, variant_id: UUID) -> int:
        active = [lines for order_id, lines in self.lines.items() if self.states[order_id] == "active"]
        return sum(lines.get(variant_id, 0) for lines in active)

    def has(self, lines: dict[UUID, int]) -> bool:
        return all(self.on_hand[v] - self.reserved(v) >= pieces for v, pieces in lines.items())

    def end(self, order_id: UUID, state: str) -> None:
        if self.states.get(order_id) == "active":
            self.states[order_id] = state
            for variant_id, pieces in self.lines[order_id].items() if state == "taken" else ():
                self.on_hand[variant_id] -= pieces

    def move(self, variant_id: UUID, pieces: int) -> None:
        left_over = self.on_hand[variant_id] + pieces - self.reserved(variant_id)
        if pieces > 0 or left_over >= 0:
            self.on_hand[variant_id] += pieces


def do(stock: Stock, reckoning: Reckoning, what: str, subject: UUID, detail: Any) -> None:
    if what == "reserve":
        wanted: dict[UUID, int] = {}
        for variant_id, pieces in detail:
            wanted[variant_id] = wanted.get(variant_id, 0) + pieces
        if reckoning.states.get(subject, "released") != "released":
            return
        lines = [stock.line(variant_id, pieces) for variant_id, pieces in detail]
        enough = reckoning.has(wanted)
        try:
            stock.reserve(*lines, order_id=subject)
        except SoldOut:
            assert not enough
        else:
            assert enough
            reckoning.lines[subject], reckoning.states[subject] = wanted, "active"
    elif what == "take":
        with contextlib.suppress(NotReserved):
            stock.take(subject)
        reckoning.end(subject, "taken")
    elif what == "release":
        stock.release(subject)
        reckoning.end(subject, "released")
    elif what == "firm":
        assert bool(stock.firm(subject)) == (reckoning.states.get(subject) == "active")
    else:
        line = Adjustment(variant_id=subject, location_id=stock.warehouse, quantity=detail)
        with contextlib.suppress(NegativeStock):
            if what == "adjust":
                inventory.adjust([line], kind="adjustment", reason="correction", origin=ORIGIN, now=NOW)
            else:
                inventory.set_levels([line], reason="correction", origin=ORIGIN, now=NOW)
        reckoning.move(subject, detail if what == "adjust" else detail - reckoning.on_hand[subject])


# Not shrunk: each try writes to the database, and a sequence of 25 steps can be read as it is.
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_levels_are_the_sums_of_what_happened(stock: Stock, steps: list[tuple[str, int, Any]]) -> None:
    variant_ids = [stock.variant(AT_FIRST) for _ in range(VARIANTS)]
    order_ids = [uuid7() for _ in range(ORDERS)]
    reckoning = Reckoning(variant_ids)
    for what, number, detail in steps:
        subject = variant_ids[number] if what in ("adjust", "count") else order_ids[number]
        if what == "reserve":
            detail = [(variant_ids[at], pieces) for at, pieces in detail]
        do(stock, reckoning, what, subject, detail)
    found = inventory.availability(variant_ids)
    for variant_id in variant_ids:
        shown = [(place.on_hand, place.reserved) for place in found[variant_id]]
        assert shown == [(reckoning.on_hand[variant_id], reckoning.reserved(variant_id))]
    assert inventory.check() == []
