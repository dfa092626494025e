"""Which pieces of an order are one shipment: those that travel from one place, and each article that is no parcel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.fulfilment.rules.shipments import method_of
from comptoir.inventory.contracts import Allocation

Pieces = Counter[tuple[UUID, bool]]
"""Of a variant, and whether its stock is counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of an order leaves a place together; of what is no parcel its nature and the variant."""

    location_id: UUID
    nature: str = catalog.GOODS
    variant_id: UUID | None = None

    def method(self, chosen: str) -> str:
        """The code of its method in an order that is delivered by `chosen`."""
        return method_of(chosen) if catalog.travels(self.nature) else self.nature


def part_of(allocation: Allocation) -> Part:
    if catalog.travels(allocation.nature):
        return Part(allocation.location_id)
    return Part(allocation.location_id, allocation.nature, allocation.variant_id)


def parts(allocations: Iterable[Allocation]) -> dict[Part, Pieces]:
    """In the order of places, parcels first."""
    found: dict[Part, Pieces] = {}
    for each in sorted(allocations, key=lambda one: (not catalog.travels(one.nature), one.location_id)):
        found.setdefault(part_of(each), Counter())[each.variant_id, each.counted] += each.quantity
    return found
