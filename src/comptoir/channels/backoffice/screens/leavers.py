"""Who stands behind a figure, as far as they allow it, and the orders behind a refused payment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens import funnel
from comptoir.channels.backoffice.screens.customers import names_of
from comptoir.channels.backoffice.screens.order_list import STATE_WORDS
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.screens.segments import PURPOSES as SEGMENTS_FOR
from comptoir.insights import contracts as insight
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Behind, Stop
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.org.contracts import MEASUREMENT, PURPOSES
from comptoir.segments import facade as segments

SHOWN = 50
USES = [(MEASUREMENT, gettext_lazy("to understand visits")), *SEGMENTS_FOR]


class People:
    """A page of people behind a figure: `asked_for` names the query's fields that say which."""

    NAME = "left"
    asked_for: tuple[str, ...] = ()

    @classmethod
    def shown(cls, request: HttpRequest, days: Days, found: Behind, purpose: str) -> dict[str, Any]:
        locale = access.locale()
        here = {name: request.GET[name] for name in cls.asked_for if name in request.GET}
        here |= {"since": str(days.since), "until": str(days.until)}
        return {
            "whole": format_decimal(len(found.people) + found.hidden, locale=locale),
            "how_many": len(found.people) + found.hidden, "told": format_decimal(len(found.people), locale=locale),
            "people": names_of(found.people[:SHOWN], request.user),
            "hidden": found.hidden, "hidden_told": format_decimal(found.hidden, locale=locale),
            "more": len(found.people) > SHOWN, "purpose": purpose, "empty": not found.people and not found.hidden,
            "purposes": [(f"?{urlencode(here | {'purpose': code})}", name, code == purpose)
                         for code, name in USES],
            "may_export": access.may(request.user, "insights", "export"),
        }  # fmt: skip


class Left(People):
    """`step` is one of the way, or that of the checkout where `outcome` is given."""

    asked_for = ("step", "outcome", "reason")
    KEPT = (*asked_for, "purpose")

    @classmethod
    def figures(cls, request: HttpRequest, days: Days) -> dict[str, Any]:
        step, stop = asked(request.GET)
        purpose = purpose_of(request.GET)
        found = insights.who_left(insights.PATH, *days.moments, step=step, purpose=purpose, stop=stop)
        length = (clock.now().astimezone(days.zone).date() - days.since).days + 1
        rule = insights.stopped_as_rule(stop, length) if stop else insights.left_as_rule(insights.PATH, step, length)
        return cls.shown(request, days, found, purpose) | {
            "heading": title(step, stop), "segment": as_segment(request, rule),
            "sentence": segments.said(rule, access.locale()),
            "back": f"{reverse('funnel:index')}?{funnel.days_of(days)}",
        }  # fmt: skip

    @staticmethod
    def export(request: HttpRequest, days: Days, now: datetime) -> Behind:
        step, stop = asked(request.GET)
        return insights.export_leavers(
            *days.moments, step=step, purpose=purpose_of(request.GET), stop=stop, origin=access.origin(request), now=now
        )


class Reached(People):
    """Who came as far as `step`, of one `group` where the way is told `by` something."""

    NAME = "reached"
    asked_for = ("step", "by", "group")
    KEPT = (*asked_for, "purpose")

    @classmethod
    def figures(cls, request: HttpRequest, days: Days) -> dict[str, Any]:
        reached, purpose = reached_of(request.GET), purpose_of(request.GET)
        found = insights.who_reached(insights.PATH, *days.moments, reached=reached, purpose=purpose)
        name = funnel.STEPS[reached.step]
        if reached.by:
            group = funnel.group_name(reached.by, reached.group)
            heading = _("Came as far as: %(step)s (%(group)s)") % {"step": name, "group": group}
        else:
            heading = _("Came as far as: %(step)s") % {"step": name}
        by = f"&by={reached.by}" if reached.by else ""
        return cls.shown(request, days, found, purpose) | {
            "heading": heading, "back": f"{reverse('funnel:index')}?{funnel.days_of(days)}{by}",
        }  # fmt: skip

    @staticmethod
    def export(request: HttpRequest, days: Days, now: datetime) -> Behind:
        return _export(request, days, reached_of(request.GET), now)


