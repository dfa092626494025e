"""From which place each piece comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from comptoir.fulfilment.contracts import WantedLine
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.inventory.contracts import Ahead, AheadOffer, Allocation
from comptoir.org.contracts import PlaceInfo

Available = Mapping[tuple[UUID, UUID], int]
"""(variant, place) to pieces for sale there."""


Offers = Mapping[UUID, AheadOffer]
"""What of a variant may be sold before it is here."""


def pieces(lines: Iterable[WantedLine]) -> Counter[UUID]:
    """How many of each variant are wanted. Refuses CannotDeliver nothing_to_deliver."""
    wanted: Counter[UUID] = Counter()
    for line in lines:
        wanted[line.variant_id] += line.quantity
    if not wanted:
        raise CannotDeliver("nothing_to_deliver")
    return wanted


def ship_from(
    wanted: Counter[UUID], places: Sequence[PlaceInfo], available: Available
) -> tuple[Allocation, ...]:
    """One place that has everything (warehouses first, then shops, in the order given), else as few places as
    taking the most from each gives. Refuses CannotDeliver out_of_stock with the variants that are short."""
    senders = sorted((place for place in places if place.ships), key=lambda place: place.kind != "warehouse")
    left, taken = Counter(wanted), list[Allocation]()
    while left:
        best, most, all_of_it = None, 0, left.total()
        for place in senders:
            if (covered := _covered(left, place, available)) > most:
                best, most = place, covered
            if most == all_of_it:
                break
        if best is None:
            raise CannotDeliver("out_of_stock", variant_ids=sorted(str(variant) for variant in left))
        parcel = _take(left, best, available)
        left -= Counter({part.variant_id: part.quantity for part in parcel})
        senders.remove(best)
        taken += parcel
    return tuple(taken)


def collect_at(wanted: Counter[UUID], place: PlaceInfo, available: Available) -> tuple[Allocation, ...]:
    """Only when the shop itself has all pieces. Refuses CannotDeliver not_in_this_shop."""
    if _covered(wanted, place, available) < wanted.total():
        raise CannotDeliver("not_in_this_shop")
    return _take(wanted, place, available)


def with_ahead(
    wanted: Counter[UUID], places: Sequence[PlaceInfo], available: Available, offers: Offers
) -> Available:
    """`available` at `places`, and where that is too little what may be sold ahead, at the place to which it
    comes."""
    more: dict[tuple[UUID, UUID], int] = {}
    ids = {place.id for place in places}
    for variant, offer in offers.items():
        short = wanted[variant] - sum(available.get((variant, place), 0) for place in ids)
        if short > 0 and offer.location_id in ids and offer.ready_on(short):
            key = variant, offer.location_id
            more[key] = available.get(key, 0) + short
    return {**available, **more} if more else available


def marked(
    allocations: Sequence[Allocation], available: Available, offers: Offers
) -> tuple[Allocation, ...]:
    """The allocations with what of them is still to come, and the day from which it can be sent."""
    found = []
    for part in allocations:
        short = part.quantity - available.get((part.variant_id, part.location_id), 0)
        if short > 0:
            offer = offers[part.variant_id]
            ahead = Ahead(sale_id=offer.sale_id, pieces=short, ready_on=offer.ready_on(short))
            found.append(replace(part, ahead=ahead))
        else:
            found.append(part)
    return tuple(found)


def _covered(wanted: Counter[UUID], place: PlaceInfo, available: Available) -> int:
    there = place.id
    return sum(min(count, available.get((variant, there), 0)) for variant, count in wanted.items())


def _take(wanted: Counter[UUID], place: PlaceInfo, available: Available) -> tuple[Allocation, ...]:
    return tuple(
        Allocation(variant_id=variant, location_id=place.id, quantity=quantity)
        for variant, count in wanted.items()
        if (quantity := min(count, available.get((variant, place.id), 0)))
    )
