"""How far people come on the way to an order, and why they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.channels.backoffice import access, chart
from comptoir.channels.backoffice.channel_names import channel_name
from comptoir.channels.backoffice.said import REFUSALS
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.shares import change, share
from comptoir.insights import facade as insights
from comptoir.insights.contracts import FunnelTable, Left
from comptoir.payments import facade as payments

NAME = "funnel"
KEPT = ("by",)
STEPS = {
    "visit": gettext_lazy("Visit"),
    "product": gettext_lazy("Product seen"),
    "basket": gettext_lazy("Into the basket"),
    "checkout": gettext_lazy("Checkout opened"),
    "delivery": gettext_lazy("Delivery chosen"),
    "buyer": gettext_lazy("Name and address given"),
    "payment": gettext_lazy("Payment asked for"),
    "order": gettext_lazy("Order paid"),
}
GROUPS = {
    "": gettext_lazy("Everybody"),
    "channel": gettext_lazy("By channel"),
    "device": gettext_lazy("By device"),
    "campaign": gettext_lazy("By campaign"),
    "known": gettext_lazy("New or known"),
}
WORDS = {
    "new": gettext_lazy("had not ordered before"), "known": gettext_lazy("had ordered before"),
    "phone": gettext_lazy("phone"), "tablet": gettext_lazy("tablet"), "desktop": gettext_lazy("desktop"),
    "bot": gettext_lazy("machine"), "server": gettext_lazy("server"), "unknown": gettext_lazy("unknown"),
    "–": gettext_lazy("none"), "…": gettext_lazy("all others"),
}  # fmt: skip
PLACES = {
    "basket": gettext_lazy("basket"), "delivery": gettext_lazy("delivery"), "buyer": gettext_lazy("name and address"),
    "address": gettext_lazy("address"), "payment": gettext_lazy("payment"), "order": gettext_lazy("order"),
    "checkout": gettext_lazy("checkout"),
}  # fmt: skip
MOST = 12


def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
    by = request.GET.get("by", "")
    by = by if by in GROUPS else ""
    told, then = (insights.way(*each.moments, by=by or None) for each in (days, days.before))
    now, before, visits = told.table, then.table, told.visits
    times_then: dict[Any, int] = {(each.means, each.reason): each.times for each in then.refusals}
    times_then |= {(each.outcome, each.step, each.reason): each.times for each in then.left}
    locale = access.locale()
    return {
        "table": now, "steps": _steps(now, before, days), "by": by,
        "groups": _groups(now, before, by, days), "group_name": GROUPS[by],
        "choices": [(f"?{days_of(days)}" + (f"&by={code}" if code else ""), name, code == by)
                    for code, name in GROUPS.items()],
        "step_names": list(STEPS.values()), "empty": not now.people[0], "visits": visits,
        "covered": share(visits.covered), "is_covered": visits.covered is not None,
        "counted": format_decimal(visits.visits_of_nobody, locale=locale),
        "covered_before": share(then.visits.covered),
        "came_before": format_decimal(before.people[0], locale=locale),
        "refusals": [
            (means_name(each.means), reason_name(each.reason), each,
             behind("refused", days, means=each.means, reason=each.reason),
             behind("refused", days, means=each.means, reason=each.reason, paid="1") if each.paid_after else "",
             times_then.get((each.means, each.reason), 0))
            for each in told.refusals[:MOST]
        ],
        "stops": [_left(each, days, times_then) for each in told.left if each.outcome == "refused"][:MOST],
        "doubts": [_left(each, days, times_then) for each in told.left if each.outcome == "hesitated"][:MOST],
        "may_see": access.may(request.user, "insights", "people"),
        "payments": reverse("payments:index") + "?state=refused",
        "orders": f"{reverse('orders:index')}?placed_at_from={days.since}&placed_at_to={days.until}",
    }  # fmt: skip


def table(found: dict[str, Any]) -> list[list[Any]]:
    told: FunnelTable = found["table"]
    rows: list[list[Any]] = [["group", *told.steps], ["all", *told.people]]
    return [*rows, *([name, *people] for name, people in told.groups.items())]


def days_of(days: Days) -> str:
    return f"since={days.since}&until={days.until}"


def behind(page: str, days: Days, **asked: str) -> str:
    """Where those stand who are behind a figure of these days."""
    return f"{reverse(f'funnel:{page}')}?{days_of(days)}&{urlencode(asked)}"


def _left(each: Left, days: Days, then: Mapping[Any, int]) -> tuple[Any, Any, Left, str, int]:
    asked = {"step": each.step, "outcome": each.outcome, "reason": each.reason}
    address = behind("left", days, **asked) if each.people else ""
    before = then.get((each.outcome, each.step, each.reason), 0)
    return PLACES.get(each.step, each.step), reason_name(each.reason), each, address, before


def _steps(now: FunnelTable, before: FunnelTable, days: Days) -> list[dict[str, Any]]:
    """Each with its bar, the share that came from the step before, and that share in the time before."""
    widths = chart.widths(now.people)
    rows = []
    for place, code in enumerate(now.steps):
        people, last = now.people[place], now.people[place - 1] if place else 0
        then = before.people[place] / before.people[place - 1] if place and before.people[place - 1] else None
        went_on = people / last if last else None
        rows.append(
            {
                "name": STEPS[code], "people": format_decimal(people, locale=access.locale()), "width": widths[place],
                "of_all": share(people / now.people[0] if now.people[0] else None),
                "of_last": share(went_on) if place else "", "change": change(went_on, then) if place else "",
                "left": format_decimal(last - people, locale=access.locale()) if place else "",
                "leavers": behind("left", days, step=code) if last > people else "",
                "reached": behind("reached", days, step=code) if people else "",
            }
        )  # fmt: skip
    worst = max((row for row in rows[1:]), key=lambda row: _lost(rows, row, now), default=None)
    if worst and now.people[0]:
        worst["worst"] = True
    return rows


def _lost(rows: list[dict[str, Any]], row: dict[str, Any], now: FunnelTable) -> float:
    place = rows.index(row)
    return (1 - now.people[place] / now.people[place - 1]) if now.people[place - 1] else 0.0


def group_name(by: str, name: str) -> Any:
    return channel_name(name) if by == "channel" else WORDS.get(name, name)


def _groups(now: FunnelTable, before: FunnelTable, by: str, days: Days) -> list[dict[str, Any]]:
    """Each cell with where its people are."""
    return [
        {
            "name": group_name(by, name),
            "cells": [
                (format_decimal(n, locale=access.locale()),
                 behind("reached", days, step=code, by=by, group=name) if n else "")
                for code, n in zip(now.steps, people, strict=True)
            ],
            "share": share(_paid(people)), "change": change(_paid(people), _paid(before.groups.get(name, (0,)))),
        }  # fmt: skip
        for name, people in list(now.groups.items())[:MOST]
    ]


def _paid(people: Sequence[int]) -> float | None:
    return people[-1] / people[0] if people[0] else None


def means_name(kind: str) -> str:
    known = payments.tender_names()
    return known[kind].read(access.locale()) if kind in known else kind


def reason_name(code: str) -> Any:
    return REFUSALS.get(code) or code.replace("_", " ") or _("no reason given")
