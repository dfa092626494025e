"""The one read of a person: for a purpose that is named, and that they allow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comptoir.consent import facade as consent
from comptoir.consent.contracts import Subject
from comptoir.kit import sql
from comptoir.kit.refusals import NotFound
from comptoir.profiles.contracts import SERVICE, MomentSeen, NamedBy, Profile, TraitSaid
from comptoir.profiles.errors import NotConsented
from comptoir.profiles.rules import ACCOUNT, CUSTOMER, kind_of

PERSON = "SELECT known, first_at FROM profiles_person WHERE id = %s"
IDENTIFIERS = "SELECT kind, value, known, first_at FROM profiles_identifier WHERE person_id = %s"
TRAITS = """
SELECT name, value, at, source FROM profiles_person_trait WHERE scope = %s AND person_id = %s ORDER BY name
"""
# E-mails and telephones in clear, as sources gave them: the latest of each.
CLEAR = """
SELECT DISTINCT ON (h.name) h.name, h.value, h.heard_at, 'heard'
FROM profiles_identifier AS i JOIN profiles_moment AS m ON m.identifier_id = i.id
JOIN profiles_heard AS h ON h.event_id = m.event_id
WHERE i.person_id = %s AND h.kind = 'identifier' ORDER BY h.name, h.heard_at DESC
"""
MOMENTS = """
SELECT m.id, m.occurred_at, m.name, m.event, m.channel, m.lane, m.subject_kind, m.subject_id, m.payload
FROM profiles_moment AS m JOIN profiles_whole AS w ON w.identifier_id = m.identifier_id
WHERE w.scope = %(scope)s AND w.person_id = %(person)s AND m.lane = ANY(%(lanes)s)
  AND (%(channel)s = '' OR m.channel = %(channel)s)
  AND (%(at)s::timestamptz IS NULL OR (m.occurred_at, m.id) < (%(at)s, %(id)s))
ORDER BY m.occurred_at DESC, m.id DESC LIMIT %(limit)s
"""
CHANNELS = """
SELECT DISTINCT m.channel FROM profiles_moment AS m JOIN profiles_whole AS w ON w.identifier_id = m.identifier_id
WHERE w.scope = %s AND w.person_id = %s AND m.lane = ANY(%s) ORDER BY 1
"""
# What the contract needs: who they are as a customer, their orders and what became of them.
SERVICE_KINDS = frozenset((CUSTOMER, ACCOUNT))
SERVICE_TRAITS = frozenset(("orders_count", "first_order_at", "last_order_at", "preferred_delivery", "preferred_shop"))
SERVICE_LANES, ALL_LANES = ["facts"], ["behaviour", "facts"]
PAGE = 50
# How much of who is counted as one is read: `service` is the third.
OWN, ALLOWED = "own", "allowed"


def read(
    person_id: UUID, purpose: str, *, channel: str = "", older: str = "", limit: int = PAGE, alone: bool = False
) -> Profile:
    """What is known of somebody, for `purpose`, with a page of what happened: by `channel` where one is named, from the
    place `older` that another page gave. `service` asks for no consent and shows what the contract needs. Traits and
    moments are also those of records that staff hold for the same person's, as far as each of them allows what this
    one does; `alone` leaves them out, for what cannot be taken back.

    Refuses NotFound (also when they became one with somebody), NotConsented (nobody asked counts as no)."""
    person = sql.row(PERSON, [person_id])
    if not person:
        raise NotFound()
    named = _identifiers(person_id)
    if purpose != SERVICE and not allows(named, purpose):
        raise NotConsented(purpose=purpose)
    only = purpose == SERVICE
    scope = OWN if alone else SERVICE if only else ALLOWED
    lanes = SERVICE_LANES if only else ALL_LANES
    at, last = _place(older)
    asked = {"scope": scope, "person": person_id, "lanes": lanes, "channel": channel, "at": at, "id": last}
    rows = sql.rows(MOMENTS, {**asked, "limit": limit + 1})
    moments = tuple(
        MomentSeen(
            id=row[0], at=row[1], name=row[2], event=row[3], channel=row[4], lane=row[5], subject_kind=row[6],
            subject_id=row[7], payload=row[8],
        )
        for row in rows[:limit]
    )  # fmt: skip
    said = sql.rows(TRAITS, [scope, person_id]) + ([] if only else sql.rows(CLEAR, [person_id]))
    traits = (TraitSaid(name=row[0], value=row[1], at=row[2], source=row[3]) for row in said)
    return Profile(
        person_id=person_id,
        purpose=purpose,
        known=person[0],
        first_at=person[1],
        identifiers=tuple(each for each in named if not only or each.kind in SERVICE_KINDS),
        traits=tuple(
            each for each in traits if not only or (each.name in SERVICE_TRAITS and each.source == "computed")
        ),
        moments=moments,
        older=f"{moments[-1].at.isoformat()}~{moments[-1].id}" if len(rows) > limit else "",
        channels=tuple(row[0] for row in sql.rows(CHANNELS, [scope, person_id, lanes])),
    )


def subjects_of(person_id: UUID) -> tuple[Subject, ...]:
    """Every identifier of a person as consent knows it; empty when there is no such person."""
    return tuple(Subject(each.kind, each.value) for each in _identifiers(person_id))


def allows(named: Collection[NamedBy], purpose: str) -> bool:
    return consent.allowed([Subject(each.kind, each.value) for each in named], purpose)


def _identifiers(person_id: UUID) -> tuple[NamedBy, ...]:
    rows = sql.rows(IDENTIFIERS, [person_id])
    found = [NamedBy(kind=row[0], value=row[1], known=row[2], first_at=row[3]) for row in rows]
    return tuple(sorted(found, key=lambda each: (kind_of(each.kind).priority, each.first_at, each.value)))


def _place(older: str) -> tuple[datetime | None, int]:
    """Where the page before ended; what is no such place begins anew."""
    at, _, last = older.partition("~")
    try:
        place = datetime.fromisoformat(at), int(last)
    except ValueError:
        return None, 0
    return place if 0 < place[1] < 2**63 and place[0].tzinfo else (None, 0)
