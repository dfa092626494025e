"""What the rules make of rows: whose each identifier is, and what came of each link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.profiles import rules
from comptoir.profiles.rules import Identifier, Link

Row = tuple[Any, ...]
MOVE = """
UPDATE profiles_identifier AS i SET person_id = t.person_id
FROM unnest(%s::bigint[], %s::uuid[]) AS t(id, person_id) WHERE i.id = t.id
"""
DECIDE = """
UPDATE profiles_link AS l SET state = t.state, reason = t.reason
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t(id, state, reason) WHERE l.id = t.id
"""


def decide(members: Sequence[Row], links: Sequence[Row]) -> dict[int, UUID]:
    """Resolve members (id, kind, value, first met, person) by links (id, a, b, time, reason), and write what differs.
    Gives the identifiers that moved, with their person. The caller holds them all."""
    place = {row[0]: index for index, row in enumerate(members)}
    named = [Identifier(row[1], row[2]) for row in members]
    roots, outcomes = rules.resolve(named, [Link(place[row[1]], place[row[2]], row[3]) for row in links])
    groups: dict[int, list[int]] = {}
    for index, root in enumerate(roots):
        groups.setdefault(root, []).append(index)
    moved: dict[int, UUID] = {}
    for group in groups.values():
        owner = rules.person_id(rules.representative((named[index], members[index][3]) for index in group))
        moved |= {members[index][0]: owner for index in group if members[index][4] != owner}
    decided = [(row[0], new) for row, new in zip(links, outcomes, strict=True) if new != row[4]]
    if decided:
        states = ["refused" if reason else "joined" for _, reason in decided]
        sql.run(DECIDE, [[each for each, _ in decided], states, [reason for _, reason in decided]])
    if moved:
        sql.run(MOVE, [list(moved), list(moved.values())])
    return moved
