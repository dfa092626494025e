"""Why somebody is one: the links of a person, with their evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.profiles.contracts import DeviceHeld, LinkTold, NamedBy

TOLD = """
SELECT l.id, a.kind, a.value, a.known, a.first_at, b.kind, b.value, b.known, b.first_at, l.at, l.event_id, l.word,
       l.channel, l.state, l.reason, l.revoked_at, l.revoked_by, l.revoked_reason
FROM profiles_link AS l JOIN profiles_identifier AS a ON a.id = l.a_id JOIN profiles_identifier AS b ON b.id = l.b_id
"""
OF = f"{TOLD} WHERE a.person_id = %(person)s OR b.person_id = %(person)s ORDER BY l.at DESC, l.id DESC LIMIT 200"
BETWEEN = f"""{TOLD}
WHERE l.state = 'refused' AND (a.person_id, b.person_id) IN ((%(one)s, %(other)s), (%(other)s, %(one)s))
ORDER BY l.at DESC, l.id DESC LIMIT 50
"""
HELD = """
SELECT held.id, held.device, held.customer_id, i.person_id, held.at, held.by, held.reason, device.id IS NOT NULL
FROM profiles_held AS held LEFT JOIN profiles_identifier AS i ON i.kind = 'visitor' AND i.value = held.device
LEFT JOIN profiles_device AS device ON device.id = held.id
WHERE held.id = %(id)s OR held.customer_id = %(customer)s
   OR %(person)s::uuid IS NOT NULL AND i.person_id = %(person)s
ORDER BY held.at DESC, held.id DESC
"""


def links_of(person_id: UUID) -> tuple[LinkTold, ...]:
    """The latest 200 links that name an identifier of this person, refused and revoked ones included, latest first."""
    return tuple(map(_told, sql.rows(OF, {"person": person_id})))


def links_between(one: UUID, other: UUID) -> tuple[LinkTold, ...]:
    """What two people share and was refused, since it would have made one of two who are known: the latest 50."""
    return tuple(map(_told, sql.rows(BETWEEN, {"one": one, "other": other})))


def person_of_link(link_id: int) -> UUID | None:
    """Whose the first identifier of a link is; None when there is no such link."""
    found = sql.row(
        "SELECT i.person_id FROM profiles_link AS l JOIN profiles_identifier AS i ON i.id = l.a_id WHERE l.id = %s",
        [link_id],
    )
    return found[0] if found else None


def devices_of(customer_id: UUID) -> tuple[DeviceHeld, ...]:
    """Devices that staff hold for this customer's, the latest first."""
    return _held(customer=customer_id)


def device_held(link_id: int) -> DeviceHeld:
    """Refuses NotFound."""
    found = _held(id=link_id)
    if not found:
        raise NotFound()
    return found[0]


def holders_of(person_id: UUID) -> tuple[DeviceHeld, ...]:
    """For whose staff hold the devices of this person."""
    return _held(person=person_id)


def _held(**asked: UUID | int) -> tuple[DeviceHeld, ...]:
    rows = sql.rows(HELD, {"id": None, "customer": None, "person": None, **asked})
    return tuple(
        DeviceHeld(
            id=row[0], device=row[1], customer_id=row[2], person_id=row[3], at=row[4], by=row[5], reason=row[6],
            stands=row[7],
        )
        for row in rows
    )  # fmt: skip


def _told(row: tuple[Any, ...]) -> LinkTold:
    return LinkTold(
        id=row[0], a=_named(row[1:5]), b=_named(row[5:9]), at=row[9], event_id=row[10], word=row[11], channel=row[12],
        state=row[13], reason=row[14], revoked_at=row[15], revoked_by=row[16], revoked_reason=row[17],
    )  # fmt: skip


def _named(row: tuple[object, ...]) -> NamedBy:
    kind, value, known, first_at = row
    return NamedBy(kind=kind, value=value, known=known, first_at=first_at)  # type: ignore[arg-type]
