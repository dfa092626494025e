"""Who comes back: buyers by the month of their first order, by its channel, and by what first brought them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.channel_names import channel_name
from comptoir.channels.backoffice.front import Figure
from comptoir.channels.backoffice.screens.funnel import days_of
from comptoir.channels.backoffice.screens.order_list import STANDS, standing
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.shares import growth, share
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Cohort, FirstThing, Period
from comptoir.kit.money import Money
from comptoir.orders import facade as orders

NAME = "retention"
KEPT = ()
SHADES, MOST = 5, 25


def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
    """All that is known until the last day of the period: a cohort has no other beginning than its own."""
    market, locale = access.market(), access.locale()
    buyers = list(orders.buyers(market.code, days.until))
    found = insights.cohorts(buyers, days.until)
    listed = f"{reverse('orders:index')}?{standing(days)}&buyer=new"
    longest = max((len(each.active) for each in found), default=0)
    best = max((n / each.people for each in found for n in each.active[1:]), default=0.0)
    again = sum(len(buyer.days) > 1 for buyer in buyers)
    may_see = access.may(request.user, "insights", "people")
    period = Period(since=days.since, until=days.until)
    channels = insights.first_channels(buyers, period)
    campaigns = insights.by_first_campaign(buyers, insights.first_campaigns(days.moments[1]), period)
    return {
        "cohorts": found, "rows": [_row(each, best, market.currency, locale) for each in found],
        "months": list(range(longest)), "empty": not buyers, "people": len(buyers),
        "again": share(again / len(buyers) if buyers else None),
        "channels": [
            _first(each, market.currency, locale) | _of_channel(each, days) | {"name": channel_name(each.name)}
            for each in channels
        ],
        "campaigns": [
            _first(each, market.currency, locale) | (_of_campaign(each, days) if may_see else {})
            for each in campaigns[:MOST]
        ],
        "with_campaign": share(1 - sum(c.people for c in campaigns if not c.name) / len(buyers) if buyers else None),
        "numbers": _numbers(channels, market.currency, locale, listed) if buyers else [],
        "firsts": {"channel": channels, "campaign": campaigns},
        "currency": market.currency,
    }  # fmt: skip


def table(found: dict[str, Any]) -> list[list[Any]]:
    head = ["first_order_in", "people", "months_after", "active", "value_until_then", "currency"]
    currency = found["currency"]
    cohorts = [
        [each.month.strftime("%Y-%m"), each.people, n, active, Money(each.value[n], currency).decimal, currency]
        for each in found["cohorts"] for n, active in enumerate(each.active)
    ]  # fmt: skip
    second = ["by", "first", "people", "orders", "ordered_again", "value", "new_people", "new_value",
              "new_people_before", "new_value_before", "currency"]  # fmt: skip
    firsts = [
        [by, e.name, e.people, e.orders, e.returning, Money(e.value, currency).decimal, e.new,
         Money(e.new_value, currency).decimal, e.new_before, Money(e.new_value_before, currency).decimal, currency]
        for by, rows in found["firsts"].items() for e in rows
    ]  # fmt: skip
    return [head, *cohorts, [], second, *firsts]


def _row(cohort: Cohort, best: float, currency: str, locale: str) -> dict[str, Any]:
    """A cell for each month: the share that ordered in it, how dark it is, and where those orders are."""
    cells = [
        (share(n / cohort.people), _shade(n / cohort.people, best), _address(cohort.month, month) if n else "")
        for month, n in enumerate(cohort.active[1:], start=1)
    ]
    return {
        "name": format_date(cohort.month, "LLLL y", locale=locale), "people": cohort.people, "cells": cells,
        "value": Money(round(cohort.value[-1] / cohort.people), currency),
        "address": f"{_address(cohort.month, 0)}&buyer=new",
    }  # fmt: skip


def _address(first: date, after: int) -> str:
    """Orders of the month so many after the first one, of buyers of that first month."""
    number = first.year * 12 + first.month - 1 + after
    month = date(number // 12, number % 12 + 1, 1)
    of = f"&first_from={first}&first_to={_end(first)}" if after else ""
    return f"{reverse('orders:index')}?placed_at_from={month}&placed_at_to={_end(month)}&{STANDS}{of}"


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _of_channel(each: FirstThing, days: Days) -> dict[str, str]:
    """Where the orders behind each figure are: buyers and the new ones by their first order."""
    listed, channel = reverse("orders:index"), f"first_channel={quote(each.name)}"
    until = f"{listed}?placed_at_to={days.until}&{STANDS}"
    return {
        "buyers_at": f"{until}&{channel}&buyer=new", "orders_at": f"{until}&{channel}",
        "again_at": f"{until}&{channel}&buyer=again" if each.returning else "",
        "new_at": f"{listed}?{standing(days)}&{channel}&buyer=new" if each.new else "",
    }  # fmt: skip


def _of_campaign(each: FirstThing, days: Days) -> dict[str, str]:
    """Where the buyers are: a campaign is known of who allowed it, so people are asked and not orders."""
    address = f"{reverse('retention:brought')}?{days_of(days)}&campaign={quote(each.name)}"
    return {"buyers_at": address, "new_at": f"{address}&new=1" if each.new else ""}


def _first(each: FirstThing, currency: str, locale: str) -> dict[str, Any]:
    return {
        "name": each.name, "people": each.people, "orders": each.orders, "again": share(each.returning / each.people),
        "value": Money(each.value, currency), "each": Money(round(each.value / each.people), currency),
        "new": each.new, "grown": growth(each.new, each.new_before),
        "before": format_decimal(each.new_before, locale=locale), "new_value": Money(each.new_value, currency),
        "value_grown": growth(each.new_value, each.new_value_before),
    }  # fmt: skip


def _numbers(channels: Sequence[FirstThing], currency: str, locale: str, listed: str) -> list[Figure]:
    """Who is new in these days, against those before."""
    new, then = sum(each.new for each in channels), sum(each.new_before for each in channels)
    value, value_then = sum(each.new_value for each in channels), sum(each.new_value_before for each in channels)
    told, told_then = Money(value, currency).format(locale), Money(value_then, currency).format(locale)

    def beside(grown: str, was: str) -> str:
        return _("%(grown)s, before %(was)s") % {"grown": grown, "was": was}

    return [
        Figure(
            label=_("New buyers"), value=format_decimal(new, locale=locale), address=listed,
            note=beside(growth(new, then), format_decimal(then, locale=locale)),
        ),
        Figure(
            label=_("Brought by them since"), value=told, address=listed,
            note=beside(growth(value, value_then), told_then),
        ),
    ]  # fmt: skip


def _shade(part: float, best: float) -> int:
    return min(SHADES, round(part / best * SHADES)) if best else 0
