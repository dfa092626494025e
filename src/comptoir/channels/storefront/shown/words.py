"""Sentences about dates, stock and rates, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.numbers import format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comptoir.channels.storefront.templatetags.shop import NARROW, clock, day, money, short_day
from comptoir.fulfilment.contracts import NO_PARCEL, DeliveryOption
from comptoir.kit.days import written
from comptoir.offers.contracts import Availability
from comptoir.orders.contracts import FEW_DAYS


def stock(availability: Availability, *, travels: bool = True) -> dict[str, str]:
    """The state as the style sheet knows it, and its words; of what needs no parcel nobody says that it is in stock."""
    if availability.state == "sold_out":
        return {"state": "none", "words": _("Sold out")}
    if availability.ready_on and availability.state == "preorder":
        words = _("Pre-order, sent from %(day)s") % {"day": day(availability.ready_on)}
        return {"state": "later", "words": words}
    if availability.ready_on:
        return {"state": "later", "words": _("Back in stock on %(day)s") % {"day": day(availability.ready_on)}}
    if availability.state == "low":
        pieces = availability.pieces
        words = ngettext("Only %(pieces)s left", "Only %(pieces)s left", pieces) % {"pieces": pieces}
        return {"state": "few", "words": words}
    return {"state": "in", "words": _("In stock") if travels else _("Available")}


def stock_of_sizes(sizes: Sequence[Availability]) -> dict[str, str]:
    """What holds of all of them: how many are left is said of one size, once it is chosen."""
    said = [stock(replace(each, state="in_stock") if each.state == "low" else each) for each in sizes]
    if all(each == said[0] for each in said):
        return said[0]
    some_here = any(each["state"] == "in" for each in said)
    return {"state": "in" if some_here else "later", "words": _("Available, depending on the size")}


def date_of(moment: datetime) -> str:
    """`3 mars 2026`, `3 March 2026`."""
    return written(moment, "d MMMM y", locale=(get_language() or "fr")[:2])


def promise(option: DeliveryOption, now: datetime) -> str:
    """`Livraison mardi 24 novembre`, `À retirer dès lundi 23 novembre à 10 h 00`."""
    if option.place is not None:
        return collection(option.promise.due, ZoneInfo(option.place.timezone), now)
    if option.kind == NO_PARCEL:
        return supply(option.promise.latest)
    return between(option.promise.earliest, option.promise.latest)


def supply(latest: date) -> str:
    """`Fourni au plus tard mardi 24 novembre`: of what comes without a parcel."""
    return _("With you by %(day)s at the latest") % {"day": day(latest)}


def by_mail(latest: date) -> str:
    """`Par e-mail, au plus tard mardi 24 novembre`: of gift cards."""
    return _("By e-mail, %(day)s at the latest") % {"day": day(latest)}


def by_mail_after_transfer() -> str:
    """`Par e-mail, dès l’arrivée de votre virement`: of gift cards."""
    return _("By e-mail, as soon as your transfer has arrived")


def after_transfer(days: int) -> str:
    """`Environ 3 jours ouvrés après l’arrivée de votre virement`; empty for none."""
    if not days:
        return ""
    if days > FEW_DAYS:
        return _("The day is told as soon as your transfer has arrived")
    return ngettext(
        "About %(days)s working day after your transfer has arrived",
        "About %(days)s working days after your transfer has arrived", days,
    ) % {"days": days}  # fmt: skip


def between(earliest: date, latest: date) -> str:
    """`Livraison mardi 24 novembre`, `Livraison entre le mardi 24 et le jeudi 26 novembre`."""
    if earliest >= latest:
        return _("Delivery %(day)s") % {"day": day(latest)}
    month = (earliest.year, earliest.month) == (latest.year, latest.month)
    return _("Delivery between %(first)s and %(last)s") % {
        "first": short_day(earliest) if month else day(earliest),
        "last": day(latest),
    }


def collection(due: datetime, zone: ZoneInfo, now: datetime) -> str:
    moment = due.astimezone(zone)
    hour = clock(moment)
    days = (moment.date() - now.astimezone(zone).date()).days
    if days <= 0:
        return _("Collect today from %(hour)s") % {"hour": hour}
    if days == 1:
        return _("Collect tomorrow from %(hour)s") % {"hour": hour}
    return _("Collect on %(day)s from %(hour)s") % {"day": day(moment), "hour": hour}


def charge(option: DeliveryOption) -> str:
    return money(option.charge) if option.charge else _("free")


def rate(basis_points: int) -> str:
    """`20 %`, `5,5 %`; `20%` in English."""
    language = (get_language() or "fr")[:2]
    pattern = "#,##0.##\u00a0%" if language == "fr" else "#,##0.##%"
    return format_percent(basis_points / 10_000, pattern, locale=language).replace("\u00a0", NARROW)
