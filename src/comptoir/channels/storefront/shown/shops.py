"""Shops in words: where, how far, open when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown import words
from comptoir.channels.storefront.templatetags.shop import clock, day
from comptoir.customers.contracts import Distance
from comptoir.fulfilment import facade as fulfilment
from comptoir.offers.facade import Nearby, NearbyShop
from comptoir.org.contracts import PlaceInfo

DAY = timedelta(days=1)
WEEK, AHEAD = 7, 60
NEAR_KM = 5
Spans = tuple[tuple[clock_time, clock_time], ...]


def shop(place: PlaceInfo, far: Distance | None, locale: str, now: datetime) -> dict[str, Any]:
    """A week from today, then the days of the next two months that differ from their weekday."""
    zone = ZoneInfo(place.timezone)
    today = now.astimezone(zone).date()
    hours = fulfilment.hours(place, [today + n * DAY for n in range(AHEAD)], now)
    usual = {when: place.opening.get(when.isoweekday(), ()) for when in hours}
    days = [
        {"name": day(when), "hours": _hours(spans), "special": spans != usual[when]} for when, spans in hours.items()
    ]
    return {
        "code": place.code,
        "name": place.name.read(locale),
        "street": place.street,
        "town": f"{place.postcode} {place.city}",
        "distance": distance(far),
        "now": _standing(hours, now.astimezone(zone)),
        "days": days[:WEEK],
        "later": [each for each in days[WEEK:] if each["special"]],
    }


def distance(far: Distance | None) -> str:
    if far is None:
        return ""
    if far.km < NEAR_KM:
        return _("Less than %(km)s km away") % {"km": NEAR_KM}
    if not far.is_exact:
        return _("Some %(km)s km away, as far as we know your postcode") % {"km": _rounded(far.km)}
    return _("About %(km)s km away") % {"km": far.km if far.km < 20 else _rounded(far.km)}


def _rounded(km: int) -> int:
    return max(NEAR_KM, round(km / 10) * 10)


def _standing(hours: dict[date, Spans], now: datetime) -> str:
    """Whether it is open now and until when, else when it opens."""
    for when, spans in hours.items():
        for start, end in spans:
            opens, shuts = datetime.combine(when, start, now.tzinfo), datetime.combine(when, end, now.tzinfo)
            if opens <= now < shuts:
                return _("Open now, until %(hour)s") % {"hour": clock(shuts)}
            if now < opens:
                text = _("Opens today at %(hour)s") if when == now.date() else _("Opens %(day)s at %(hour)s")
                return text % {"hour": clock(opens), "day": day(opens)}
    return _("Closed for now")


def _hours(spans: Spans) -> str:
    if not spans:
        return _("closed")
    return ", ".join(f"{_at(start)} – {_at(end)}" for start, end in spans)


def _at(moment: clock_time) -> str:
    return clock(datetime.combine(date(2000, 1, 1), moment))


def near(found: Nearby, locale: str, now: datetime) -> dict[str, Any]:
    """What is said beside an article for a postcode."""
    return {
        "found": True,
        "nowhere": not found.home and not any(each.pieces or each.collect for each in found.shops),
        "postcode": found.postcode,
        "home": [
            {"words": words.promise(way, now), "detail": f"{way.name.read(locale)}, {words.charge(way)}"}
            for way in found.home
        ],
        "shops": [{"name": each.place.name.read(locale), "detail": _there(each, now)} for each in found.shops],
        "shops_href": address("shops", locale) + f"?postcode={found.postcode}",
    }


def _there(each: NearbyShop, now: datetime) -> str:
    if each.pieces:
        stock = ngettext("%(n)s piece there", "%(n)s pieces there", each.pieces) % {"n": each.pieces}
    else:
        stock = _("none there today")
    fetched = words.promise(each.collect, now) if each.collect else ""
    return ". ".join(part[:1].upper() + part[1:] for part in (distance(each.distance), stock, fetched) if part)
