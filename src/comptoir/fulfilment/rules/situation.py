"""All that a decision on delivery depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.catalog import facade as catalog
from comptoir.fulfilment.contracts import DeliveryRequest, MethodInfo, WantedLine
from comptoir.fulfilment.rules.sourcing import Available, Offers, pieces
from comptoir.org.contracts import PlaceInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a decision depends on. `places` are in the merchant's order; `currency` is the market's; `ahead` is
    what may be sold before it is here, `not_before` the day of a pre-order; of what is
    `endless` nobody counts the stock."""

    request: DeliveryRequest
    methods: Sequence[MethodInfo]
    places: Sequence[PlaceInfo]
    available: Available
    currency: str
    ahead: Offers = field(default_factory=dict)
    not_before: Mapping[UUID, date] = field(default_factory=dict)
    endless: frozenset[UUID] = frozenset()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))

    @property
    def travelling(self) -> list[WantedLine]:
        return [line for line in self.request.lines if catalog.travels(line.nature)]

    @property
    def beside(self) -> list[WantedLine]:
        """What is no parcel."""
        return [line for line in self.request.lines if not catalog.travels(line.nature)]

    @property
    def wanted(self) -> Counter[UUID]:
        return pieces(self.travelling)

    @property
    def weight_g(self) -> int:
        return sum(line.weight_g * line.quantity for line in self.travelling)
