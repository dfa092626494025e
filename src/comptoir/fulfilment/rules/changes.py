"""Until when promises stay as they are while nothing is sold or set: for whoever keeps what was told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comptoir.fulfilment.contracts import MethodInfo
from comptoir.fulfilment.rules import dates
from comptoir.org.contracts import PlaceInfo


def good_until(methods: Sequence[MethodInfo], places: Sequence[PlaceInfo], zone: ZoneInfo, now: datetime) -> datetime:
    """The first moment after `now` at which any of these methods may promise something else at any of these places:
    a cut-off, a quarter of an hour of a shop, midnight anywhere (`zone` is the market's)."""
    return min(moment for moment in _moments(methods, places, zone, now) if moment > now)


def _moments(
    methods: Sequence[MethodInfo], places: Sequence[PlaceInfo], zone: ZoneInfo, now: datetime
) -> Iterator[datetime]:
    for each in {UTC, zone, *(ZoneInfo(place.timezone) for place in places)}:
        yield dates.instant(now.astimezone(each).date() + dates.DAY, time.min, each)
    for place in places:
        there = ZoneInfo(place.timezone)
        today = now.astimezone(there).date()
        for method in methods:
            if method.kind == "collect" and place.collects:
                yield _next_quarter_of(place, there, method.minutes_to_prepare, now)
            elif method.kind != "collect" and place.ships:
                yield dates.instant(today, method.cutoff, there)


def _next_quarter_of(place: PlaceInfo, zone: ZoneInfo, minutes: int, now: datetime) -> datetime:
    """While the shop is open a collection is ready at a full quarter that moves on with the clock; when what is left
    of today does not suffice, the quarter of the next opening moves on in the same way. While it is closed nothing
    moves until it opens. `place` without opening hours moves nothing."""
    closed = dates.holidays_around(now, place.country) | place.closed_on
    left = timedelta(minutes=minutes)
    closes: datetime | None = None
    for start, end in dates.open_spans(now, zone, place.opening, closed, place.special):
        if end <= now:
            continue
        if closes is None and start > now:
            return start
        closes = closes or end
        begin = max(start, now)
        done = begin + max(left, timedelta())
        ready = dates.next_quarter(done)
        if ready < end:
            # Exactly at a full quarter the promise is still the same; a moment later it is the next one.
            return min(closes, now + (ready - done) + max(timedelta(), -left) + dates.MOMENT)
        left -= end - begin
    return now + dates.QUARTER
