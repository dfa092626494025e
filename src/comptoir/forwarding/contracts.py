"""What crosses the door of forwarding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class DestinationDraft:
    """A collector outside. `address` is its host, to which `/v1/batch` is added; `sources` are codes, `words` names of
    words (“Event Tracked”), empty for all; `personal` sends what is known of a person along where they say who they
    are, for `purpose` alone. An empty `write_key` leaves the present one as it is."""

    name: str
    address: str
    write_key: str
    purpose: str
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    personal: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DestinationInfo:
    """`state` is active, paused or removed. `pending`, `delivered`, `dropped` and `failed` count its parcels."""

    id: UUID
    draft: DestinationDraft
    state: str
    last_error: str
    quiet_until: datetime
    created_at: datetime
    pending: int
    delivered: int
    dropped: int
    failed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ToEraseInfo:
    """An erasure that a destination has to be told. `names` are pairs of the device and the user id, empty for none, by
    which it knows the person; there are none any more once `state` is confirmed and no longer open."""

    id: UUID
    destination_id: UUID
    destination: str
    address: str
    erasure_id: UUID
    names: tuple[tuple[str, str], ...]
    state: str
    asked_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    proof: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldTo:
    """A destination that was sent events of somebody, and when first and last."""

    destination: str
    purpose: str
    first_at: datetime
    last_at: datetime
