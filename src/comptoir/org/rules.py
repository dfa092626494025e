"""Codes, scopes and keys as data; what may stand in a market or a place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.numbers import list_currencies
from django.utils.translation import gettext as _

from comptoir.kit.text import LOCALES

Span = tuple[time, time]
Opening = dict[int, tuple[Span, ...]]

# What a key may be allowed to do. A scope that stands here is checked by an entrance; there are no others.
SCOPES = (
    "catalog:read",
    "catalog:write",
    "prices:write",
    "stock:read",
    "stock:write",
    "customers:read",
    "customers:write",
    "people:read",
    "baskets:read",
    "baskets:write",
    "orders:read",
    "orders:write",
    "reviews:read",
    "reviews:write",
    "invoices:read",
    "payments:write",
    "bank:write",
    "segments:read",
    "webhooks:read",
    "webhooks:write",
    "destinations:read",
    "destinations:write",
    "insights:read",
)
KEY = re.compile(r"ck_([0-9a-z]{10})_([A-Za-z0-9_-]{43})")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COUNTRY = re.compile(r"[A-Z]{2}")


def prefix_of(key: str) -> str | None:
    """The part of `ck_<prefix>_<secret>` that is kept readable; None when it does not look like a key."""
    found = KEY.fullmatch(key)
    return found[1] if found else None


def digest(key: str) -> str:
    """SHA-256 of the whole key, in hexadecimal: 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def code_errors(code: str, field: str = "code") -> dict[str, str]:
    """A code is at most 40 of a-z, 0-9 and single hyphens."""
    if len(code) <= 40 and CODE.fullmatch(code):
        return {}
    return {field: _("Use lower-case letters, digits and hyphens, 40 at most.")}


def market_errors(*, currency: str, countries: Sequence[str], locale: str, timezone: str) -> dict[str, str]:
    """What is wrong with a market's fields, by field; empty when nothing is."""
    errors = {}
    if currency not in list_currencies():
        errors["currency"] = _("This is not a currency code of ISO 4217.")
    if not countries or any(not is_country(country) for country in countries):
        errors["countries"] = _("Give at least one country, each by its two letters of ISO 3166-1.")
    if locale not in LOCALES:
        errors["locale"] = _("This language is not one of ours.")
    return errors | timezone_errors(timezone)


def timezone_errors(timezone: str) -> dict[str, str]:
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError):
        return {"timezone": _("This is not a time zone of the IANA list.")}
    return {}


def is_country(code: str) -> bool:
    """Whether CLDR knows these two letters as a territory."""
    try:
        return bool(COUNTRY.fullmatch(code)) and code in Locale.parse("en").territories
    except UnknownLocaleError:
        return False


def opening_errors(opening: Mapping[int, Sequence[Span]]) -> dict[str, str]:
    """Days are 1 (Monday) to 7; the spans of a day follow each other without overlap."""
    for day, spans in opening.items():
        ends = [moment for span in spans for moment in span]
        if day not in range(1, 8) or ends != sorted(set(ends)):
            return {"opening": _("Opening hours must follow each other within a day (1 is Monday, 7 Sunday).")}
    return {}


def store_opening(opening: Mapping[int, Sequence[Span]]) -> dict[str, list[list[str]]]:
    """Opening hours as JSON keeps them: `{"1": [["10:00", "19:00"]]}`."""
    return {
        str(day): [[start.isoformat("minutes"), end.isoformat("minutes")] for start, end in spans]
        for day, spans in sorted(opening.items())
    }


def read_opening(stored: Mapping[str, Iterable[Sequence[str]]]) -> Opening:
    return {
        int(day): tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
        for day, spans in stored.items()
    }


def special_errors(special: Mapping[date, Sequence[Span]]) -> dict[str, str]:
    """The spans of a day follow each other without overlap."""
    for spans in special.values():
        ends = [moment for span in spans for moment in span]
        if ends != sorted(set(ends)):
            return {"special": _("Opening hours must follow each other within a day.")}
    return {}


def store_special(special: Mapping[date, Sequence[Span]]) -> dict[str, list[list[str]]]:
    """Hours of single days as JSON keeps them: `{"2026-12-24": [["10:00", "17:00"]]}`."""
    return {
        day.isoformat(): [[start.isoformat("minutes"), end.isoformat("minutes")] for start, end in spans]
        for day, spans in sorted(special.items())
    }


def read_special(stored: Mapping[str, Iterable[Sequence[str]]]) -> dict[date, tuple[Span, ...]]:
    return {
        date.fromisoformat(day): tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
        for day, spans in stored.items()
    }


def read_days(stored: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in stored)
