"""Destinations and what became of their parcels."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from comptoir.forwarding import rules
from comptoir.forwarding.contracts import DestinationDraft, DestinationInfo, ToEraseInfo, ToldTo
from comptoir.forwarding.models import Destination, ToErase
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound

TOLD = """
SELECT d.name, d.purpose, min(r.first_at), max(r.last_at)
FROM forwarding_reached AS r JOIN forwarding_destination AS d ON d.id = r.destination_id
WHERE r.visitor = ANY(%s::text[]) GROUP BY d.id ORDER BY d.name, d.id
"""
COUNTS = "SELECT destination_id, state, count(*) FROM forwarding_parcel GROUP BY 1, 2"


def destinations() -> list[DestinationInfo]:
    """All that were not removed, by name."""
    counts = {(identity, state): times for identity, state, times in sql.rows(COUNTS)}
    standing = Destination.objects.exclude(state=Destination.State.REMOVED)
    return [_info(row, counts) for row in standing.order_by("name", "id")]


def destination(destination_id: UUID) -> DestinationInfo:
    """Refuses NotFound."""
    found = next((each for each in destinations() if each.id == destination_id), None)
    if found is None:
        raise NotFound()
    return found


def erasures_passed_on(
    *, state: str = "", destination_id: UUID | None = None, erasure_id: UUID | None = None, limit: int = 100
) -> list[ToEraseInfo]:
    """What destinations have to erase, or have, the longest asked first."""
    found = ToErase.objects.select_related("destination").order_by("asked_at", "id")
    asked = {"state": state, "destination": destination_id, "erasure_id": erasure_id}
    return [_asked(row) for row in found.filter(**{name: value for name, value in asked.items() if value})[:limit]]


def to_erase(to_erase_id: UUID) -> ToEraseInfo:
    """Refuses NotFound."""
    row = ToErase.objects.select_related("destination").filter(id=to_erase_id).first()
    if row is None:
        raise NotFound()
    return _asked(row)


def told_to(visitors: Collection[str]) -> list[ToldTo]:
    """Which destinations were sent events of these devices."""
    return [ToldTo(destination=row[0], purpose=row[1], first_at=row[2], last_at=row[3])
            for row in sql.rows(TOLD, [sorted(set(visitors))])]  # fmt: skip


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


def _asked(row: ToErase) -> ToEraseInfo:
    return ToEraseInfo(
        id=row.id, destination_id=row.destination_id, destination=row.destination.name,
        address=row.destination.address, erasure_id=row.erasure_id,
        names=tuple((visitor, user) for visitor, user in row.names), state=row.state, asked_at=row.asked_at,
        confirmed_at=row.confirmed_at, confirmed_by=row.confirmed_by, proof=row.proof,
    )  # fmt: skip
