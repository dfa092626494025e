"""The hours of the demo shops in the next season of holidays, which differ from those of other weeks."""

from __future__ import annotations

from datetime import date, datetime, time

from comptoir.org import facade as org
from comptoir.org.contracts import PlaceInfo
from comptoir.project import founding

EVE = ((time(10), time(17)),)


def set_special_hours(places: tuple[PlaceInfo, ...], now: datetime) -> None:
    """Once: a shop that has hours of single days keeps them. Christmas of this year, or of the next when it is over."""
    year = now.year if now.date() <= date(now.year, 12, 26) else now.year + 1
    special = {
        date(year, 12, 21): ((time(10), time(19, 30)),),
        date(year, 12, 24): EVE,
        date(year, 12, 25): (),
        date(year, 12, 31): EVE,
        date(year + 1, 1, 1): (),
    }
    for place in places:
        if place.kind == "shop" and not place.special:
            org.set_hours(place.code, opening=place.opening, special=special, origin=founding.origin(), now=now)
