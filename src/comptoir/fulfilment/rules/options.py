"""The ways to get an order: each method and shop with its price, date and places, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.fulfilment.contracts import DeliveryOption, DeliveryPromise, MethodInfo
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.fulfilment.rules import dates
from comptoir.fulfilment.rules.beside import no_delivery, without_parcel
from comptoir.fulfilment.rules.rates import rate_for
from comptoir.fulfilment.rules.situation import Situation
from comptoir.fulfilment.rules.sourcing import (
    Available,
    collect_at,
    marked,
    ship_from,
    with_ahead,
)
from comptoir.inventory.contracts import Allocation
from comptoir.kit.money import Money
from comptoir.org.contracts import PlaceInfo

WEEK = frozenset(range(1, 6))


def every(situation: Situation, now: datetime) -> tuple[DeliveryOption, ...]:
    """What is possible: the one way without a parcel when nothing travels, else the cheapest first, then the soonest,
    then in the order of methods and shops."""
    try:
        beside = without_parcel(situation)
    except CannotDeliver:
        return ()
    if not situation.travelling:
        return (no_delivery(situation, beside, now),)
    found = []
    sourced: dict[UUID | None, tuple[Allocation, ...]] = {}  # the same for every method that sends
    for method in situation.methods:
        for place in _shops(situation, method):
            with suppress(CannotDeliver):
                where = place.id if place else None
                if where not in sourced:
                    sourced[where] = _allocations(situation, place)
                found.append(_with(beside, _option(situation, method, place, now, sourced[where])))
    return tuple(sorted(found, key=lambda option: (option.charge.minor, option.promise.due)))


def one(situation: Situation, code: str, now: datetime, *, shown: str = "") -> DeliveryOption:
    """The option with this code. The promise with the key `shown` stays good for a while after a cut-off or a
    quarter of an hour passed: who reads and presses the button gets what was read. When nothing travels the code says
    nothing. Refuses CannotDeliver."""
    beside = without_parcel(situation)
    if not situation.travelling:
        option = no_delivery(situation, beside, now)
        before = no_delivery(situation, beside, now - dates.GRACE)
        return before if before.promise.key == shown else option
    for method in situation.methods:
        for place in _shops(situation, method):
            if code == _code(method, place):
                allocations = _allocations(situation, place)
                option = _option(situation, method, place, now, allocations)
                if shown and shown != option.promise.key:
                    before = _option(situation, method, place, now - dates.GRACE, allocations)
                    option = before if before.promise.key == shown else option
                return _with(beside, option)
    raise CannotDeliver("unknown_method")


def from_held(situation: Situation, code: str, now: datetime) -> DeliveryOption:
    """The option with this code for the pieces that the asking order holds: from where they are set aside, each from
    the day on which it may leave. Refuses CannotDeliver."""
    if not situation.travelling:
        return no_delivery(situation, (), now)
    wanted = situation.wanted
    held = tuple(part for part in situation.request.held if part.variant_id in wanted)
    if not held:
        raise CannotDeliver("out_of_stock", variant_ids=sorted(map(str, wanted)))
    for method in situation.methods:
        for place in _shops(situation, method):
            if code == _code(method, place):
                return _option(situation, method, place, now, held)
    raise CannotDeliver("unknown_method")


def _with(beside: tuple[Allocation, ...], option: DeliveryOption) -> DeliveryOption:
    return replace(option, allocations=(*option.allocations, *beside)) if beside else option


def _shops(situation: Situation, method: MethodInfo) -> Iterator[PlaceInfo | None]:
    if method.kind == "collect":
        yield from (place for place in situation.places if place.collects)
    else:
        yield None


def _code(method: MethodInfo, place: PlaceInfo | None) -> str:
    return f"{method.code}@{place.code}" if place else method.code


def _allocations(situation: Situation, place: PlaceInfo | None) -> tuple[Allocation, ...]:
    """From where the pieces come when they are sent, or fetched at `place`. Refuses CannotDeliver."""
    wanted = situation.wanted
    if place:
        return _sourced(situation, [place], lambda there: collect_at(wanted, place, there))
    senders = [sender for sender in situation.places if sender.ships]
    return _sourced(situation, senders, lambda there: ship_from(wanted, senders, there))


def _option(
    situation: Situation,
    method: MethodInfo,
    place: PlaceInfo | None,
    now: datetime,
    allocations: tuple[Allocation, ...],
) -> DeliveryOption:
    """Collecting is free."""
    if place:
        start = _start(situation, allocations, place, now)
        charge, promise = Money(0, situation.currency), _collect_promise(method, place, start)
    else:
        charge, promise = _ship(situation, method, allocations, now)
    return DeliveryOption(
        method=method.code, kind=method.kind, name=method.name, place=place, charge=charge, promise=promise,
        allocations=allocations,
    )  # fmt: skip


def _sourced(
    situation: Situation,
    places: Sequence[PlaceInfo],
    source: Callable[[Available], tuple[Allocation, ...]],
) -> tuple[Allocation, ...]:
    """What is on hand, and where that is too little what is still to come. Refuses as `source` does."""
    if not situation.ahead:
        return source(situation.available)
    there = with_ahead(situation.wanted, places, situation.available, situation.ahead)
    return marked(source(there), situation.available, situation.ahead)


def _start(
    situation: Situation, allocations: Sequence[Allocation], place: PlaceInfo, now: datetime
) -> datetime:
    """When a place can begin with an order: now, or on the day on which the last of its pieces may leave."""
    days = [part.ahead.ready_on for part in allocations if part.location_id == place.id and part.ahead]
    days += [situation.not_before.get(part.variant_id) for part in allocations if part.location_id == place.id]
    latest = max((day for day in days if day), default=None)
    return max(now, dates.start_of(latest, ZoneInfo(place.timezone))) if latest else now


def _collect_promise(method: MethodInfo, place: PlaceInfo, now: datetime) -> DeliveryPromise:
    zone = ZoneInfo(place.timezone)
    ready = dates.ready_at(
        now, minutes=method.minutes_to_prepare, zone=zone, opening=place.opening, closed=_closed(place, now),
        special=place.special,
    )  # fmt: skip
    if ready is None:
        raise CannotDeliver("closed")
    return dates.collect_promise(_code(method, place), ready, zone)


def _ship(
    situation: Situation, method: MethodInfo, allocations: tuple[Allocation, ...], now: datetime
) -> tuple[Money, DeliveryPromise]:
    """The price of the whole weight once, also when several places send; the promise of the slowest."""
    country = situation.request.country
    rate = rate_for(
        method.rates, country=country, postcode=situation.request.postcode, weight_g=situation.weight_g
    )
    used = {part.location_id for part in allocations}
    senders = [place for place in situation.places if place.id in used]
    windows = [
        _window(method, place, country, rate.extra_days, _start(situation, allocations, place, now))
        for place in senders
    ]
    earliest, latest = min(first for first, _ in windows), max(last for _, last in windows)
    zones = (ZoneInfo(place.timezone) for place in senders)
    promises = (dates.delivery_promise(method.code, earliest, latest, zone) for zone in zones)
    return rate.amount, max(promises, key=lambda promise: promise.due)


def _window(
    method: MethodInfo, place: PlaceInfo, country: str, extra_days: int, now: datetime
) -> tuple[date, date]:
    """Handed over from Monday to Friday when the place is open (a place without opening hours always is);
    no parcel moves on a public holiday of the country that sends or of the one that receives."""
    closed = _closed(place, now)
    found = dates.window(
        now,
        cutoff=method.cutoff,
        zone=ZoneInfo(place.timezone),
        handover=dates.WorkingDays(WEEK & place.opening.keys() if place.opening else WEEK, closed),
        transit=dates.WorkingDays(
            WEEK | {6} if method.saturdays else WEEK,
            dates.holidays_around(now, place.country) | dates.holidays_around(now, country),
        ),
        days_min=method.days_min + extra_days,
        days_max=method.days_max + extra_days,
    )
    if found is None:
        raise CannotDeliver("closed")
    return found


def _closed(place: PlaceInfo, now: datetime) -> frozenset[date]:
    shut = frozenset(day for day, spans in place.special.items() if not spans)
    return dates.holidays_around(now, place.country) | place.closed_on | shut
