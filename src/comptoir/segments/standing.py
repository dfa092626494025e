"""The segments that are in force, with their rules resolved."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from comptoir.kit import sql
from comptoir.segments.rules.language import Node, Resolved
from comptoir.segments.rules.reading import read
from comptoir.segments.rules.resolving import resolve

IN_FORCE = "SELECT id, code, definition, archived_at IS NULL FROM segments_segment ORDER BY code"


@dataclass(frozen=True, slots=True)
class Standing:
    """`codes` knows archived ones too; `said` are the rules as they were written, by code."""

    rules: dict[UUID, Resolved]
    codes: dict[UUID, str]
    said: dict[str, Node]


def standing() -> Standing:
    """All segments as they are now: one statement."""
    rows = sql.rows(IN_FORCE)
    said = {code: read(definition) for _id, code, definition, in_force in rows if in_force}
    rules = {identity: resolve(said[code], said, code=code) for identity, code, _d, in_force in rows if in_force}
    return Standing(rules=rules, codes={row[0]: row[1] for row in rows}, said=said)
