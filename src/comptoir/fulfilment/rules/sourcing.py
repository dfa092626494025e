"""From which place each piece comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from comptoir.fulfilment.contracts import WantedLine
from comptoir.fulfilment.errors import CannotDeliver
from comptoir.inventory.contracts import Allocation
from comptoir.org.contracts import PlaceInfo

Available = Mapping[tuple[UUID, UUID], int]
"""(variant, place) to pieces for sale there."""


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
        best = max(senders, key=lambda place: _covered(left, place, available), default=None)
        if best is None or not _covered(left, best, available):
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


def _covered(wanted: Counter[UUID], place: PlaceInfo, available: Available) -> int:
    return sum(part.quantity for part in _take(wanted, place, available))


def _take(wanted: Counter[UUID], place: PlaceInfo, available: Available) -> tuple[Allocation, ...]:
    return tuple(
        Allocation(variant_id=variant, location_id=place.id, quantity=quantity)
        for variant, count in wanted.items()
        if (quantity := min(count, available.get((variant, place.id), 0)))
    )
