"""Why somebody is one: the links of a person, with their evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.profiles.contracts import LinkTold, NamedBy

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


def _told(row: tuple[Any, ...]) -> LinkTold:
    return LinkTold(
        id=row[0], a=_named(row[1:5]), b=_named(row[5:9]), at=row[9], event_id=row[10], word=row[11], channel=row[12],
        state=row[13], reason=row[14], revoked_at=row[15], revoked_by=row[16], revoked_reason=row[17],
    )  # fmt: skip


def _named(row: tuple[object, ...]) -> NamedBy:
    kind, value, known, first_at = row
    return NamedBy(kind=kind, value=value, known=known, first_at=first_at)  # type: ignore[arg-type]
