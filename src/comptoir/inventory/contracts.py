"""What crosses the stock room's door. Quantities are pieces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

# What is for sale of what nobody counts: more than a basket may hold.
ENDLESS = 9_999


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
class Ahead:
    """Pieces that are still to come. `ready_on` is the day that is told; None when any day will do."""

    sale_id: UUID
    pieces: int
    ready_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """So many pieces of a variant from one place; those of `ahead` are part of `quantity`. `nature` is what they are
    (one of the catalogue's NATURES); those that are not `counted` are of what has no stock, and nothing is held."""

    variant_id: UUID
    location_id: UUID
    quantity: int
    ahead: Ahead | None = None
    nature: str = "goods"
    counted: bool = True


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
    """`quantity` pieces of an order, of which those of `ahead` have not come in yet."""

    variant_id: UUID
    location_id: UUID
    quantity: int
    state: str
    expires_at: datetime | None
    ahead: Ahead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementInfo:
    """Pieces that came (positive) or went (negative). `reason` is a code of `REASONS`; `reference` is
    `order:<id>` for a sale, `incoming:<id>`, `transfer:<id>` or `count:<id>`."""

    id: UUID
    variant_id: UUID
    location_id: UUID
    kind: str
    quantity: int
    reason: str
    note: str
    reference: str
    actor: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadOffer:
    """What may still be sold of a variant before it is here: `room` pieces by the merchant's limit, and of them
    as many as come by the days of `dates` (day from which they can be sent, pieces)."""

    sale_id: UUID
    variant_id: UUID
    location_id: UUID
    kind: str
    room: int
    dates: tuple[tuple[date, int], ...]

    @property
    def pieces(self) -> int:
        return max(0, min(self.room, sum(pieces for _, pieces in self.dates)))

    def ready_on(self, quantity: int) -> date | None:
        """The day from which so many more pieces can be sent; None when they cannot be promised."""
        if quantity > self.room:
            return None
        so_far = 0
        for day, pieces in self.dates:
            so_far += pieces
            if so_far >= quantity:
                return day
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Pieces on their way to a place, from a supplier or from another place. `late` when the day is over."""

    variant_id: UUID
    location_id: UUID
    reference: str
    expected_on: date
    pieces: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All there is to know about the stock of a variant: at each place, on its way, and to be sold ahead in
    one market (`ahead`, None when it is not). Of a pre-order with a day of its own, `not_before` is that day: until
    then it is sent to nobody, also when pieces are here. What `is_endless` needs no parcel and nobody counts it."""

    variant_id: UUID
    places: tuple[PlaceStock, ...]
    coming: tuple[Coming, ...]
    ahead: AheadOffer | None
    not_before: date | None
    is_endless: bool = False

    @property
    def available(self) -> int:
        """For sale at once, in all places."""
        return ENDLESS if self.is_endless else sum(place.available for place in self.places)

    @property
    def sellable(self) -> int:
        """For sale at once or ahead."""
        return self.available + (self.ahead.pieces if self.ahead else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingDraft:
    """A line of a purchase or a replenishment as the supplier's or the merchant's system calls it."""

    external_id: str
    reference: str
    variant_id: UUID
    location_id: UUID
    expected: int
    expected_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingInfo:
    """`state` is announced, received or cancelled; `late` when it is announced and its day is over."""

    id: UUID
    external_id: str
    reference: str
    variant_id: UUID
    location_id: UUID
    expected: int
    received: int
    expected_on: date
    state: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDraft:
    """`lines` are variant and pieces."""

    reference: str
    source_id: UUID
    target_id: UUID
    expected_on: date
    lines: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLineInfo:
    variant_id: UUID
    announced: int
    sent: int
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferInfo:
    """`state` is announced, sent, received or cancelled."""

    id: UUID
    reference: str
    source_id: UUID
    target_id: UUID
    state: str
    expected_on: date
    sent_at: datetime | None
    received_at: datetime | None
    lines: tuple[TransferLineInfo, ...]

    @property
    def missing(self) -> int:
        """Pieces that left and did not arrive, once it is received; more than left counts below zero."""
        return sum(line.sent - line.received for line in self.lines) if self.state == "received" else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLineInfo:
    """`figures` by turn (1 and 2 the counters, 3 counted again, 4 decided): pieces found less pieces in the
    books at that moment, and the pieces. While a count is open they are only those of the person who reads."""

    variant_id: UUID
    figures: dict[int, tuple[int, int]]
    difference: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountInfo:
    """`state` is open, compared, approved or cancelled; `turn` is the reader's own, 0 for nobody's."""

    id: UUID
    location_id: UUID
    section: str
    state: str
    turn: int
    done: tuple[bool, bool]
    counters: tuple[str, str]
    opened_at: datetime
    lines: tuple[CountLineInfo, ...]

    @property
    def differing(self) -> tuple[UUID, ...]:
        """What has to be counted again or decided."""
        return tuple(line.variant_id for line in self.lines if line.difference is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingInfo:
    """`quantity` pieces that an order still waits for. They come with `reference` on `expected_on`, as things
    stand now; without one, nothing that is announced covers them. `ready_on` is the day that was told."""

    order_id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int
    ready_on: date
    reference: str
    expected_on: date | None
