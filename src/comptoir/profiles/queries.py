"""Who is who."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from comptoir.kit import sql
from comptoir.profiles import names
from comptoir.profiles.rules import Identifier, cleaned, strongest_first

MAP = """
COPY (
    SELECT i.kind, i.value, coalesce(c.one_id, i.person_id) AS person
    FROM profiles_identifier AS i LEFT JOIN profiles_counted AS c ON c.person_id = i.person_id
) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (kind, value))
"""


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


def export_map() -> bytes:
    """Every identifier with its kind and the person whom it is counted as: CSV, below a line of names."""
    with connection.cursor() as cursor, cursor.copy(MAP) as copy:
        return b"".join(copy)
