"""What crosses the stock room's door. Quantities are pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStock:
    """`available` = on hand − reserved − safety, never below zero."""

    variant_id: UUID
    location_id: UUID
    on_hand: int
    reserved: int
    safety: int

    @property
    def available(self) -> int:
        return max(0, self.on_hand - self.reserved - self.safety)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """So many pieces of a variant from one place."""

    variant_id: UUID
    location_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """`quantity` is a difference (positive came, negative went), or the new level for `set_levels`."""

    variant_id: UUID
    location_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A level that is not the sum of its movements or of its active reservations."""

    variant_id: UUID
    location_id: UUID
    what: str
    level: int
    proved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationInfo:
    variant_id: UUID
    location_id: UUID
    quantity: int
    state: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementInfo:
    """Pieces that came (positive) or went (negative). `reference` is `order:<id>` for a sale."""

    id: UUID
    variant_id: UUID
    location_id: UUID
    kind: str
    quantity: int
    reason: str
    reference: str
    actor: str
    occurred_at: datetime
