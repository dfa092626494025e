"""Dates that hold: whatever the moment, the calendar and the change of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.fulfilment.rules import dates
from comptoir.fulfilment.rules.dates import WorkingDays

PARIS = ZoneInfo("Europe/Paris")
ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "Atlantic/Azores", "Indian/Reunion", "America/Cayenne")]
MINUTE = timedelta(minutes=1)
WEEK = frozenset(range(1, 6))
FRENCH = dates.holidays_around(datetime(2026, 3, 1, tzinfo=UTC), "FR")
SHOP = {day: ((time(10), time(13)), (time(14), time(19))) for day in range(2, 7)}

moments = st.integers(0, 640 * 24 * 60).map(lambda it: datetime(2026, 1, 2, tzinfo=UTC) + it * MINUTE)
# Around the nights on which Europe's clocks change.
nights = st.builds(
    lambda evening, minutes: evening + minutes * MINUTE,
    st.sampled_from([datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)]),
    st.integers(0, 300),
)
working = st.builds(
    WorkingDays,
    st.frozensets(st.integers(1, 6), min_size=1),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 1)), max_size=20).map(lambda days: days | FRENCH),
)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def home(
    placed_at: str, *, days: tuple[int, int] = (2, 3), saturdays: bool = False
) -> tuple[date, date] | None:
    return dates.window(
        paris(placed_at),
        cutoff=time(14),
        zone=PARIS,
        handover=WorkingDays(WEEK, FRENCH),
        transit=WorkingDays(WEEK | {6} if saturdays else WEEK, FRENCH),
        days_min=days[0],
        days_max=days[1],
    )


@pytest.mark.parametrize(
    ("placed_at", "earliest", "latest"),
    [
        ("2026-11-18T13:59:59", "2026-11-20", "2026-11-23"),  # Wednesday, before the cut-off
        ("2026-11-18T14:00:00", "2026-11-23", "2026-11-24"),  # the cut-off itself is too late
        ("2026-11-14T09:00:00", "2026-11-18", "2026-11-19"),  # Saturday: leaves on Monday
        ("2026-11-10T15:00:00", "2026-11-16", "2026-11-17"),  # the 11th is a holiday
        ("2026-12-31T10:00:00", "2027-01-05", "2027-01-06"),  # New Year's Day of the next year
    ],
)
def test_a_parcel_skips_week_ends_and_public_holidays(placed_at: str, earliest: str, latest: str) -> None:
    assert home(placed_at) == (date.fromisoformat(earliest), date.fromisoformat(latest))


def test_saturdays_count_in_transit_only_when_the_method_says_so() -> None:
    assert home("2026-11-19T10:00", saturdays=True) == (date(2026, 11, 21), date(2026, 11, 23))
    assert home("2026-11-21T10:00", days=(0, 0), saturdays=True) == (date(2026, 11, 23), date(2026, 11, 23))


def test_a_cut_off_that_the_clocks_show_twice_has_passed_after_the_first_time() -> None:
    daily = WorkingDays(frozenset(range(1, 8)), frozenset())
    at_cutoff = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Paris, and once more an hour later
    found = [
        dates.window(
            at_cutoff + minutes * MINUTE, cutoff=time(2, 30), zone=PARIS, handover=daily, transit=daily,
            days_min=0, days_max=0,
        )
        for minutes in (-1, 1, 45)
    ]  # fmt: skip
    assert [window and window[0].day for window in found] == [25, 26, 26]


def test_a_place_that_never_works_promises_nothing() -> None:
    nobody = WorkingDays(frozenset(), frozenset())
    found = dates.window(
        paris("2026-11-18T10:00"), cutoff=time(14), zone=PARIS, handover=nobody, transit=nobody, days_min=0,
        days_max=0,
    )  # fmt: skip
    assert found is None


@given(
    st.one_of(moments, nights), st.one_of(moments, nights), st.times(), st.sampled_from(ZONES), working,
    working, st.integers(0, 4), st.integers(0, 4),
)  # fmt: skip
def test_a_promise_is_on_open_days_after_placing_and_never_earlier_for_who_comes_later(
    one: datetime, two: datetime, cutoff: time, zone: ZoneInfo, handover: WorkingDays, transit: WorkingDays,
    days_min: int, more: int,
) -> None:  # fmt: skip
    def promise(placed_at: datetime) -> tuple[date, date]:
        found = dates.window(
            placed_at, cutoff=cutoff, zone=zone, handover=handover, transit=transit, days_min=days_min,
            days_max=days_min + more,
        )  # fmt: skip
        assert found
        return found

    first, second = sorted([one, two])
    earliest, latest = promise(first)
    assert earliest <= latest
    assert earliest in transit
    assert latest in transit
    assert earliest >= first.astimezone(zone).date()
    assert dates.delivery_promise("home", earliest, latest, zone).due > first
    later = promise(second)
    assert earliest <= later[0]
    assert latest <= later[1]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 30)), st.sampled_from(ZONES))
def test_a_delivery_is_due_in_the_last_second_of_its_day(day: date, zone: ZoneInfo) -> None:
    due = dates.delivery_promise("home", day, day, zone).due
    assert due.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, time(23, 59, 59))


@given(st.dates(), st.dates(), st.sampled_from(["home", "express"]))
def test_the_key_names_one_promise(one: date, two: date, code: str) -> None:
    def key(code: str, latest: date) -> str:
        return dates.delivery_promise(code, date(2026, 1, 1), latest, ZoneInfo("UTC")).key

    if max(one, two) == date.max:
        return
    assert (key(code, one) == key(code, two)) == (one == two)
    assert key("collect", one) != key(code, one)


@pytest.mark.parametrize(
    ("placed_at", "ready"),
    [
        ("2026-11-18T10:30", "2026-11-18T12:30"),  # Wednesday
        ("2026-11-18T10:31", "2026-11-18T12:45"),  # to the next full quarter
        ("2026-11-18T12:30", "2026-11-18T15:30"),  # 30 minutes before lunch, 90 after
        ("2026-11-18T11:00", "2026-11-18T14:00"),  # ready as they close for lunch: fetched after it
        ("2026-11-18T16:50", "2026-11-19T10:00"),  # would be ready as they close
        ("2026-11-18T22:00", "2026-11-19T12:00"),
        ("2026-11-14T18:00", "2026-11-17T11:00"),  # Saturday evening; closed on Sunday and Monday
        ("2026-11-10T18:30", "2026-11-12T11:30"),  # the 11th is a holiday
        ("2026-12-24T18:00", "2026-12-26T11:00"),
    ],
)
def test_a_shop_prepares_in_its_opening_hours(placed_at: str, ready: str) -> None:
    found = dates.ready_at(paris(placed_at), minutes=120, zone=PARIS, opening=SHOP, closed=FRENCH)
    assert found == paris(ready)


def test_a_shop_without_opening_hours_is_never_ready() -> None:
    assert dates.ready_at(paris("2026-11-18T10:00"), minutes=0, zone=PARIS, opening={}, closed=()) is None


def test_an_hour_that_the_clocks_skip_is_not_an_hour_of_work() -> None:
    nightly = {7: ((time(1), time(5)),)}
    found = dates.ready_at(paris("2026-03-29T01:00"), minutes=120, zone=PARIS, opening=nightly, closed=())
    assert found == paris("2026-03-29T04:00")


opening_hours = st.dictionaries(
    st.integers(1, 7),
    st.lists(st.integers(0, 95), min_size=2, max_size=4, unique=True).map(
        lambda quarters: tuple(
            (time(start // 4, start % 4 * 15), time(end // 4, end % 4 * 15))
            for start, end in zip(sorted(quarters)[::2], sorted(quarters)[1::2], strict=False)
        )
    ),
    min_size=2,
)


@given(st.one_of(moments, nights), st.one_of(moments, nights), st.integers(0, 900), opening_hours)
def test_a_collection_is_ready_while_the_shop_is_open_and_never_earlier_for_who_comes_later(
    one: datetime, two: datetime, minutes: int, opening: dict[int, tuple[tuple[time, time], ...]]
) -> None:
    first, second = sorted([one, two])
    ready = dates.ready_at(first, minutes=minutes, zone=PARIS, opening=opening, closed=FRENCH)
    later = dates.ready_at(second, minutes=minutes, zone=PARIS, opening=opening, closed=FRENCH)
    if ready is None or later is None:  # too few hours a week for so much work
        return
    assert ready <= later
    assert ready >= first + timedelta(minutes=minutes)
    local = ready.astimezone(PARIS)
    assert local.date() not in FRENCH
    assert any(start <= local.time() < end for start, end in opening[local.isoweekday()])
