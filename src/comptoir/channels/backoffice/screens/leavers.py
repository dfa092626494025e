"""Who left at a step of the way to an order, as far as they allow it, and the orders behind a refused payment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.screens import funnel
from comptoir.channels.backoffice.screens.customers import names_of
from comptoir.channels.backoffice.screens.order_list import STATE_WORDS
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.screens.segments import PURPOSES
from comptoir.insights import facade as insights
from comptoir.insights.contracts import Stop
from comptoir.kit import clock
from comptoir.kit.money import Money
from comptoir.org.contracts import PERSONALISATION
from comptoir.segments import facade as segments

SHOWN = 50


class Left:
    """The page of people. `step` is one of the way, or that of the checkout where `outcome` is given."""

    NAME = "left"
    KEPT = ("step", "outcome", "reason", "purpose")

    @staticmethod
    def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
        step, stop = asked(request.GET)
        purpose = purpose_of(request.GET)
        found = insights.who_left(insights.PATH, *days.moments, step=step, purpose=purpose, stop=stop)
        length = (clock.now().astimezone(days.zone).date() - days.since).days + 1
        rule = insights.stopped_as_rule(stop, length) if stop else insights.left_as_rule(insights.PATH, step, length)
        locale = access.locale()
        here = {name: request.GET[name] for name in ("step", "outcome", "reason") if name in request.GET}
        here |= {"since": str(days.since), "until": str(days.until)}
        return {
            "heading": title(step, stop), "whole": format_decimal(len(found.people) + found.hidden, locale=locale),
            "told": format_decimal(len(found.people), locale=locale),
            "people": names_of(found.people[:SHOWN], request.user),
            "hidden": found.hidden, "hidden_told": format_decimal(found.hidden, locale=locale),
            "more": len(found.people) > SHOWN, "purpose": purpose, "empty": not found.people and not found.hidden,
            "purposes": [(f"?{urlencode(here | {'purpose': code})}", name, code == purpose)
                         for code, name in PURPOSES],
            "may_export": access.may(request.user, "insights", "export"),
            "segment": as_segment(request, rule), "sentence": segments.said(rule, locale),
            "back": f"{reverse('funnel:index')}?{funnel.days_of(days)}",
        }  # fmt: skip


class Refused:
    """The page of orders: facts, which need nobody's consent; who bought stands on the order's own page."""

    NAME = "refused"
    KEPT = ("means", "reason")

    @staticmethod
    def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
        means, reason = request.GET.get("means", ""), request.GET.get("reason", "")
        found = insights.refused_orders(*days.moments, means=means, reason=reason)
        known = {row.pk: row for row in rows.Order.objects.filter(pk__in=[each.order_id for each in found])}
        length = (clock.now().astimezone(days.zone).date() - days.since).days + 1
        rule = insights.refused_as_rule(reason, length) if reason else None
        return {
            "heading": _("%(means)s refused: %(reason)s")
            % {"means": funnel.means_name(means), "reason": funnel.reason_name(reason)},
            "orders": [(each, known[each.order_id], STATE_WORDS.get(known[each.order_id].state, ""),
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
    return query["purpose"] if query.get("purpose") in segments.PURPOSES else PERSONALISATION


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
