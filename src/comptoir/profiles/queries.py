"""Who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from comptoir.kit import sql
from comptoir.profiles import names
from comptoir.profiles.rules import Identifier, cleaned, strongest_first

AFTER = """
SELECT i.id, i.kind, i.value, coalesce(c.one_id, i.person_id)
FROM profiles_identifier AS i LEFT JOIN profiles_counted AS c ON c.person_id = i.person_id
WHERE i.id > %s ORDER BY i.id LIMIT %s
"""
PAGE = 20_000


def person_of(kind: str, value: str) -> UUID | None:
    """Whose this identifier is; None when it was never met, or names nobody."""
    return people_of([(kind, value)]).get((kind, value))


def people_of(named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Whose these identifiers are; one that was never met is left out."""
    asked = {each: cleaned(*each) for each in named}
    found = names.find({name for name in asked.values() if name})
    return {each: found[name].person_id for each, name in asked.items() if name in found}


def identifiers_of(person_id: UUID) -> tuple[Identifier, ...]:
    """What somebody is met by, the strongest first."""
    rows = sql.rows("SELECT kind, value FROM profiles_identifier WHERE person_id = %s", [person_id])
    return strongest_first(Identifier(*row) for row in rows)


def export_map() -> Iterator[tuple[str, str, UUID]]:
    """Every identifier with its kind and the person whom it is counted as, in pages: as they are when each page is
    read."""
    last = 0
    while rows := sql.rows(AFTER, [last, PAGE]):
        yield from ((kind, value, person) for _, kind, value, person in rows)
        last = rows[-1][0]
