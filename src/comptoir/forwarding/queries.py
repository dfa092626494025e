"""Destinations and what became of their parcels."""

from __future__ import annotations

from uuid import UUID

from comptoir.forwarding import rules
from comptoir.forwarding.contracts import DestinationDraft, DestinationInfo
from comptoir.forwarding.models import Destination
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

COUNTS = "SELECT destination_id, state, count(*) FROM forwarding_parcel GROUP BY 1, 2"


def destinations() -> list[DestinationInfo]:
    """All of them, by name."""
    counts = {(identity, state): times for identity, state, times in sql.rows(COUNTS)}
    return [_info(row, counts) for row in Destination.objects.order_by("name", "id")]


def destination(destination_id: UUID) -> DestinationInfo:
    """Refuses NotFound."""
    found = next((each for each in destinations() if each.id == destination_id), None)
    if found is None:
        raise NotFound()
    return found


def words() -> tuple[str, ...]:
    """What may be forwarded, by name."""
    return tuple(dict.fromkeys(word.NAME for word in rules.forwarded_words()))


def draft_of(row: Destination) -> DestinationDraft:
    return DestinationDraft(
        name=row.name, address=row.address, write_key=row.write_key, purpose=row.purpose, sources=tuple(row.sources),
        words=tuple(row.words), personal=row.personal,
    )  # fmt: skip


def _info(row: Destination, counts: dict[tuple[UUID, str], int]) -> DestinationInfo:
    return DestinationInfo(
        id=row.id, draft=draft_of(row), state=row.state, last_error=row.last_error, quiet_until=row.quiet_until,
        created_at=row.created_at,
        **{state: counts.get((row.id, state), 0) for state in ("pending", "delivered", "dropped", "failed")},
    )  # fmt: skip
