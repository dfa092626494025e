"""What crosses the door of fulfilment: ways to deliver, with price and date."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from comptoir.inventory.contracts import Allocation
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.org.contracts import PlaceInfo

# The kind, and the code, of the way of what travels in no parcel.
NO_PARCEL = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLine:
    """`nature` is what it is (one of the catalogue's NATURES): only goods travel."""

    variant_id: UUID
    quantity: int
    weight_g: int
    nature: str = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRequest:
    """`postcode` may be empty before it is known: then prices and dates are those of the mainland. `held` are pieces
    that the asking order holds already, and may have again; `sender` is the only place that may send."""

    lines: tuple[WantedLine, ...]
    country: str
    postcode: str = ""
    held: tuple[Allocation, ...] = ()
    sender: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToServe:
    """An order that is due to be served from the places of its allocations. `method` is a method's code or an
    option's."""

    order_id: UUID
    method: str
    promise_id: UUID
    promised_by: datetime
    allocations: tuple[Allocation, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPromise:
    """What is told to the customer. `due` is the last moment at which it is still kept; for delivery the end
    of the day `latest`, for collection the moment from which it can be fetched. `key` names it exactly: a
    form sends it back as the promise that was shown."""

    earliest: date
    latest: date
    due: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOption:
    """`kind` is ship, collect, or none when nothing of the order travels. `place` is the shop for collection.
    `allocations` say where each piece comes from."""

    method: str
    kind: str
    name: Localised
    place: PlaceInfo | None
    charge: Money
    promise: DeliveryPromise
    allocations: tuple[Allocation, ...]

    @property
    def code(self) -> str:
        """`method` alone, or `method@place` for collection: what a form sends."""
        return f"{self.method}@{self.place.code}" if self.place else self.method


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentInfo:
    """`state` is planned, preparing, ready, shipped, delivered or cancelled; `lines` are (variant, pieces), those
    `uncounted` are of what has no stock. `kind` is that of its method; of kind none it is no parcel, and `nature` says
    what is done instead."""

    id: UUID
    order_id: UUID
    location: PlaceInfo
    method: str
    kind: str
    state: str
    carrier: str
    tracking_number: str
    tracking_address: str
    promised_by: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: tuple[tuple[UUID, int], ...]
    promise_id: UUID
    uncounted: frozenset[UUID] = frozenset()

    @property
    def travels(self) -> bool:
        return self.kind != NO_PARCEL

    @property
    def nature(self) -> str:
        return "goods" if self.travels else self.method

    @property
    def held(self) -> dict[UUID, int]:
        """The pieces that the stock holds for it."""
        return {variant: pieces for variant, pieces in self.lines if variant not in self.uncounted}

    @property
    def is_unsent(self) -> bool:
        """Whether its pieces are still where they were set aside."""
        return self.state in ("planned", "preparing", "ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The price, VAT included, of an order of up to `max_weight_g` grams in all, to a country and the
    postcodes that start with `postcode_prefix`. `extra_days` are working days on top of the method's."""

    country: str
    max_weight_g: int
    amount: Money
    postcode_prefix: str = ""
    extra_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodInfo:
    """A way to bring or to collect (`kind` is ship or collect). `cutoff` is in local time of the place that
    sends, `days_min` to `days_max` are working days in transit; `minutes_to_prepare` count opening hours of
    the shop, for collection only. Who buys sees the `active` ones, in the order of `position`."""

    id: UUID
    code: str
    kind: str
    name: Localised
    carrier: str
    tracking_address: str
    cutoff: time
    days_min: int
    days_max: int
    minutes_to_prepare: int
    saturdays: bool
    rates: tuple[Rate, ...]
    market: str = ""
    position: int = 0
    active: bool = True

    @property
    def rates_version(self) -> str:
        """Another one for each other price table."""
        table = sorted(astuple(rate) for rate in self.rates)
        return hashlib.sha256(repr(table).encode()).hexdigest()[:16]

    @property
    def terms(self) -> MethodTerms:
        return MethodTerms(**{each.name: getattr(self, each.name) for each in fields(MethodTerms)})


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodTerms:
    """What may change of a way once it is there; meanings and units as in `MethodInfo`."""

    name: Localised
    carrier: str
    tracking_address: str
    cutoff: time
    days_min: int
    days_max: int
    minutes_to_prepare: int
    saturdays: bool
    position: int

    @property
    def values(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """What is wrong with a line of a price table, counted from 1: `field` is one of TABLE_FAULTS of errors."""

    line: int
    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A price table as people write it: what was understood, and what was not."""

    rates: tuple[Rate, ...]
    faults: tuple[TableFault, ...]
