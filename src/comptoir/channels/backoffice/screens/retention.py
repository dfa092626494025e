"""Who comes back: buyers by the month of their first order, and by its channel."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

from babel.dates import format_date
from django.http import HttpRequest
from django.urls import reverse

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.screens.shares import share
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Cohort
from comptoir.kit.money import Money
from comptoir.orders import facade as orders

NAME = "retention"
KEPT = ()
SHADES = 5


def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
    """All that is known until the last day of the period: a cohort has no other beginning than its own."""
    market, locale = access.market(), access.locale()
    buyers = list(orders.buyers(market.code, days.until))
    found = insights.cohorts(buyers, days.until)
    longest = max((len(each.active) for each in found), default=0)
    best = max((n / each.people for each in found for n in each.active[1:]), default=0.0)
    again = sum(len(buyer.days) > 1 for buyer in buyers)
    return {
        "cohorts": found, "rows": [_row(each, best, market.currency, locale) for each in found],
        "months": list(range(longest)), "empty": not buyers, "people": len(buyers),
        "again": share(again / len(buyers) if buyers else None),
        "channels": [
            {
                "channel": each.channel, "people": each.people, "orders": each.orders,
                "again": share(each.returning / each.people), "value": Money(each.value, market.currency),
                "each": Money(round(each.value / each.people), market.currency),
            }
            for each in insights.first_channels(buyers)
        ],
        "currency": market.currency,
    }  # fmt: skip


def table(found: dict[str, Any]) -> list[list[Any]]:
    head = ["first_order_in", "people", "months_after", "active", "value_until_then", "currency"]
    return [head, *(
        [each.month.strftime("%Y-%m"), each.people, n, active, Money(each.value[n], found["currency"]).decimal,
         found["currency"]]
        for each in found["cohorts"] for n, active in enumerate(each.active)
    )]  # fmt: skip


def _row(cohort: Cohort, best: float, currency: str, locale: str) -> dict[str, Any]:
    """A cell for each month: the share that ordered in it, and how dark it is."""
    cells = [(share(n / cohort.people), _shade(n / cohort.people, best)) for n in cohort.active[1:]]
    end = cohort.month.replace(day=monthrange(cohort.month.year, cohort.month.month)[1])
    return {
        "name": format_date(cohort.month, "LLLL y", locale=locale), "people": cohort.people, "cells": cells,
        "value": Money(round(cohort.value[-1] / cohort.people), currency),
        "address": f"{reverse('orders:index')}?placed_at_from={cohort.month}&placed_at_to={end}",
    }  # fmt: skip


def _shade(part: float, best: float) -> int:
    return min(SHADES, round(part / best * SHADES)) if best else 0
