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
    """`state` is active or paused. `pending`, `delivered`, `dropped` and `failed` count its parcels that are kept."""

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
