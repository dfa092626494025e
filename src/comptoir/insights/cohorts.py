"""Who comes back: buyers by the month of their first order, and by its channel. From the orders, never from events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from comptoir.insights.contracts import Cohort, FirstChannel
from comptoir.orders.contracts import BuyerHistory

MONTHS = 12


def cohorts(buyers: Iterable[BuyerHistory], until: date, months: int = MONTHS) -> tuple[Cohort, ...]:
    """The last `months` of them, the oldest first. A month that is not over counts as far as it is known."""
    last = _number(until)
    people: dict[int, int] = defaultdict(int)
    active: dict[tuple[int, int], int] = defaultdict(int)
    value: dict[tuple[int, int], int] = defaultdict(int)
    for buyer in buyers:
        first = _number(buyer.days[0])
        people[first] += 1
        for later in {_number(day) - first for day in buyer.days}:
            active[first, later] += 1
        for day, minor in zip(buyer.days, buyer.values, strict=True):
            value[first, _number(day) - first] += minor
    return tuple(
        Cohort(
            month=date(first // 12, first % 12 + 1, 1), people=people[first],
            active=tuple(active[first, later] for later in range(last - first + 1)),
            value=tuple(sum(value[first, n] for n in range(later + 1)) for later in range(last - first + 1)),
        )
        for first in range(last - months + 1, last + 1)
        if people[first]
    )  # fmt: skip


def first_channels(buyers: Iterable[BuyerHistory]) -> tuple[FirstChannel, ...]:
    """The most valuable first."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for buyer in buyers:
        sums = found[buyer.first_channel]
        for place, more in enumerate((1, len(buyer.days), sum(buyer.values), int(len(buyer.days) > 1))):
            sums[place] += more
    rows = [
        FirstChannel(channel=channel, people=people, orders=orders, value=value, returning=returning)
        for channel, (people, orders, value, returning) in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.value))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
