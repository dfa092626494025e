"""All that is kept of a person, for themselves: the right of access asks for no consent, and shows nothing of a record
that staff hold for theirs too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comptoir.kit import sql

# Each: its name in the export, and the statement that gives its rows as JSON.
PARTS = {
    "identifiers": """
        SELECT kind, value, first_at FROM profiles_identifier WHERE person_id = %(person)s
        ORDER BY first_at, kind, value""",
    "links": """
        SELECT a.kind AS kind, a.value AS value, b.kind AS with_kind, b.value AS with_value, l.at, l.word, l.channel,
               l.state, l.reason
        FROM profiles_link AS l JOIN profiles_identifier AS a ON a.id = l.a_id
        JOIN profiles_identifier AS b ON b.id = l.b_id
        WHERE a.person_id = %(person)s AND b.person_id = %(person)s ORDER BY l.at""",
    "heard": """
        SELECT DISTINCT h.kind, h.name, h.value, h.heard_at FROM profiles_heard AS h
        JOIN profiles_moment AS m ON m.event_id = h.event_id JOIN profiles_identifier AS i ON i.id = m.identifier_id
        WHERE i.person_id = %(person)s ORDER BY h.heard_at, h.name""",
    "traits": """
        SELECT name, value, at, source FROM profiles_person_trait
        WHERE scope = 'own' AND person_id = %(person)s ORDER BY name""",
    "moments": """
        SELECT m.occurred_at, m.name, m.event, m.channel, m.subject_kind, m.subject_id, m.payload
        FROM profiles_moment AS m JOIN profiles_identifier AS i ON i.id = m.identifier_id
        WHERE i.person_id = %(person)s ORDER BY m.occurred_at, m.id""",
}  # fmt: skip


def everything(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What is kept of a person by part, each a list of plain objects, ready for JSON; parts are empty for nobody."""
    return {
        name: [row[0] for row in sql.rows(f"SELECT to_jsonb(part) FROM ({part}) AS part", {"person": person_id})]
        for name, part in PARTS.items()
    }
