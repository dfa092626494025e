"""What was sold, from the orders, against the time before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.channels.backoffice import access, chart
from comptoir.channels.backoffice.front import Figure
from comptoir.channels.backoffice.screens.order_list import standing
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.shares import change, growth, share
from comptoir.channels.backoffice.words import paired
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Visits
from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.orders.contracts import Sold, SoldIn

NAME = "sold"
KEPT = ()
MOST_BARS = 92  # days; a longer time is drawn by weeks


def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
    market, locale = access.market(), access.locale()
    now = orders.sold(market.code, days.since, days.until)
    before = orders.sold(market.code, days.before.since, days.before.until)
    visits, visits_before = insights.visits(*days.moments), insights.visits(*days.before.moments)
    listed = f"{reverse('orders:index')}?{standing(days)}"
    return {
        "numbers": _numbers(days, now.whole, before.whole, visits, visits_before),
        "chart": _chart(days, now, before) if now.whole.orders or before.whole.orders else None,
        "rows": _days(days, now, before, market.currency),
        "covered": share(visits.covered), "is_covered": visits.covered is not None,
        "counted": format_decimal(visits.visits_of_nobody, locale=locale),
        "channels": [
            (code, each, share(each.value.minor / now.whole.value.minor if now.whole.value.minor else None),
             _grown(each, before.channels.get(code)), f"{listed}&channel={quote(code)}")
            for code, each in sorted(now.channels.items(), key=lambda row: -row[1].value.minor)
        ],
        "empty": not now.whole.orders and not before.whole.orders,
    }  # fmt: skip


def table(found: dict[str, Any]) -> list[list[Any]]:
    head = ["day", "orders", "value", "currency", "average_basket", "buyers", "returning_buyers", "orders_of_returning"]
    return [head, *(
        [day, s.orders, s.value.decimal, s.value.currency, s.average.decimal, s.buyers, s.returning, s.again]
        for day, _name, s, _address, _grown in found["rows"]
    )]  # fmt: skip


def _numbers(days: Days, now: Sold, before: Sold, visits: Visits, then: Visits) -> list[Figure]:
    locale = access.locale()
    listed = f"{reverse('orders:index')}?{standing(days)}"

    def beside(grown: str, was: str) -> str:
        return _("%(grown)s, before %(was)s") % {"grown": grown, "was": was}

    def counted(name: str, value: int, was: int, address: str) -> Figure:
        return Figure(
            label=name, value=format_decimal(value, locale=locale), address=address,
            note=beside(growth(value, was), format_decimal(was, locale=locale)),
        )  # fmt: skip

    def money(name: str, value: Money, was: Money, address: str) -> Figure:
        note = beside(growth(value.minor, was.minor), was.format(locale))
        return Figure(label=name, value=value.format(locale), address=address, note=note)

    again, again_before = (s.returning / s.buyers if s.buyers else None for s in (now, before))
    return [
        money(_("Sold"), now.value, before.value, listed),
        counted(_("Orders"), now.orders, before.orders, listed),
        money(_("Average basket"), now.average, before.average, listed),
        counted(_("Buyers"), now.buyers, before.buyers, listed),
        Figure(
            label=_("Of them had ordered before"), value=share(again), address=f"{listed}&buyer=again",
            note=beside(_points(change(again, again_before)), share(again_before)),
        ),
        Figure(
            label=_("Orders a visit"), value=share(visits.conversion), address=reverse("funnel:index"),
            note=beside(_points(change(visits.conversion, then.conversion)), share(then.conversion)),
        ),
    ]  # fmt: skip


def _grown(now: Sold, before: Sold | None) -> str:
    return growth(now.value.minor, before.value.minor if before else 0)


def _points(text: str) -> str:
    return text if text == "–" else _("%(change)s points") % {"change": text}


def _chart(days: Days, now: SoldIn, before: SoldIn) -> dict[str, Any]:
    """Bars of this time and a line of the one before, on one scale."""
    locale = access.locale()
    weeks = days.length > MOST_BARS
    step = 7 if weeks else 1
    this, then = _sums(days, now, step, _minor), _sums(days.before, before, step, _minor)
    largest = max(1, *(minor for _day, minor in this), *(minor for _day, minor in then))
    currency = now.whole.value.currency
    told = [(paired(_named(day, weeks, locale), Money(minor, currency).format(locale)), minor) for day, minor in this]
    return {
        "bars": chart.bars(told, largest), "line": chart.line([minor for _day, minor in then], largest),
        "width": chart.WIDTH, "height": chart.HEIGHT, "highest": Money(largest, currency).format(locale),
        "since": written(days.since, "d MMM", locale=locale),
        "until": written(days.until, "d MMM", locale=locale),
        "weeks": weeks,
    }  # fmt: skip


def _minor(sold: Sold) -> int:
    return sold.value.minor


def _sums(days: Days, sold: SoldIn, step: int, of: Callable[[Sold], int]) -> list[tuple[date, int]]:
    begins = [days.since + timedelta(days=n) for n in range(0, days.length, step)]
    return [
        (begin, sum(of(sold.days[day]) for n in range(step) if (day := begin + timedelta(days=n)) in sold.days))
        for begin in begins
    ]


def _named(day: date, weeks: bool, locale: str) -> str:
    if weeks:
        return _("week from %(day)s") % {"day": written(day, "d MMM y", locale=locale)}
    return written(day, "EEEE d MMMM", locale=locale)


def _days(days: Days, sold: SoldIn, before: SoldIn, currency: str) -> list[tuple[date, str, Sold, str, str]]:
    """Every day, the latest first; one without an order too. It grows over the day as far into the time before."""
    none = Sold(orders=0, value=Money(0, currency), buyers=0, returning=0, again=0, again_value=Money(0, currency))
    every = [days.until - timedelta(days=n) for n in range(days.length)]
    listed = reverse("orders:index")
    return [
        (day, written(day, "EEEE d MMM y", locale=access.locale()), sold.days.get(day, none),
         f"{listed}?{standing(Days(day, day, days.zone))}",
         _grown(sold.days.get(day, none), before.days.get(day - timedelta(days=days.length))))
        for day in every
    ]  # fmt: skip
