"""The days that a figure is of, and those that it is compared with: in the address, so that both can be sent on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from comptoir.kit.days import written

LENGTHS = (7, 28, 90, 365)
NAMES = {7: _("7 days"), 28: _("28 days"), 90: _("90 days"), 365: _("A year")}
USUAL = 28
LONGEST = 3 * 366


@dataclass(frozen=True, slots=True)
class Days:
    """Both included; `zone` is that of the market."""

    since: date
    until: date
    zone: ZoneInfo

    @property
    def length(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def before(self) -> Days:
        """As many days, just before."""
        return Days(self.since - timedelta(days=self.length), self.since - timedelta(days=1), self.zone)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first instant to the one after the last."""
        end = self.until + timedelta(days=1)
        return datetime.combine(self.since, time(), self.zone), datetime.combine(end, time(), self.zone)

    def name(self, locale: str) -> str:
        return " – ".join(written(day, "d MMM y", locale=locale) for day in (self.since, self.until))


def asked(query: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> Days:
    """`since` and `until` as ISO days, or a number of `days` until yesterday, which is the last whole one. What
    cannot be read is as if it was not there."""
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    since, until = _day(query.get("since")), _day(query.get("until"))
    if since and until and since <= until and (until - since).days < LONGEST:
        return Days(since, until, zone)
    given = str(query.get("days", ""))
    length = int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 5 else USUAL
    length = min(max(length, 1), LONGEST)
    return Days(yesterday - timedelta(days=length - 1), yesterday, zone)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
