"""A person is erased: where they were, too."""

from __future__ import annotations

from uuid import UUID

from comptoir.kit import sql


def forget(person_id: UUID) -> int:
    """Erase all memberships of a person, past ones too, in the caller's transaction; how many there were."""
    sql.run("DELETE FROM segments_due WHERE person_id = %s", [person_id])
    return sql.run("DELETE FROM segments_membership WHERE person_id = %s", [person_id])
