"""What crosses the customers' door: personal values, for the performance of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What a buyer writes. For collection in a shop `street`, `postcode` and `city` may be empty."""

    email: str
    name: str
    street: str = ""
    more: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBuyer:
    customer_id: UUID
    address_id: UUID


@dataclass(frozen=True, slots=True)
class Distance:
    """As the crow flies between the middles of two postcodes, in whole kilometres. Without `is_exact` one of them is
    known by the middle of its département only."""

    km: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class TownSuggestion:
    """A postcode and a town that belong together."""

    postcode: str
    town: str
