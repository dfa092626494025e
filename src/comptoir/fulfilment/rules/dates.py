"""When things arrive. Instants are compared in UTC, so that a change of the clocks moves no promise."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from comptoir.fulfilment.contracts import DeliveryPromise

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
MOMENT = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Nobody waits longer for a place to open again: then a method is not offered.
HORIZON_DAYS = 60
# What was shown stays good for as long as a person needs to press the button.
GRACE = QUARTER

Opening = Mapping[int, tuple[tuple[time, time], ...]]
Special = Mapping[date, tuple[tuple[time, time], ...]]
NOTHING_SPECIAL: Special = {}


def holidays_around(now: datetime, country: str) -> frozenset[date]:
    """National public holidays from yesterday until the horizon; none for a country that nobody lists."""
    return _holidays(country, (now - DAY).year)


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=(year, year + 1)))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """ISO weekdays on which work is done, but not on a day in `off`."""

    weekdays: frozenset[int]
    off: frozenset[date]

    def __contains__(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.off


def window(
    placed_at: datetime,
    *,
    cutoff: time,
    zone: ZoneInfo,
    handover: WorkingDays,
    transit: WorkingDays,
    days_min: int,
    days_max: int,
) -> tuple[date, date] | None:
    """The first and the last day on which it may arrive: handed over on the first day of `handover` whose
    cut-off (local time of `zone`) is still ahead, then so many days of `transit`. None beyond the horizon."""
    day = placed_at.astimezone(zone).date()
    if placed_at >= instant(day, cutoff, zone):
        day += DAY
    handed = _next(handover, day)
    earliest = _after(transit, handed, days_min)
    latest = _after(transit, handed, days_max)
    return (earliest, latest) if earliest and latest else None


def _next(days: WorkingDays, day: date) -> date | None:
    return next((d for n in range(HORIZON_DAYS) if (d := day + n * DAY) in days), None)


def _after(days: WorkingDays, start: date | None, count: int) -> date | None:
    day = start and _next(days, start if count == 0 else start + DAY)
    for _ in range(count - 1):
        day = day and _next(days, day + DAY)
    return day


def delivery_promise(code: str, earliest: date, latest: date, zone: ZoneInfo) -> DeliveryPromise:
    """Kept until the last second of `latest` in `zone`."""
    due = instant(latest + DAY, time.min, zone) - timedelta(seconds=1)
    return DeliveryPromise(earliest=earliest, latest=latest, due=due, key=_key(code, earliest, latest, due))


def ready_at(
    placed_at: datetime, *, minutes: int, zone: ZoneInfo, opening: Opening, closed: Container[date],
    special: Special = NOTHING_SPECIAL,
) -> datetime | None:  # fmt: skip
    """When a shop has it ready: `minutes` of its opening hours later, at a full quarter of an hour while the
    shop is open. On a day of `special` its hours count, whatever else that day is. None beyond the horizon."""
    left = timedelta(minutes=minutes)
    for start, end in open_spans(placed_at, zone, opening, closed, special):
        begin = max(start, placed_at)
        if begin >= end:
            continue
        ready = next_quarter(begin + left)
        if ready < end:
            return ready
        left = max(timedelta(), left - (end - begin))
    return None


def open_spans(
    placed_at: datetime, zone: ZoneInfo, opening: Opening, closed: Container[date], special: Special = NOTHING_SPECIAL
) -> Iterator[tuple[datetime, datetime]]:
    """When it is open, from the day of `placed_at` on."""
    today = placed_at.astimezone(zone).date()
    for day in (today + n * DAY for n in range(HORIZON_DAYS)):
        for start, end in sorted(hours_on(day, opening, closed, special)):
            yield instant(day, start, zone), instant(day, end, zone)


def hours_on(
    day: date, opening: Opening, closed: Container[date], special: Special
) -> tuple[tuple[time, time], ...]:
    """When a place is open on a day: as it says of that day, else not on a day in `closed`, else by weekday."""
    if day in special:
        return special[day]
    return () if day in closed else opening.get(day.isoweekday(), ())


def next_quarter(moment: datetime) -> datetime:
    """The full quarter of an hour at or after `moment`."""
    return moment + (EPOCH - moment) % QUARTER


def collect_promise(code: str, ready: datetime, zone: ZoneInfo) -> DeliveryPromise:
    """Kept when it can be fetched from `ready` on."""
    day = ready.astimezone(zone).date()
    return DeliveryPromise(earliest=day, latest=day, due=ready, key=_key(code, day, day, ready))


def _key(code: str, earliest: date, latest: date, due: datetime) -> str:
    return f"{code}_{earliest:%Y%m%d}_{latest:%Y%m%d}_{due.astimezone(UTC):%H%M}"


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in `zone`."""
    return instant(day, time.min, zone)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """That hour of that day in `zone`, in UTC."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