class Brought(People):
    """Buyers whom a campaign first brought; `new` for those whose first order lies in these days."""

    NAME = "brought"
    asked_for = ("campaign", "new")
    KEPT = (*asked_for, "purpose")

    @classmethod
    def figures(cls, request: HttpRequest, days: Days) -> dict[str, Any]:
        brought, purpose = brought_of(request.GET), purpose_of(request.GET)
        found = insights.who_was_brought(access.market().code, period_of(days), brought=brought, purpose=purpose)
        campaign = brought.campaign or _("none seen")
        heading = _("New buyers by the first campaign: %(campaign)s") if brought.new else _(
            "Buyers by the first campaign: %(campaign)s")  # fmt: skip
        return cls.shown(request, days, found, purpose) | {
            "heading": heading % {"campaign": campaign},
            "back": f"{reverse('retention:index')}?{funnel.days_of(days)}",
        }  # fmt: skip

    @staticmethod
    def export(request: HttpRequest, days: Days, now: datetime) -> Behind:
        return _export(request, days, brought_of(request.GET), now)


class Refused:
    """The page of orders: facts, which need nobody's consent; who bought stands on the order's own page."""

    NAME = "refused"
    KEPT = ("means", "reason", "paid")

    @staticmethod
    def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
        means, reason = request.GET.get("means", ""), request.GET.get("reason", "")
        paid = True if request.GET.get("paid") == "1" else None
        found = insights.refused_orders(*days.moments, means=means, reason=reason, paid_after=paid)
        known = {row.pk: row for row in rows.Order.objects.filter(pk__in=[each.order_id for each in found])}
        length = (clock.now().astimezone(days.zone).date() - days.since).days + 1
        rule = insights.refused_as_rule(reason, length) if reason else None
        heading = _("%(means)s refused, paid after all: %(reason)s") if paid else _("%(means)s refused: %(reason)s")
        return {
            "heading": heading % {"means": funnel.means_name(means), "reason": funnel.reason_name(reason)},
            "paid": paid,
            "orders": [(each, known[each.order_id], STATE_WORDS[known[each.order_id].headline],
                        Money(known[each.order_id].total_minor, known[each.order_id].currency))
                       for each in found if each.order_id in known],
            "segment": as_segment(request, rule) if rule else "",
            "sentence": segments.said(rule, access.locale()) if rule else "",
            "back": f"{reverse('funnel:index')}?{funnel.days_of(days)}",
        }  # fmt: skip

    @staticmethod
    def table(found: dict[str, Any]) -> list[list[Any]]:
        head = ["order", "state", "total", "currency", "times_refused", "last_refused_at", "paid_after"]
        return [head, *(
            [row.number, row.state, total.decimal, total.currency, each.times, each.last_at.isoformat(),
             each.paid_after]
            for each, row, _state, total in found["orders"]
        )]  # fmt: skip


def asked(query: Mapping[str, str]) -> tuple[str, Stop | None]:
    """What cannot be read is who left at the last step."""
    step, outcome = query.get("step", ""), query.get("outcome", "")
    if outcome in ("refused", "hesitated"):
        return step, Stop(step, outcome, query.get("reason", ""))
    known = [each.code for each in insights.PATH[1:]]
    return (step if step in known else known[-1]), None


def purpose_of(query: Mapping[str, str]) -> str:
    return query["purpose"] if query.get("purpose") in PURPOSES else MEASUREMENT


def reached_of(query: Mapping[str, str]) -> insight.Reached:
    """What cannot be read is the first step, of everybody."""
    known = [each.code for each in insights.PATH]
    step, by = query.get("step", ""), query.get("by", "")
    by = by if by in insights.GROUPS else ""
    return insight.Reached(step if step in known else known[0], by, query.get("group", "") if by else "")


def brought_of(query: Mapping[str, str]) -> insight.Brought:
    return insight.Brought(query.get("campaign", ""), query.get("new") == "1")


def period_of(days: Days) -> insight.Period:
    return insight.Period(since=days.since, until=days.until)


def title(step: str, stop: Stop | None) -> str:
    if stop is None:
        return _("Left before: %(step)s") % {"step": funnel.STEPS[step]}
    place = funnel.PLACES.get(stop.step, stop.step)
    if stop.outcome == "hesitated":
        return _("Hesitated: %(place)s") % {"place": place}
    return _("Refused: %(place)s, %(reason)s") % {"place": place, "reason": funnel.reason_name(stop.reason)}


def as_segment(request: HttpRequest, rule: dict[str, Any]) -> str:
    """Where a segment with this rule is begun; empty for who may not."""
    if not access.may(request.user, "segments", "change"):
        return ""
    return f"{reverse('segments:define')}?{urlencode({'rule': json.dumps(rule, separators=(',', ':'))})}"


def _export(request: HttpRequest, days: Days, figure: insight.Reached | insight.Brought, now: datetime) -> Behind:
    return insights.export_behind(
        figure, access.market().code, period_of(days), purpose=purpose_of(request.GET), origin=access.origin(request),
        now=now,
    )  # fmt: skip
