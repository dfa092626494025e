"""Pure sums over lines of stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from comptoir.inventory.contracts import Adjustment, Allocation
from comptoir.kit.refusals import Invalid

Place = tuple[UUID, UUID]  # variant, location

MOST_PIECES = 1_000_000_000  # at one place: half of what the column holds


def wanted(allocations: Iterable[Allocation]) -> dict[Place, int]:
    """Pieces by variant and place, lines of the same place added up. Refuses Invalid below one
    piece."""
    sums: dict[Place, int] = {}
    for line in allocations:
        if not 1 <= line.quantity <= MOST_PIECES:
            raise Invalid({"quantity": "out_of_range"})
        place = line.variant_id, line.location_id
        sums[place] = sums.get(place, 0) + line.quantity
    return sums


def added_up(adjustments: Iterable[Adjustment]) -> dict[Place, int]:
    """Differences by variant and place, those that come to nothing left out. Refuses Invalid."""
    sums: dict[Place, int] = {}
    for line in adjustments:
        place = line.variant_id, line.location_id
        sums[place] = sums.get(place, 0) + line.quantity
    if any(abs(quantity) > MOST_PIECES for quantity in sums.values()):
        raise Invalid({"quantity": "out_of_range"})
    return {place: quantity for place, quantity in sums.items() if quantity}


def counted(levels: Iterable[Adjustment]) -> dict[Place, int]:
    """New levels by variant and place; of two for one place the last counts. Refuses Invalid."""
    found = {(line.variant_id, line.location_id): line.quantity for line in levels}
    if not all(0 <= quantity <= MOST_PIECES for quantity in found.values()):
        raise Invalid({"quantity": "out_of_range"})
    return found


def differences(levels: Mapping[Place, int], on_hand: Mapping[Place, int]) -> dict[Place, int]:
    """What has to come (positive) or go (negative) so that each place holds its new level."""
    found = {place: level - on_hand.get(place, 0) for place, level in levels.items()}
    return {place: quantity for place, quantity in found.items() if quantity}
