"""Who comes back: buyers by the month of their first order, by its channel, and by what first brought them. Money and
orders are those of the orders, never of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from comptoir.insights.contracts import Cohort, FirstThing, Period
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


def first_channels(buyers: Iterable[BuyerHistory], period: Period) -> tuple[FirstThing, ...]:
    """By the channel of the first order, the most valuable first; who is new in a period, and in the one before."""
    return _by(buyers, period, lambda buyer: buyer.first_channel)


def by_first_campaign(
    buyers: Iterable[BuyerHistory], campaigns: Mapping[UUID, str], period: Period
) -> tuple[FirstThing, ...]:
    """By what first brought them; buyers of whom no campaign was seen stand under an empty name."""
    return _by(buyers, period, lambda buyer: campaigns.get(buyer.customer_id, ""))


def _by(
    buyers: Iterable[BuyerHistory], period: Period, name_of: Callable[[BuyerHistory], str]
) -> tuple[FirstThing, ...]:
    found: dict[str, list[int]] = defaultdict(lambda: [0] * 8)
    for buyer in buyers:
        first, value = buyer.days[0], sum(buyer.values)
        new, then = period.has(first), period.before.has(first)
        told = (1, len(buyer.days), value, len(buyer.days) > 1, new, new * value, then, then * value)
        found[name_of(buyer)] = [kept + more for kept, more in zip(found[name_of(buyer)], told, strict=True)]
    rows = [
        FirstThing(
            name=name, people=people, orders=orders, value=value, returning=returning, new=new, new_value=new_value,
            new_before=then, new_value_before=value_then,
        )
        for name, (people, orders, value, returning, new, new_value, then, value_then) in found.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.value, row.name)))


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
