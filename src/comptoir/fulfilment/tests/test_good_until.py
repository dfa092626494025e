"""Until the moment that is said, every promise stays as it is, to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from comptoir.fulfilment import rules
from comptoir.fulfilment.contracts import DeliveryRequest, MethodInfo, Rate, WantedLine
from comptoir.kit.ids import uuid7
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo

PARIS = ZoneInfo("Europe/Paris")
BOWL = uuid7()
LUNCH = ((time(9, 10), time(12)), (time(14), time(18, 40)))
SPAN = (datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))  # with the change of the clocks


def _place(code: str, timezone: str, opening: dict[int, tuple[tuple[time, time], ...]]) -> PlaceInfo:
    return PlaceInfo(
        id=uuid7(), code=code, kind="shop", name=Localised(fr=code), street="", postcode="", city="", country="FR",
        timezone=timezone, ships=True, collects=bool(opening), opening=opening,
        closed_on=frozenset({date(2026, 10, 28)}),
    )  # fmt: skip


def _method(kind: str, minutes: int, cutoff: time) -> MethodInfo:
    return MethodInfo(
        id=uuid7(), code=kind, kind=kind, name=Localised(fr=kind), carrier="", tracking_address="", cutoff=cutoff,
        days_min=1, days_max=2, minutes_to_prepare=minutes, saturdays=True,
        rates=(Rate(country="FR", max_weight_g=30_000, amount=Money(500, "EUR")),),
    )  # fmt: skip


@given(
    second=st.integers(0, int((SPAN[1] - SPAN[0]).total_seconds())),
    minutes=st.sampled_from((0, 20, 60, 130, 400)),
    part=st.floats(0, 1),
)
def test_nothing_changes_before_the_moment_that_is_said(second: int, minutes: int, part: float) -> None:
    now = SPAN[0] + timedelta(seconds=second)
    shop = _place("shop", "Europe/Paris", dict.fromkeys(range(2, 7), LUNCH) | {7: ((time(11), time(11, 30)),)})
    places = (shop, _place("island", "Indian/Reunion", {}))
    methods = (_method("ship", 0, time(15, 30)), _method("collect", minutes, time(0)))
    until = rules.good_until(methods, places, PARIS, now)
    assert now < until <= now + timedelta(days=1)
    situation = rules.Situation(
        request=DeliveryRequest(lines=(WantedLine(variant_id=BOWL, quantity=2, weight_g=100),), country="FR"),
        methods=methods, places=places, available={(BOWL, place.id): 5 for place in places}, currency="EUR",
    )  # fmt: skip
    told = rules.every(situation, now)
    last = until - timedelta(microseconds=1)
    for moment in (min(now + part * (until - now), last), last):
        assert rules.every(situation, moment) == told
